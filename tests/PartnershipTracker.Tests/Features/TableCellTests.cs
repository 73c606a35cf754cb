using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Tests.Features;

/// <summary>Cells of tables: a changed one changes its own member and nothing else, whatever the values contain.</summary>
public sealed class TableCellTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Company = """{"aliases":[{"name":"One; two"},{"name":"Strong (weak)"},{"name":"Back\\slash\\"},{"name":"Both (weak)","weak":true}]}""";

    private const string Person =
        """
        {"positions":[{"organization":"openai","title":{"en":"VP; GM"},"from":"2020"},{"organization":"intel","title":{"ko":"이사"},"to":"2019-05"}]}
        """;

    private const string Source = """{"authors":["Doe; Jane","Roe\\"]}""";

    private const string Meeting =
        """
        {"participants":[{"organization":"sk-group","side":"ours","role":"host","statedTitle":"VP; GM"},{"party":{"ko":"학계; 업계"},"side":"third_party"}]}
        """;

    private const string Collaboration = """{"stages":[{"stage":"exploring","since":"2023"},{"stage":"active","reported":"2024-07-09"}]}""";

    private static readonly Dictionary<string, Func<JsonObject>> Bodies = new(StringComparer.Ordinal)
    {
        ["companies"] = () => TestData.Company(),
        ["people"] = () => TestData.Person(),
        ["sources"] = () => TestData.Source(),
        ["meetings"] = () => TestData.Meeting(),
        ["collaborations"] = () => TestData.Collaboration(""),
    };

    [Theory]
    [InlineData("1,000원; 반값", "1,000원|반값")]
    [InlineData("1,000원", "1,000원")]
    [InlineData("10,20", "10|20")]
    [InlineData("회사(옛 이름, 2019/20), Other", "회사(옛 이름, 2019/20)|Other")]
    [InlineData("A (a), B (b)/C", "A (a)|B (b)|C")]
    public void A_comma_in_a_number_and_anything_in_brackets_is_a_part_of_a_name(string cell, string names) =>
        Assert.Equal(names.Split('|'), Cells.Split(NameList.Join(cell)));

    [Theory]
    [InlineData("1,000원")]
    [InlineData("10,20")]
    [InlineData("A (a, b)")]
    [InlineData("A (a), B")]
    public void A_name_is_read_as_it_is_printed(string name) =>
        Assert.Equal([name], Cells.Split(NameList.Join(NameList.Print(Cells.Join([name])))).Where(part => part.Length > 0));

    private async Task<string> Create(string resource, string members)
    {
        var body = Bodies[resource]();
        JsonNode.Parse(members)!.AsObject().ToList().ForEach(member => body[member.Key] = member.Value!.DeepClone());

        if (resource is "collaborations")
        {
            body["area"] = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
            body.Remove("stage");
        }

        return (await app.Post(resource, body)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
    }

    private async Task<string[]> LastChanges(string resource, string id) =>
    [
        .. (await app.Get($"{resource}/{id}/history?limit=1")).Items[0]!["changes"]!.AsArray()
            .Select(c => $"{c!["pointer"]}: {c["before"]?.ToJsonString()} > {c["after"]?.ToJsonString()}"),
    ];

    [Theory]
    [InlineData("companies", Company, "nameEn", "Other", "#/name/en: \"Name\" > \"Other\"")]
    [InlineData("companies", Company, "aliases", @"One\; two; Strong \(weak); Other; Both \(weak) (weak)", "{\"name\":\"Strong (weak)\",\"weak\":false},{\"name\":\"Other\",\"weak\":false},{\"name\":\"Both (weak)\",\"weak\":true}]")]
    [InlineData("companies", Company, "aliases", @"One\; two; Strong \(weak); a\b; Both \(weak) (weak)", "> [{\"name\":\"One; two\",\"weak\":false},{\"name\":\"Strong (weak)\",\"weak\":false},{\"name\":\"a\\\\b\"")]
    [InlineData("people", Person, "titlesEn", @"VP\; CEO; ", "#/positions/0/title/en: \"VP; GM\" > \"VP; CEO\"")]
    [InlineData("people", Person, "heldTo", "; 2019", "#/positions/1/to/edtf: \"2019-05\" > \"2019\"")]
    [InlineData("people", Person, "organizations", "OpenAI; Microsoft", "#/positions/1/organization: \"intel\" > \"microsoft\"")]
    [InlineData("sources", Source, "authors", @"Doe\; Jane; Moe", "#/authors: [\"Doe; Jane\",\"Roe\\\\\"] > [\"Doe; Jane\",\"Moe\"]")]
    [InlineData("meetings", Meeting, "titleEn", "Other", "#/title/en: \"Meeting\" > \"Other\"")]
    [InlineData("collaborations", Collaboration, "since", "2022; ", "#/stages/0/since/edtf: \"2023\" > \"2022\"")]
    [InlineData("collaborations", Collaboration, "stages", "announced; active", "#/stages/0/stage: \"exploring\" > \"announced\"")]
    public async Task A_changed_cell_changes_its_member_alone_with_all_columns_and_with_its_own(
        string resource, string members, string column, string cell, string change)
    {
        foreach (var columns in new string[][] { [], ["id", column] })
        {
            var id = await Create(resource, members);
            var table = (await TableFile.Export(app, $"{resource}.csv")).Of(id, columns);
            Assert.Equal((0, 0, 1, 0), ImportTests.Counts((await table.Import(app, resource)).Is(HttpStatusCode.OK)));
            table[0, column] = cell;

            Assert.Equal((0, 1, 0, 0), ImportTests.Counts((await table.Import(app, resource)).Is(HttpStatusCode.OK)));
            Assert.Contains(await LastChanges(resource, id), c => c.Contains(change, StringComparison.Ordinal));
            Assert.DoesNotContain(await LastChanges(resource, id), c => c.Contains("/id:", StringComparison.Ordinal));
            Assert.Equal((0, 0, 1, 0), ImportTests.Counts(await (await TableFile.Export(app, $"{resource}.csv")).Of(id).Import(app, resource)));
        }
    }

    [Fact]
    public async Task A_cited_part_is_changed_added_to_and_reordered_by_a_table_under_its_id()
    {
        var id = await Create("people", Person);
        var before = (await app.Get($"people/{id}")).Body["positions"]!.AsArray();
        var cited = before[1]!["id"]!.ToString();
        (await app.Post("citations", TestData.Citation(id, "position", cited))).Is(HttpStatusCode.Created);
        var table = (await TableFile.Export(app, "people.csv")).Of(id, "id", "organizations", "titlesEn", "positionIds");
        (table[0, "organizations"], table[0, "titlesEn"], table[0, "positionIds"]) = ("intel; nvidia; openai", @"Director; New; VP\; GM", $"{cited}; ; {before[0]!["id"]}");

        (await table.Import(app, "people")).Is(HttpStatusCode.OK);
        var after = (await app.Get($"people/{id}")).Body["positions"]!.AsArray();

        Assert.Equal(
            [$"{cited} intel 이사 Director  2019-05", "new nvidia  New  ", $"{before[0]!["id"]} openai  VP; GM 2020 "],
            after.Select(p => string.Join(' ',
                before.Any(b => $"{b!["id"]}" == $"{p!["id"]}") ? p!["id"] : "new", p!["organization"], p["title"]!["ko"], p["title"]!["en"],
                p["from"]?["edtf"], p["to"]?["edtf"])));
    }

    [Theory]
    [InlineData("stage", "active", "")]
    [InlineData("stage,since", "active,2024", "#/stages/1/since")]
    [InlineData("stage,since", "expanding,2025", "#/stages/2")]
    public async Task A_row_with_the_present_stage_alone_adds_it_or_completes_it(string columns, string cells, string change)
    {
        var id = await Create("collaborations", Collaboration);

        (await app.Import(Encoding.UTF8.GetBytes($"id,{columns}\n{id},{cells}\n"), "text/csv", "?resource=collaborations")).Is(HttpStatusCode.OK);
        var version = (int)(await app.Get($"collaborations/{id}")).Body["version"]!;

        Assert.Equal(columns is "stage" ? 1 : 2, version);
        Assert.True(version == 1 || (await LastChanges("collaborations", id)).Any(c => c.StartsWith(change, StringComparison.Ordinal)), change);
    }

    [Theory]
    [InlineData("people", Person, "titlesEn", "VP; GM; ", "2 #/titlesEn lists_differ")]
    [InlineData("people", Person, "organizations", "", "2 #/organizations required")]
    [InlineData("people", Person, "organizations", "openai; nowhere", "2 #/organizations unknown_reference")]
    [InlineData("people", Person, "heldTo", "; 20195", "2 #/heldTo date_serial_number")]
    [InlineData("collaborations", Collaboration, "stages", "exploring; active; ended", "2 #/reported lists_differ")]
    [InlineData("collaborations", Collaboration, "stages", "exploring; begun", "2 #/stages unknown_value")]
    public async Task A_list_that_does_not_fit_is_refused_at_its_column(string resource, string members, string column, string cell, string fault)
    {
        var id = await Create(resource, members);
        var table = (await TableFile.Export(app, $"{resource}.csv")).Of(id);
        table[0, column] = cell;

        var refused = (await table.Import(app, resource)).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(fault, ImportTests.Errors(refused));
    }
}
