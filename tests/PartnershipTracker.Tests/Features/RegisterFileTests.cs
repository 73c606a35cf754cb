using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>What goes out by the file comes in again as it was.</summary>
public sealed class RegisterFileTests(TrackerApp app, EmptyRegister empty) : IClassFixture<TrackerApp>, IClassFixture<EmptyRegister>
{
    public static TheoryData<string> Tables => ["affiliates", "companies", "areas", "people", "trips", "meetings", "collaborations", "sources", "citations"];

    private static Task<ApiResponse> Import(TrackerApp into, byte[] file, string mediaType = "application/json", string query = "") =>
        into.SendBytes(HttpMethod.Post, $"imports{query}", file, ("Content-Type", mediaType));

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
        Assert.Equal((0, 0, (int)taken.Body["created"]!), ImportTests.Counts(again) is var (c, u, same, _) ? (c, u, same) : default);
        Assert.Equal(
            (await app.Get($"meetings/{OpeningIds.Meeting(1)}")).Body["participants"]!.ToJsonString(),
            (await empty.Get($"meetings/{OpeningIds.Meeting(1)}")).Body["participants"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_items_as_NDJSON_in_any_order_are_unchanged()
    {
        var bundle = JsonNode.Parse(await app.GetBytes("export"))!.AsObject();
        var lines = bundle.Reverse().SelectMany(section => section.Value!.AsArray().Select(item =>
        {
            var line = item!.DeepClone().AsObject();
            line["resource"] = section.Key;

            return line.ToJsonString();
        }));

        var answer = (await Import(app, Encoding.UTF8.GetBytes("\uFEFF" + string.Join("\r\n", lines) + "\n\n"), "application/x-ndjson"))
            .Is(HttpStatusCode.OK);

        Assert.Equal((0, 0, bundle.Sum(s => s.Value!.AsArray().Count), 0), ImportTests.Counts(answer));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task An_exported_table_can_be_imported_unchanged(string resource)
    {
        await SeedDatabase();
        var total = (int)(await app.Get($"{resource}?count=true&limit=1")).Body["total"]!;

        var answer = (await Import(app, await app.GetBytes($"{resource}.csv"), "text/csv", $"?resource={resource}")).Is(HttpStatusCode.OK);

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
        var csv = $"id,titleEn,companies,note\r\n{OpeningIds.Meeting(3)},Another title,amazon,\r\n";

        var refused = (await Import(app, Encoding.UTF8.GetBytes(csv), "text/csv", "?resource=meetings")).Is(HttpStatusCode.UnprocessableEntity);
        var csvOfTwo = csv.Replace(",note", "", StringComparison.Ordinal).Replace("amazon,", "amazon; sk-group", StringComparison.Ordinal);
        var others = await Import(app, Encoding.UTF8.GetBytes(csvOfTwo), "text/csv", "?resource=meetings");
        var answer = (await Import(app, Encoding.UTF8.GetBytes($"id,titleEn\n{OpeningIds.Meeting(3)},Another title"), "text/csv", "?resource=meetings"))
            .Is(HttpStatusCode.OK);
        var after = (await app.Get($"meetings/{OpeningIds.Meeting(3)}")).Body;

        Assert.Equal(["1 #/note unknown_column"], ImportTests.Errors(refused));
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
            + "From a table,executive_meeting,held,2023-05,알트먼; chey-tae-won,SK Group,OpenAI; nvidia,ai-services,Academia\n";

        (await Import(app, Encoding.UTF8.GetBytes(Csv), "text/csv", "?resource=meetings")).Is(HttpStatusCode.OK);
        var made = (await app.Get("meetings?from=2023-05-01&to=2023-05-31")).Items.Single()!;

        Assert.Equal(
            ["sk-group chey-tae-won ours", "openai sam-altman theirs", "nvidia  theirs", "  third_party"],
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
