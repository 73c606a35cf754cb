using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Related resources that a response includes.</summary>
public sealed class IncludeTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string Trip = $"trips/{OpeningIds.Trip}";

    [Theory]
    [InlineData("meetings/019094ca-3c00-7000-8000-000000000203?include=trip,companies,affiliates,participants,areas",
        "affiliates: sk-group sk-telecom; areas: ai-services; companies: amazon; people: chey-tae-won; trips: 019094ca-3c00-7000-8000-000000000100")]
    [InlineData("meetings?company=openai&company=tsmc&include=companies,participants",
        "companies: openai tsmc; people: chey-tae-won sam-altman")]
    [InlineData("areas/hbm/meetings?include=areas", "areas: hbm-manufacturing hbm-packaging hbm-technology")]
    [InlineData("collaborations/019094ca-3c00-7000-8000-000000000301?include=affiliate,company,area",
        "affiliates: sk-hynix; areas: hbm-packaging; companies: tsmc")]
    [InlineData("people/sam-altman?include=companies,affiliates", "affiliates: ; companies: openai")]
    [InlineData("areas/hbm?include=parent,children", "areas: hbm-manufacturing hbm-packaging hbm-technology semiconductors")]
    [InlineData("areas/semiconductors?include=parent", "areas: ")]
    [InlineData("affiliates/sk-hynix?include=parent", "affiliates: sk-group")]
    [InlineData("companies/openai?include=collaborations", "collaborations: 019094ca-3c00-7000-8000-000000000304")]
    [InlineData("trips/019094ca-3c00-7000-8000-000000000100?include=traveller", "people: chey-tae-won")]
    public async Task Related_resources_are_included_once_by_collection_and_id(string url, string included) =>
        Assert.Equal(included, Print((await app.Get(url)).Is(HttpStatusCode.OK)));

    [Fact]
    public async Task An_included_resource_equals_its_own_representation()
    {
        var shown = await app.Get($"meetings/{OpeningIds.Meeting(1)}?fields=title&include=companies,trip");

        Assert.Equal(["id", "title", "included"], shown.Body.AsObject().Select(m => m.Key));
        Assert.True(JsonNode.DeepEquals((await app.Get("companies/openai")).Body, shown.Body["included"]!["companies"]!["openai"]));
        Assert.True(JsonNode.DeepEquals((await app.Get(Trip)).Body, shown.Body["included"]!["trips"]![OpeningIds.Trip]));
        Assert.Null((await app.Get($"meetings/{OpeningIds.Meeting(1)}")).Body["included"]);
    }

    [Theory]
    [InlineData("meetings", "trip,companies,affiliates,participants,areas", 6)]
    [InlineData("trips", "traveller,meetings", 3)]
    [InlineData("collaborations", "affiliate,company,area", 4)]
    [InlineData("companies", "collaborations", 2)]
    [InlineData("areas", "parent,children", 3)]
    [InlineData("people", "companies,affiliates", 3)]
    public async Task Each_include_costs_one_command_for_a_page_of_any_length(string list, string include, int commands)
    {
        await Fill();
        var counts = new List<int>();

        foreach (var limit in new[] { 2, 50 })
        {
            using var log = new SqlLog(app);
            (await app.Get($"{list}?limit={limit}&sort=-updatedAt&include={include}")).Is(HttpStatusCode.OK);

            // Reads of confidential meetings of other tests are audited too.
            counts.Add(log.Commands.Count(sql => !sql.Contains("INTO audit", StringComparison.Ordinal)));
        }

        Assert.Equal([commands, commands], counts);
    }

    [Fact]
    public async Task The_ETag_changes_with_an_included_resource()
    {
        var company = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        var meeting = (await app.Post("meetings", TestData.Meeting(company: company))).Headers["Location"];
        var list = $"meetings?company={company}";
        async Task<string[]> Tags() => [.. await Task.WhenAll(
            new[] { $"{meeting}?include=companies", $"{list}&include=companies", meeting, list }
                .Select(async url => (await app.Get(url)).ETagOfContent))];
        var before = await Tags();

        (await app.Patch($"companies/{company}", new JsonObject { ["name"] = TestData.Name("개명", "Renamed") }, ("If-Match", "*")))
            .Is(HttpStatusCode.OK);

        Assert.Equal([false, false, true, true], before.Zip(await Tags(), (then, now) => then == now));
    }

    [Fact]
    public async Task The_first_of_many_related_resources_are_included_with_a_link_to_all()
    {
        var trip = await TripOf(ListLimit + 1);
        var one = (await app.Get($"trips/{trip}?include=meetings")).Body["included"]!;
        var each = (await app.Get("trips?limit=200&include=meetings&sort=-updatedAt")).Body["included"]!;
        var more = $"/api/v1/trips/{trip}/meetings?sort=tripOrder";

        Assert.Equal(more, (string?)one["more"]!["meetings"]![trip]);
        Assert.Equal(more, (string?)each["more"]!["meetings"]![trip]);
        var first = (await app.Get($"{more}&limit={ListLimit}")).Each("id");
        Assert.Equal(first.Order(StringComparer.Ordinal), one["meetings"]!.AsObject().Select(m => m.Key));
        Assert.Equal(first.Take(20).Order(StringComparer.Ordinal), each["meetings"]!.AsObject()
            .Where(m => (string?)m.Value!["trip"] == trip).Select(m => m.Key));
        Assert.Equal(5, each["meetings"]!.AsObject().Count(m => (string?)m.Value!["trip"] == OpeningIds.Trip));
        Assert.Null((await app.Get($"{Trip}?include=meetings")).Body["included"]!["more"]);
    }

    [Fact]
    public async Task A_hidden_meeting_is_neither_included_nor_counted_and_changes_no_ETag()
    {
        var trip = await TripOf(ListLimit);
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var urls = new[] { $"trips/{trip}?include=meetings", "trips?include=meetings&sort=-updatedAt" };
        var before = await Task.WhenAll(urls.Select(async url => (await app.Get(url, low)).Is(HttpStatusCode.OK)));

        var hidden = await Confidential(trip);

        var after = await Task.WhenAll(urls.Select(async url => (await app.Get(url, low)).Is(HttpStatusCode.OK)));
        Assert.Equal(before.Select(a => (a.ETagOfContent, a.Text)), after.Select(a => (a.ETagOfContent, a.Text)));
        Assert.All(after, answer => Assert.DoesNotContain(hidden, answer.Text, StringComparison.Ordinal));
        Assert.NotNull((await app.Get(urls[0])).Body["included"]!["more"]);
    }

    [Fact]
    public async Task Reading_a_confidential_meeting_as_an_include_is_audited()
    {
        var trip = (await app.Post("trips", TestData.Trip())).Body["id"]!.ToString();
        var hidden = await Confidential(trip);
        await app.Get($"trips/{trip}?include=traveller");
        var reads = $"SELECT count(*) FROM audit WHERE kind = 'read' AND resource_id = '{hidden}'";
        Assert.Equal(0, await app.Query<long>(reads));

        Assert.NotNull((await app.Get($"trips/{trip}?include=meetings&fields=id")).Body["included"]!["meetings"]![hidden]);

        Assert.Equal(1, await app.Query<long>(reads));
        Assert.Equal("GET /api/v1/trips/{tripId}", (await app.Get($"audit?kind=read&target=meetings/{hidden}")).Each("route").Single());
    }

    private const int ListLimit = 200;

    /// <summary>Creates a trip with a number of meetings and returns its id.</summary>
    private async Task<string> TripOf(int meetings)
    {
        var trip = (await app.Post("trips", TestData.Trip())).Body["id"]!.ToString();

        for (var order = meetings; order > 0; order--)
        {
            (await app.Post("meetings", Meeting(trip, order))).Is(HttpStatusCode.Created);
        }

        return trip;
    }

    private async Task<string> Confidential(string trip)
    {
        var meeting = Meeting(trip, 1);
        meeting["confidentiality"] = "confidential";

        return (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
    }

    /// <summary>Creates more of every resource, each with all its relations.</summary>
    private async Task Fill()
    {
        var trip = (await app.Post("trips", TestData.Trip())).Body["id"]!.ToString();

        for (var n = 0; n < 10; n++)
        {
            var company = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
            var area = (await app.Post("areas", TestData.Area(parent: "data-centers"))).Body["id"]!.ToString();
            var person = TestData.Person(organization: company);
            person["positions"]!.AsArray().Add(new JsonObject { ["organization"] = "sk-hynix", ["title"] = TestData.Name() });
            (await app.Post("people", person)).Is(HttpStatusCode.Created);
            (await app.Post("collaborations", TestData.Collaboration(area))).Is(HttpStatusCode.Created);
            var meeting = Meeting(trip, n + 1, company);
            meeting["participants"]![0]!["person"] = "chey-tae-won";
            var url = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Headers["Location"];
            (await app.Put($"{url}/areas/{area}", TestData.Link(company))).Is(HttpStatusCode.Created);
            (await app.Post("trips", TestData.Trip())).Is(HttpStatusCode.Created);
        }
    }

    private static JsonObject Meeting(string trip, int order, string company = "nvidia")
    {
        var meeting = TestData.Meeting(company: company);
        (meeting["trip"], meeting["tripOrder"]) = (trip, order);

        return meeting;
    }

    private static string Print(ApiResponse answer) => string.Join("; ", answer.Body["included"]!.AsObject()
        .Select(c => $"{c.Key}: {string.Join(' ', c.Value!.AsObject().Select(thing => thing.Key))}"));
}
