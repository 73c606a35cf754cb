using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Tables of people who do not know all that the register has: they change what they state, and delete nothing.</summary>
public sealed class OwnTableTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private Task<ApiResponse> Import(string csv, string resource) =>
        app.Import(Encoding.UTF8.GetBytes(csv), "text/csv", $"?resource={resource}");

    private async Task<JsonNode> Only(string list) => Assert.Single((await app.Get(list)).Is(HttpStatusCode.OK).Items)!;

    [Fact]
    public async Task A_new_stage_is_added_once_however_often_its_row_is_imported()
    {
        var table = await TableFile.Export(app, "collaborations.csv?company=nvidia");
        table[0, "stage"] = "종료";

        var first = await table.Import(app, "collaborations");
        var second = await table.Import(app, "collaborations");
        var third = await table.Import(app, "collaborations");

        Assert.Equal([(0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0)], new[] { first, second, third }.Select(a => ImportTests.Counts(a.Is(HttpStatusCode.OK))));
        Assert.Equal(
            "active ended", string.Join(' ', (await Only("collaborations?company=nvidia"))["stages"]!.AsArray().Select(s => s!["stage"])));
    }

    [Fact]
    public async Task A_position_at_another_organization_is_a_new_one_beside_the_cited_one()
    {
        (await Import("이름,영문명,소속,직책\n샘 올트먼,Sam Altman,마이크로소프트,고문\n", "people")).Is(HttpStatusCode.OK);

        var positions = (await app.Get("people/sam-altman")).Body["positions"]!.AsArray();
        Assert.Equal(["openai 최고경영자(CEO)", "microsoft 고문"], positions.Select(p => $"{p!["organization"]} {p["title"]!["ko"]}"));
    }

    [Fact]
    public async Task A_blank_cell_of_a_row_that_its_keys_identify_deletes_nothing()
    {
        const string List = "collaborations?affiliate=sk-telecom&company=openai&area=ai-services";
        var before = await Only(List);
        Assert.NotNull(before["description"]);

        (await Import("계열사,회사,협력분야,단계,비고\nSK텔레콤,오픈AI,AI 서비스,확대,-\n", "collaborations")).Is(HttpStatusCode.OK);

        Assert.Equal($"{before["description"]}", $"{(await Only(List))["description"]}");
    }

    [Fact]
    public async Task Two_names_of_one_party_are_one_party()
    {
        const string Table = "미팅명,구분,상태,일자,계열사,상대사,참석자\n두 이름,임원회의,완료,2024-07-01,SK그룹,\"오픈AI, OpenAI\",\"최태원, 최태원 회장, Sam Altman, 샘 올트먼\"\n";

        var first = await Import(Table, "meetings");
        var second = await Import(Table, "meetings");

        Assert.Equal([(1, 0, 0, 0), (0, 0, 1, 0)], new[] { first, second }.Select(a => ImportTests.Counts(a.Is(HttpStatusCode.OK))));
        Assert.Equal(
            ["sk-group chey-tae-won", "openai sam-altman"],
            (await Only("meetings?q=두%20이름"))["participants"]!.AsArray().Select(p => $"{p!["organization"]} {p["person"]}"));
    }

    [Fact]
    public async Task Names_without_their_keys_are_read()
    {
        (await Import(
            "titleKo,kind,status,date,affiliatesKo,affiliatesEn,companiesKo\n이름만,site_visit,held,2024-05,SK하이닉스,SK hynix,인텔\n", "meetings"))
            .Is(HttpStatusCode.OK);

        Assert.Equal(
            ["sk-hynix ours", "intel theirs"],
            (await Only("meetings?q=이름만"))["participants"]!.AsArray().Select(p => $"{p!["organization"]} {p["side"]}"));
    }

    [Theory]
    [InlineData("companies", "계열사")]
    [InlineData("people", "Sheet1")]
    public async Task A_sheet_with_the_name_of_another_collection_is_not_read(string name, string right)
    {
        var file = XlsxImportTests.Workbook(
            (name, XlsxImportTests.Sheet([["이름", "영문명", "국가"], ["구글", "Google", "US"]])),
            (right, XlsxImportTests.Sheet([["이름", "영문명", "국가"], ["SK온", "SK On", "KR"]])));

        var answer = (await app.Import(file, XlsxImportTests.MediaType, "?resource=affiliates&dryRun=true")).Is(HttpStatusCode.OK);

        Assert.Equal("sk-on", Assert.Single(answer.Body["rows"]!.AsArray())!["id"]!.ToString());
    }
}
