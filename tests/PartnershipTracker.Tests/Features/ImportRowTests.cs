using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The rows of imports with their outcomes.</summary>
public sealed class ImportRowTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private Task<ApiResponse> Csv(string text, string query, params (string, string)[] headers) =>
        app.Import(Encoding.UTF8.GetBytes(text), "text/csv", query, headers);

    private async Task<JsonArray> Rows(ApiResponse answer, string query = "", params (string, string)[] headers) =>
        (await app.Get($"{AddressOf(answer)}/rows?limit=200&{query}", headers)).Is(HttpStatusCode.OK).Items;

    /// <summary>The address of the import that an answer, or a refusal, is about.</summary>
    internal static string AddressOf(ApiResponse answer) =>
        answer.Status is HttpStatusCode.OK ? $"imports/{answer.Body["importId"]}" : answer.Body["instance"]!.ToString();

    private static string[] Outcomes(JsonArray rows) => [.. rows.Select(r => $"{r!["line"]} {r["outcome"]} {r["id"]}")];

    private static string[] Errors(JsonNode row) => [.. row["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}")];

    private async Task<string> New(string collection, JsonObject body) =>
        (await app.Post(collection, body)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    [Fact]
    public async Task Each_row_of_a_dry_run_has_its_outcome_its_id_and_the_values_before_and_after()
    {
        var (changed, same) = (await New("companies", TestData.Company()), await New("companies", TestData.Company()));
        var added = TestData.Key();
        var file = $"id,nameKo,nameEn\n{changed},이름,Renamed\n{same},이름,Name\n{added},새,New\nNOT A KEY,,X\n";

        var tried = (await Csv(file, "?resource=companies&dryRun=true&mode=partial")).Is(HttpStatusCode.OK);
        var rows = await Rows(tried);
        var state = (await app.Get(AddressOf(tried))).Is(HttpStatusCode.OK).Body;

        Assert.Equal([$"2 update {changed}", $"3 unchanged {same}", $"4 create {added}", "5 refuse "], Outcomes(rows));
        Assert.Equal(
            """[{"pointer":"#/name/en","before":"Name","after":"Renamed"}]""", rows[0]!["changes"]!.ToJsonString());
        Assert.Equal(("#", "New"), (
            rows[2]!["changes"]![0]!["pointer"]!.ToString(), rows[2]!["changes"]![0]!["after"]!["name"]!["en"]!.ToString()));
        Assert.Equal(["#/id pattern"], Errors(rows[3]!));
        Assert.True(JsonNode.DeepEquals(rows, tried.Body["rows"]), tried.Text);
        Assert.Equal(("succeeded", "true"), (state["state"]!.ToString(), state["dryRun"]!.ToJsonString()));
        Assert.Equal(
            "1 1 1 1", $"{state["created"]} {state["updated"]} {state["unchanged"]} {state["failed"]}");
        Assert.Equal(["4 create " + added], Outcomes(await Rows(tried, "outcome=create&resource=companies")));
        Assert.Empty(await Rows(tried, "resource=meetings"));
        (await app.Get($"companies/{added}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_fault_of_a_table_row_is_told_at_once_at_its_column()
    {
        const string File = "externalId,titleEn,kind,status,date,tripOrder,companies,summary\n"
            + "at-once-1,,party,held,2024-13,first,Nvidea,=1+1\n"
            + "at-once-2,Fine,site_visit,held,2024,,intel,\n";

        var refused = (await Csv(File, "?resource=meetings")).Is(HttpStatusCode.UnprocessableEntity);
        var rows = await Rows(refused);

        Assert.Equal(
            [
                "#/companies unknown_reference", "#/date date_out_of_range", "#/kind unknown_value",
                "#/summary formula_cell", "#/titleEn language_required", "#/tripOrder wrong_type",
            ],
            Errors(rows[0]!).Order().Select(e => e.Replace("titleKo", "titleEn", StringComparison.Ordinal)
                .Replace("date_malformed", "date_out_of_range", StringComparison.Ordinal)
                .Replace("date_no_such_day", "date_out_of_range", StringComparison.Ordinal)));
        Assert.Equal(["2 refuse", "3 create"], rows.Select(r => $"{r!["line"]} {r["outcome"]}"));
        Assert.Equal("failed import_failed", $"{(await app.Get(AddressOf(refused))).Body["state"]} {refused.Body["code"]}");
        Assert.Equal(0, await app.Query<long>("SELECT count(*) FROM meetings WHERE external_id LIKE 'at-once-%'"));
    }

    [Fact]
    public async Task Missing_cells_are_told_together_and_an_existing_item_is_checked_with_its_other_members()
    {
        var id = await New("meetings", TestData.Meeting());
        var missing = await Csv("titleEn,companies\nA,intel\n", "?resource=meetings&dryRun=true");
        var existing = await Csv($"id,date,country\n{id},yesterday,Atlantis\n", "?resource=meetings&dryRun=true");

        var required = new HashSet<string>(["#/kind required", "#/status required", "#/date required"]);
        Assert.Superset(required, Errors((await Rows(missing))[0]!).ToHashSet());
        var row = (await Rows(existing))[0]!;
        Assert.Equal($"refuse {id}", $"{row["outcome"]} {row["id"]}");
        Assert.Equal(["#/country", "#/date"], row["errors"]!.AsArray().Select(e => e!["pointer"]!.ToString()).Distinct().Order());
    }

    [Fact]
    public async Task Every_fault_of_a_JSON_item_is_told_at_once()
    {
        const string Item = """
            {"resource":"meetings","externalId":"once","title":{"en":1,"en":"M","ko":"\ud800"},"kind":7,"status":"held","date":"2024-02-30",
            "colour":"red","participants":[{"organization":"Nvidea","side":"left"}],"trip":true}
            """;

        var refused = await app.Import(Encoding.UTF8.GetBytes(Item.ReplaceLineEndings("")), "application/x-ndjson");

        Assert.Equal(
            [
                "1 #/colour unknown_member", "1 #/date date_no_such_day", "1 #/kind", "1 #/participants/0/organization unknown_reference",
                "1 #/participants/0/side", "1 #/title/en duplicate_member", "1 #/title/en wrong_type", "1 #/title/ko lone_surrogate",
                "1 #/trip",
            ],
            ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)).Order()
                .Select(e => e.Split(' ')[1] is "#/kind" or "#/participants/0/side" or "#/trip" ? e[..e.LastIndexOf(' ')] : e));
    }

    [Fact]
    public async Task Rows_are_for_the_importer_and_administrators_who_may_see_what_they_show()
    {
        var secret = TestData.Key("secret");
        var meeting = TestData.Meeting();
        (meeting["externalId"], meeting["confidentiality"], meeting["summary"]) = (secret, "restricted", "Before");
        var id = await New("meetings", meeting);
        meeting["summary"] = "After";
        var importer = ("X-Api-Key", await app.Key(["write"], "restricted", "the-importer"));
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["meetings"] = new JsonArray(meeting.DeepClone()) }.ToJsonString());
        var tried = (await app.Import(body, "application/json", "?dryRun=true", importer)).Is(HttpStatusCode.OK);
        await app.Query<long>("SELECT count(*) FROM audit");

        var reads = await Reads();
        var rows = await Rows(tried, "", importer);
        Assert.Equal("Before After", $"{rows[0]!["changes"]![0]!["before"]} {rows[0]!["changes"]![0]!["after"]}");
        Assert.Equal(reads + 1, await Reads());
        await app.Get($"{AddressOf(tried)}/report.csv", importer);
        Assert.Equal(reads + 2, await Reads());

        (await app.Get($"{AddressOf(tried)}/rows", ("X-Api-Key", await app.Key(["write"])))).Is(HttpStatusCode.NotFound);
        Assert.Empty(await Rows(tried, "count=true", ("X-Api-Key", await app.Key(["admin", "read"], "internal"))));
        Assert.Single(await Rows(tried, "", ("X-Api-Key", await app.Key(["admin", "read"]))));

        async Task<long> Reads() => await app.Query<long>(
            $"SELECT count(*) FROM audit WHERE kind = 'read' AND actor = 'key:the-importer' AND resource_id = '{id}'");
    }

    [Fact]
    public async Task A_row_is_hidden_when_its_resource_has_become_more_confidential()
    {
        var low = ("X-Api-Key", await app.Key(["write"], "internal"));
        var meeting = TestData.Meeting();
        meeting["externalId"] = TestData.Key("later");
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["meetings"] = new JsonArray(meeting) }.ToJsonString());
        var imported = (await app.Import(body, "application/json", "", low)).Is(HttpStatusCode.OK);
        var id = (await Rows(imported, "", low))[0]!["id"];

        (await app.Patch($"meetings/{id}", new JsonObject { ["confidentiality"] = "restricted" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);

        Assert.Empty(await Rows(imported, "", low));
        Assert.DoesNotContain($"{id}", (await app.Get($"{AddressOf(imported)}/report.csv", low)).Text, StringComparison.Ordinal);
        Assert.Single(await Rows(imported));
    }
}
