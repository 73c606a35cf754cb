using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Exported files, which can be imported again unchanged.</summary>
public sealed class RegisterFileTests(TrackerApp app, EmptyRegister empty) : IClassFixture<TrackerApp>, IClassFixture<EmptyRegister>
{
    public static TheoryData<string> Tables => [.. Catalog.Resources.Tables];

    private const string Ndjson = "application/x-ndjson";
    private const int MaxBundle = 16 * 1024 * 1024;

    private static Task<ApiResponse> Import(TrackerApp into, byte[] file, string mediaType = Ndjson, string query = "") =>
        into.Import(file, mediaType, query);

    private static List<JsonObject> Items(string lines) =>
        [.. lines.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];

    private static string Resource(JsonObject item) => item["resource"]!.ToString();

    private static string Id(JsonObject item) => item["id"]!.ToString();

    private async Task SeedDatabase()
    {
        var company = TestData.Company();
        company["aliases"] = new JsonArray(
            new JsonObject { ["name"] = "=Formula; with (weak)" }, new JsonObject { ["name"] = "'+quoted", ["weak"] = true });
        (await app.Post("companies", company)).Is(HttpStatusCode.Created);
        (await app.Post("people", TestData.Person())).Is(HttpStatusCode.Created);
        var meeting = TestData.Meeting();
        meeting["summary"] = "-5 degrees,\n\"quoted\", and more; of it";
        meeting["externalId"] = TestData.Key("external");
        meeting["participants"]!.AsArray().Add(new JsonObject { ["party"] = TestData.Name("학계", "Academia"), ["side"] = "third_party" });
        (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_export_imported_into_an_empty_register_is_exported_with_the_same_bytes()
    {
        await SeedDatabase();
        var file = await app.GetBytes("export");

        var taken = (await Import(empty, file)).Is(HttpStatusCode.OK);
        var again = (await Import(empty, file)).Is(HttpStatusCode.OK);

        Assert.Equal(file, await empty.GetBytes("export"));
        Assert.Equal((0, 0, 0), ((int)taken.Body["updated"]!, (int)taken.Body["unchanged"]!, (int)taken.Body["failed"]!));
        Assert.NotEqual(0, (int)taken.Body["created"]!);
        Assert.Equal((0, 0, (int)taken.Body["created"]!, 0), ImportTests.Counts(again));
        Assert.Equal(
            (await app.Get($"meetings/{OpeningIds.Meeting(1)}")).Body["participants"]!.ToJsonString(),
            (await empty.Get($"meetings/{OpeningIds.Meeting(1)}")).Body["participants"]!.ToJsonString());
    }

    [Fact]
    public async Task An_export_has_one_item_per_line_in_the_order_of_references_then_ids()
    {
        var answer = (await app.Get("export")).Is(HttpStatusCode.OK);
        var items = Items(answer.Text);

        Assert.Equal(Ndjson, answer.MediaType);
        Assert.Contains(".ndjson\"", answer.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.EndsWith("}\n", answer.Text, StringComparison.Ordinal);
        Assert.All(items, item => Assert.Equal(["resource", "id"], item.Take(2).Select(member => member.Key)));
        Assert.Equal(
            Catalog.Resources.Importable.Select(r => r.Collection),
            items.Select(Resource).Distinct());
        Assert.Equal(items.GroupBy(Resource).SelectMany(of => of.Select(Id).Order(StringComparer.Ordinal)), items.Select(Id));
    }

    [Fact]
    public async Task The_lines_of_an_export_in_any_order_are_unchanged()
    {
        var lines = Encoding.UTF8.GetString(await app.GetBytes("export")).TrimEnd('\n').Split('\n');
        var file = Encoding.UTF8.GetBytes("\uFEFF" + string.Join("\r\n", lines.Reverse()) + "\n\n");

        var answer = (await Import(app, file)).Is(HttpStatusCode.OK);

        Assert.Equal((0, 0, lines.Length, 0), ImportTests.Counts(answer));
    }

    [Fact]
    public async Task The_items_of_an_export_as_one_json_bundle_are_unchanged()
    {
        var items = Items(Encoding.UTF8.GetString(await app.GetBytes("export")));
        var bundle = new JsonObject();

        foreach (var item in items.AsEnumerable().Reverse())
        {
            var of = bundle[Resource(item)] as JsonArray ?? (JsonArray)(bundle[Resource(item)] = new JsonArray());
            var copy = item.DeepClone().AsObject();
            copy.Remove("resource");
            of.Add((JsonNode)copy);
        }

        var file = Encoding.UTF8.GetBytes("\uFEFF" + bundle.ToJsonString());
        var answer = (await Import(app, file, "application/json")).Is(HttpStatusCode.OK);

        Assert.Equal((0, 0, items.Count, 0), ImportTests.Counts(answer));
    }

    [Fact]
    public async Task A_json_bundle_has_at_most_16_MiB_and_ndjson_may_have_more()
    {
        (await Import(app, Padded(MaxBundle), "application/json")).Is(HttpStatusCode.OK);
        (await Import(app, Encoding.UTF8.GetBytes(new string(' ', MaxBundle + 1)))).Is(HttpStatusCode.OK);
        var tooLarge = (await Import(app, Padded(MaxBundle + 1), "application/json")).Is(HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("too_large", tooLarge.Problem);
        Assert.Contains("NDJSON", (await app.Get("/problems/too_large")).Text, StringComparison.Ordinal);

        static byte[] Padded(int length) => Encoding.UTF8.GetBytes("{\"areas\":[]}".PadRight(length));
    }

    [Fact]
    public async Task A_cell_with_a_bare_line_feed_is_quoted_and_comes_back()
    {
        var meeting = TestData.Meeting();
        meeting["summary"] = "one line\nand another";
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var csv = await app.GetBytes("meetings.csv");

        var answer = (await Import(app, csv, "text/csv", "?resource=meetings")).Is(HttpStatusCode.OK);

        Assert.Contains("\"one line\nand another\"", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
        Assert.Equal((0, 0), ((int)answer.Body["created"]!, (int)answer.Body["updated"]!));
        Assert.Equal("one line\nand another", (await app.Get($"meetings/{id}")).Body["summary"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task An_exported_table_can_be_imported_unchanged(string resource)
    {
        await SeedDatabase();
        var total = (int)(await app.Get($"{resource}?count=true&limit=1")).Body["total"]!;

        var answer = (await Import(app, await app.GetBytes($"{resource}.csv"), "text/csv", $"?resource={resource}")).Is(HttpStatusCode.OK);

        Assert.NotEqual(0, total);
        Assert.Equal((0, 0, total, 0), ImportTests.Counts(answer));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task An_import_template_can_be_imported(string resource)
    {
        var template = await app.GetBytes($"imports/template.csv?resource={resource}");

        var answer = (await Import(app, template, "text/csv", $"?resource={resource}")).Is(HttpStatusCode.OK);

        Assert.Equal((0, 0, 1, 0), ImportTests.Counts(answer));
    }

    [Fact]
    public async Task A_changed_cell_changes_only_its_own_member()
    {
        var before = (await app.Get($"meetings/{OpeningIds.Meeting(3)}")).Body;
        var csv = $"id,titleEn,companies,colour\r\n{OpeningIds.Meeting(3)},Another title,amazon,\r\n";

        var refused = (await Import(app, Encoding.UTF8.GetBytes(csv), "text/csv", "?resource=meetings")).Is(HttpStatusCode.UnprocessableEntity);
        var csvOfTwo = csv.Replace(",colour", "", StringComparison.Ordinal).Replace("amazon,", "amazon; sk-group", StringComparison.Ordinal);
        var others = await Import(app, Encoding.UTF8.GetBytes(csvOfTwo), "text/csv", "?resource=meetings");
        var answer = (await Import(app, Encoding.UTF8.GetBytes($"id,titleEn\n{OpeningIds.Meeting(3)},Another title"), "text/csv", "?resource=meetings"))
            .Is(HttpStatusCode.OK);
        var after = (await app.Get($"meetings/{OpeningIds.Meeting(3)}")).Body;

        Assert.Equal(["1 #/colour unknown_column"], ImportTests.Errors(refused));
        Assert.Contains("2 #/companies not_by_table", ImportTests.Errors(others));
        Assert.Equal((0, 1, 0, 0), ImportTests.Counts(answer));
        Assert.Equal("Another title", after["title"]!["en"]!.ToString());
        (after["title"]!["en"], after["version"], after["updatedAt"]) = (
            before["title"]!["en"]!.DeepClone(), before["version"]!.DeepClone(), before["updatedAt"]!.DeepClone());
        Assert.True(JsonNode.DeepEquals(before, after), after.ToJsonString());
    }

    [Fact]
    public async Task A_row_of_a_table_creates_a_meeting_with_participants_people_and_areas()
    {
        const string Csv = "titleEn,kind,status,date,people,affiliates,companies,areas,partiesEn\n"
            + "From a table,executive_meeting,held,2023-05,알트먼; chey-tae-won,SK Group,OpenAI,ai-services,Academia\n";

        (await Import(app, Encoding.UTF8.GetBytes(Csv), "text/csv", "?resource=meetings")).Is(HttpStatusCode.OK);
        var made = (await app.Get("meetings?from=2023-05-01&to=2023-05-31")).Items.Single()!;

        Assert.Equal(
            ["sk-group chey-tae-won ours", "openai sam-altman theirs", "  third_party"],
            made["participants"]!.AsArray().Select(p => $"{p!["organization"]} {p["person"]} {p["side"]}"));
        Assert.Equal("ai-services sk-group inferred", $"{made["areas"]![0]!["area"]} {made["areas"]![0]!["affiliates"]![0]} {made["areas"]![0]!["basis"]}");
        Assert.Equal((0, 0, 1, 0), ImportTests.Counts(await Import(app, Encoding.UTF8.GetBytes(Csv), "text/csv", "?resource=meetings")));
    }

    [Fact]
    public async Task An_export_is_limited_by_the_clearance_and_audited()
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = "confidential";
        var id = (await app.Post("meetings", meeting)).Body["id"]!.ToString();

        var low = Encoding.UTF8.GetString(await app.GetBytes("export", ("X-Api-Key", await app.Key(["export"], "internal"))));
        var high = Encoding.UTF8.GetString(await app.GetBytes("export", ("X-Api-Key", await app.Key(["export"], "confidential", "exporter"))));

        Assert.DoesNotContain(id, low, StringComparison.Ordinal);
        Assert.Contains(id, high, StringComparison.Ordinal);
        Assert.Equal("GET /api/v1/export", await app.Query<string>(
            $"SELECT route FROM audit WHERE kind = 'read' AND actor = 'key:exporter' AND resource_id = '{id}'"));
    }
}
