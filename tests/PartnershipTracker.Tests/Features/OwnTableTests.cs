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

    [Fact]
    public async Task A_row_without_a_key_renames_nothing_and_adds_its_aliases()
    {
        var before = (await app.Get("companies/amazon")).Body;
        Assert.NotEmpty(before["aliases"]!.AsArray());

        (await Import("이름,영문명,별칭,국가\n아마존,Amazon Inc.,\"AWS; 아마존사\",US\n", "companies")).Is(HttpStatusCode.OK);

        var after = (await app.Get("companies/amazon")).Body;
        Assert.Equal($"{before["name"]}", $"{after["name"]}");
        Assert.Equal(
            before["aliases"]!.AsArray().Select(a => $"{a!["name"]}").Append("아마존사"), after["aliases"]!.AsArray().Select(a => $"{a!["name"]}"));
    }

    [Theory]
    [InlineData("companies", "인텔사람,Intel", "#/id key_of_other_name")]
    [InlineData("companies", "인텔,", "#/id name_taken")]
    [InlineData("companies", "주식회사 인텔,", "#/id name_taken")]
    [InlineData("companies", "인텔(주),Intel Korea", "#/id name_taken")]
    [InlineData("companies", "누구,", "#/id required")]
    [InlineData("affiliates", "인텔,Intel", "#/id key_taken")]
    [InlineData("people", "최 회장,Chairman Choi", "#/id name_taken")]
    [InlineData("people", "최 회장,", "#/id name_taken")]
    public async Task A_row_without_a_key_and_with_the_names_of_something_else_is_told_what_to_enter(string table, string names, string fault)
    {
        var answer = await Import($"이름,영문명\n{names}\n", table);

        Assert.Equal([$"2 {fault}"], ImportTests.Errors(answer));
    }

    [Theory]
    [InlineData("인텔", "SK하이닉스", "2 #/계열사 unknown_reference", "`intel`")]
    [InlineData("SK하이닉스", "㈜SK텔레콤", "2 #/상대사 unknown_reference", "`sk-telecom`")]
    public async Task A_name_of_the_other_side_is_named(string ours, string theirs, string fault, string key)
    {
        var answer = await Import($"미팅명,구분,상태,일자,계열사,상대사\n바뀐 쪽,방문,완료,2024-07,{ours},{theirs}\n", "meetings");

        Assert.Contains(fault, ImportTests.Errors(answer));
        Assert.Contains(answer.Body["errors"]!.AsArray(), e => $"{e!["detail"]}".Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_in_a_column_of_numbers_is_refused()
    {
        const string Table = "No,미팅명,구분,상태,일자\nMTG-7,번호,방문,완료,2024-07\n가.,번호,방문,완료,2024-08\n③,번호,방문,완료,2024-09\n비고: 잠정,,,,\n";

        Assert.Equal(["2 #/No ordinal_text", "5 #/No ordinal_text"], ImportTests.Errors(await Import(Table, "meetings")));
    }

    [Fact]
    public async Task The_half_of_a_legal_form_is_no_footnote()
    {
        var single = await Import("이름,영문명\n주)카카오,\n주) 작성: 기획실,\n", "companies");
        var meeting = await Import("미팅명,구분,상태,일자,상대사\n반쪽,방문,완료,2024-07,주)인텔\n", "meetings");

        Assert.Equal(["2 # unclear_row"], ImportTests.Errors(single));
        Assert.Equal(1, (int)(await app.Get(ImportRowTests.AddressOf(single))).Body["skipped"]!);
        Assert.Equal((1, 0, 0, 0), ImportTests.Counts(meeting.Is(HttpStatusCode.OK)));
    }

    [Theory]
    [InlineData("구분,인텔,오픈AI,합계\nSK하이닉스,O,,1\nSK텔레콤,O,O,2\n계,2,1,3\n", 3)]
    [InlineData("계열사,인텔,오픈AI\nSK하이닉스,협의중,예정\nSK텔레콤,예정,협의중\n", 4)]
    public async Task A_matrix_begins_a_row_for_each_mark_whatever_the_marks_are(string table, int rows)
    {
        var answer = await Import(table, "collaborations");

        Assert.Contains("1 # matrix", ImportTests.Errors(answer));
        var report = (await app.Get($"{ImportRowTests.AddressOf(answer)}/report.csv")).Is(HttpStatusCode.OK).Text;
        Assert.Equal(rows, report.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("SK", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Cells_that_are_merged_with_one_beside_them_are_refused()
    {
        var file = XlsxImportTests.Workbook(("회사", XlsxImportTests.Sheet(
            [["이름", "영문명", "국가"], ["구글", "Google", "US"], ["메타", "", "US"], ["", "", "US"]])
            + "<mergeCells><mergeCell ref=\"A3:B3\"/><mergeCell ref=\"A4:B4\"/></mergeCells>"));

        var answer = await app.Import(file, XlsxImportTests.MediaType, "?resource=companies");

        Assert.Contains("3 #/영문명 merged_beside", ImportTests.Errors(answer));
        Assert.DoesNotContain("4 #/영문명 merged_beside", ImportTests.Errors(answer));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData("#N/A")]
    [InlineData("'-")]
    [InlineData("'#N/A")]
    [InlineData("=1+1")]
    public async Task A_text_that_looks_like_nothing_survives_its_table(string text)
    {
        var id = TestData.Key("odd");
        (await app.Post("areas", new JsonObject
        {
            ["id"] = id,
            ["name"] = new JsonObject { ["en"] = id },
            ["description"] = text,
        })).Is(HttpStatusCode.Created);

        foreach (var (format, type) in new[] { ("csv", "text/csv"), ("xlsx", XlsxImportTests.MediaType) })
        {
            var file = await app.GetBytes($"areas.{format}");
            var answer = (await app.Import(file, type, "?resource=areas")).Is(HttpStatusCode.OK);
            Assert.Equal((0, 0), (ImportTests.Counts(answer).Item1, ImportTests.Counts(answer).Item2));
        }

        Assert.Equal(text, $"{(await app.Get($"areas/{id}")).Body["description"]}");
    }

    [Fact]
    public async Task Another_title_at_the_same_organization_is_another_position()
    {
        var person = TestData.Key("seated");
        var known = (await app.Post("people", new JsonObject
        {
            ["id"] = person,
            ["name"] = new JsonObject { ["en"] = person },
            ["positions"] = new JsonArray(new JsonObject { ["organization"] = "tsmc", ["title"] = new JsonObject { ["ko"] = "회장" } }),
        })).Is(HttpStatusCode.Created).Body;
        var position = known["positions"]![0]!;

        (await Import($"영문명,소속,직책\n{person},tsmc,이사회 의장\n", "people")).Is(HttpStatusCode.OK);

        var positions = (await app.Get($"people/{person}")).Body["positions"]!.AsArray();
        Assert.Equal($"{position}", $"{positions[0]}");
        Assert.Equal("이사회 의장", $"{positions[^1]!["title"]!["ko"]}");
    }

    [Fact]
    public async Task A_participant_who_is_there_is_not_added_again_and_a_repeated_row_is_refused()
    {
        var meeting = (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"];
        string Table(string row) => $"meeting,organization,side\n{meeting},{row}\n";

        Assert.Equal((0, 0, 1, 0), ImportTests.Counts((await Import(Table("SK그룹,ours"), "meeting-participants")).Is(HttpStatusCode.OK)));
        var twice = await Import($"{Table("인텔,theirs")}{meeting},Intel,theirs\n", "meeting-participants");

        Assert.Equal(["3 # repeated_row"], ImportTests.Errors(twice));
    }

    [Theory]
    [InlineData("주식회사 한빛", "한빛")]
    [InlineData("한별㈜", "한별 주식회사")]
    public async Task A_name_is_found_whatever_legal_form_it_has_there_or_here(string registered, string asked)
    {
        var key = TestData.Key("firm");
        (await app.Post("companies", new JsonObject { ["id"] = key, ["name"] = new JsonObject { ["ko"] = registered } })).Is(HttpStatusCode.Created);

        var answer = await Import($"미팅명,구분,상태,일자,상대사\n{asked} 방문,방문,완료,2024-07,{asked}\n", "meetings");

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        Assert.Equal(key, $"{(await Only($"meetings?company={key}"))["participants"]![0]!["organization"]}");
    }
}
