using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>The filters that look resources up by a member: external id, place, format, modality.</summary>
public sealed class LookupTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static string Name(string text) => Uri.EscapeDataString(text);

    private async Task<string> Meeting(string? city, string? country, string format = "video", params (string Name, JsonNode? Value)[] more)
    {
        var meeting = TestData.Meeting();
        meeting["place"] = new JsonObject { ["city"] = city, ["country"] = country };
        (meeting["format"], meeting["confidentiality"]) = (format, "public");
        more.ToList().ForEach(m => meeting[m.Name] = m.Value);

        return (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
    }

    [Theory]
    [InlineData("meetings")]
    [InlineData("trips")]
    [InlineData("collaborations")]
    [InlineData("sources")]
    [InlineData("citations")]
    public async Task Every_record_is_found_by_its_external_id(string resource)
    {
        var (first, second) = ($"CRM {TestData.Key()}; 한글", TestData.Key("crm"));
        var ids = new List<string>();

        foreach (var externalId in new[] { first, second })
        {
            var body = await SampleRequests.Create(app, resource);
            body["externalId"] = externalId;
            ids.Add((await app.Post(resource, body)).Is(HttpStatusCode.Created).Body["id"]!.ToString());
        }

        Assert.Equal([ids[0]], (await app.Get($"{resource}?externalId={Name(first)}")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Equal([ids[0]], (await app.Get($"{resource}?externalId=%20{Name(first.Normalize(System.Text.NormalizationForm.FormD))}"))
            .Each("id"));
        Assert.Equal(
            ids.Order(StringComparer.Ordinal),
            (await app.Get($"{resource}?externalId={Name(first)}&externalId={second}&externalId=none&count=true"))
                .Each("id").Order(StringComparer.Ordinal));
        Assert.Empty((await app.Get($"{resource}?externalId={second.ToUpperInvariant()}")).Is(HttpStatusCode.OK).Items);
        Assert.Empty((await app.Get($"{resource}?externalId={second[..^1]}")).Is(HttpStatusCode.OK).Items);
        var (_, rows) = ExportTests.Read(await app.GetBytes($"{resource}.csv?externalId={second}"));
        Assert.Equal([ids[1]], rows.Select(row => row["id"]));
        Assert.Equal("invalid_request externalId blank", (await app.Get($"{resource}?externalId=")).Problem);
    }

    [Fact]
    public async Task An_external_id_of_a_hidden_meeting_is_answered_like_one_that_does_not_exist()
    {
        var (external, key) = (TestData.Key("crm"), await app.Key(["read", "export"], "public"));
        await Meeting("Hidden City", "SE", "hybrid", ("externalId", external), ("confidentiality", "restricted"));

        foreach (var filter in new[] { $"externalId={external}", "city=hidden+city", "country=SE" })
        {
            foreach (var list in new[] { "meetings", "meeting-participants", "timeline" })
            {
                Assert.NotEmpty((await app.Get($"{list}?{filter}")).Is(HttpStatusCode.OK).Items);
                Assert.Equal(
                    """{"items":[],"total":0}""",
                    (await app.Get($"{list}?count=true&{filter}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Text);
            }
        }
    }

    [Theory]
    [InlineData("companies")]
    [InlineData("affiliates")]
    public async Task Organizations_are_found_by_country_and_by_an_identifier_of_another_register(string resource)
    {
        var (ticker, wikidata) = ($"T{TestData.Key("x")[^8..]}".ToUpperInvariant(), $"Q{Random.Shared.Next(100_000_000, 999_999_999)}");
        var body = TestData.Company();
        (body["country"], body["externalIds"]) = ("IS", new JsonObject { ["ticker"] = ticker, ["wikidata"] = wikidata });
        (await app.Post(resource, body)).Is(HttpStatusCode.Created);
        var id = $"{body["id"]}";

        Assert.Equal([id], (await app.Get($"{resource}?country=IS&country=LI")).Is(HttpStatusCode.OK).Each("id"));
        Assert.DoesNotContain(id, (await app.Get($"{resource}?country=US&country=KR")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Equal([id], (await app.Get($"{resource}?externalId={ticker}")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Equal([id], (await app.Get($"{resource}?externalId={ticker.ToLowerInvariant()}")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Equal([id], (await app.Get($"{resource}?externalId={wikidata}&externalId=none")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Empty((await app.Get($"{resource}?externalId={wikidata}&country=LI")).Is(HttpStatusCode.OK).Items);
        var (_, rows) = ExportTests.Read(await app.GetBytes($"{resource}.csv?country=IS"));
        Assert.Equal([id], rows.Select(row => row["id"]));
        Assert.Equal("invalid_request country pattern", (await app.Get($"{resource}?country=is")).Problem);
    }

    [Fact]
    public async Task Meetings_are_found_by_city_in_either_case_by_country_and_by_format()
    {
        var zurich = await Meeting("Zürich", "CH");
        var seoul = await Meeting("서울", "KR", "in_person");
        var izmir = await Meeting("İzmir", "TR");
        var percent = await Meeting("100%", "LU", "hybrid");
        async Task Is(string filter, params string[] ids) =>
            Assert.Equal(ids.Order(), (await app.Get($"meetings?{filter}")).Is(HttpStatusCode.OK).Each("id").Order());

        await Is($"city={Name("ZÜRICH")}", zurich);
        await Is($"city={Name("zürich".Normalize(System.Text.NormalizationForm.FormD))}&city={Name("서울")}", zurich, seoul);
        await Is($"city={Name("İZMİR")}", izmir);
        await Is("city=san+jose", OpeningIds.Meeting(4));
        await Is("city=jose");
        await Is("city=%25");
        await Is("city=100%25&format=hybrid", percent);
        await Is("city=100%25&format=video");
        await Is("country=CH&country=LU&format=hybrid&format=video", zurich, percent);
        await Is("country=KR&format=in_person&company=nvidia", seoul);
        await Is("country=KR&company=intel");
        Assert.Equal("invalid_request city blank", (await app.Get("meetings?city=%20")).Problem);
        Assert.Equal("invalid_request country pattern", (await app.Get("meetings?country=us")).Problem);
        var all = (await app.Get("meetings?country=korea&format=phone&city=")).Is(HttpStatusCode.BadRequest).Body["errors"]!.AsArray();
        Assert.Equal(["city", "country", "format"], all.Select(e => $"{e!["parameter"]}").Distinct().Order());
        Assert.Contains("in_person, video, hybrid, unknown", all.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_shows_meetings_has_these_filters()
    {
        var (id, external) = ("", TestData.Key("crm"));
        id = await Meeting("Vaduz", "LI", "hybrid", ("externalId", external));
        await app.Put($"meetings/{id}/areas/hbm", TestData.Link());

        foreach (var filter in new[] { "city=vaduz", "country=LI", "country=LI&format=hybrid" })
        {
            Assert.Equal([id, id], (await app.Get($"meeting-participants?{filter}")).Is(HttpStatusCode.OK).Each("meeting"));
            Assert.Equal([id], (await app.Get($"meeting-areas?{filter}")).Is(HttpStatusCode.OK).Each("meeting"));
            Assert.Equal([id], (await app.Get($"timeline?{filter}")).Is(HttpStatusCode.OK).Each("id"));
            Assert.Equal([id], (await app.Get($"areas/semiconductors/meetings?{filter}")).Is(HttpStatusCode.OK).Each("id"));
            Assert.Contains(id, (await app.Get($"meetings.ics?{filter}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
            Assert.Equal(1, (int)(await app.Get($"stats/meetings?{filter}")).Is(HttpStatusCode.OK).Body["meetings"]!);
            Assert.Equal(1, (int)(await app.Get($"coverage?{filter}")).Is(HttpStatusCode.OK).Body["totals"]!["meetings"]!);
            Assert.Single((await app.Get($"network/edges.json?type=participation&{filter}")).Is(HttpStatusCode.OK).Items);
            Assert.Equal(2, (await Workbook.Cells(app, $"meetings.xlsx?{filter}", 1)).Count);
            Assert.Equal(3, (await Workbook.Cells(app, $"meetings.xlsx?{filter}", 2)).Count);
        }

        foreach (var list in new[] { "meeting-participants", "meeting-areas" })
        {
            Assert.All((await app.Get($"{list}?externalId={external}")).Is(HttpStatusCode.OK).Each("meeting"), m => Assert.Equal(id, m));
            var (_, rows) = ExportTests.Read(await app.GetBytes($"{list}.csv?externalId={external}"));
            Assert.Equal([id], rows.Select(row => row["meeting"]).Distinct());
        }

        var feed = TestData.Feed(view: "meetings.ics", query: "country=LI");
        var link = (await app.Post("feeds", feed)).Is(HttpStatusCode.Created).Body["link"]!.ToString();
        Assert.Contains(id, (await app.Get(link)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeline_finds_trips_meetings_and_stages_by_external_id_and_by_modality()
    {
        var external = TestData.Key("crm");

        foreach (var resource in new[] { "meetings", "trips", "collaborations" })
        {
            var body = await SampleRequests.Create(app, resource);
            body["externalId"] = external;

            if (resource is "collaborations")
            {
                body.Remove("stage");
                body["stages"] = new JsonArray(new JsonObject { ["stage"] = "active", ["since"] = "2024-05" });
            }

            (await app.Post(resource, body)).Is(HttpStatusCode.Created);
        }

        Assert.Equal(
            ["meeting", "stage", "trip"],
            (await app.Get($"timeline?externalId={external}")).Is(HttpStatusCode.OK).Each("type").Order(StringComparer.Ordinal));
        Assert.Equal(
            [OpeningIds.Meeting(8)], (await app.Get("timeline?modality=hearsay")).Is(HttpStatusCode.OK).Each("id"));
        Assert.Equal(4, (await app.Get("timeline?modality=plan&type=stage")).Is(HttpStatusCode.OK).Items.Count);
        Assert.Equal([OpeningIds.Trip], (await app.Get("timeline?modality=stated&type=trip")).Is(HttpStatusCode.OK).Each("id"));
    }

    [Fact]
    public async Task Insights_by_modality_count_only_meetings_and_collaborations_with_such_evidence()
    {
        var hearsay = (await app.Get("coverage?modality=hearsay&columns=person&rows=affiliate&kind=group")).Is(HttpStatusCode.OK).Body;
        var stated = (await app.Get("coverage?modality=stated&modality=quoted&affiliate=sk-telecom")).Is(HttpStatusCode.OK).Body;
        var plans = (await app.Get("coverage?modality=plan")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(1, (int)hearsay["totals"]!["meetings"]!);
        Assert.Equal(0, (int)stated["totals"]!["collaborations"]!);
        Assert.Equal((4, 0), ((int)plans["totals"]!["collaborations"]!, (int)plans["totals"]!["meetings"]!));
        Assert.Contains("modality=plan", $"{plans["links"]!["collaborations"]}", StringComparison.Ordinal);
        Assert.Contains("modality=plan", $"{plans["links"]!["meetings"]}", StringComparison.Ordinal);
        Assert.Equal(
            ["amazon", "microsoft", "openai"],
            (await app.Get("network/edges.json?modality=plan&type=collaboration")).Is(HttpStatusCode.OK).Each("target").Order());
        Assert.Equal("invalid_request modality unknown_value", (await app.Get("coverage?modality=rumour")).Problem);
    }
}
