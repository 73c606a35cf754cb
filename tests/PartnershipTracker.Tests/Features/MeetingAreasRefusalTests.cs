using System.Net;
using System.Text.Json.Nodes;
using static PartnershipTracker.Tests.Features.MeetingAreasTests;

namespace PartnershipTracker.Tests.Features;

/// <summary>The rules for the area links in the body of a meeting.</summary>
public sealed class MeetingAreasRefusalTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    private static string[] Faults(ApiResponse refused) =>
        [.. refused.Body["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}")];

    private async Task<(string Url, ApiResponse Meeting)> Meeting(params JsonObject[] areas)
    {
        var meeting = (await app.Post("meetings", With(TestData.Meeting(), areas))).Is(HttpStatusCode.Created);

        return ($"meetings/{meeting.Body["id"]}", meeting);
    }

    [Theory]
    [InlineData("""[{"area":"no-such","basis":"stated"}]""", "422 #/areas/0/area unknown_reference")]
    [InlineData("""[{"area":"nvidia","basis":"stated"}]""", "422 #/areas/0/area unknown_reference")]
    [InlineData(
        """[{"area":"hbm","basis":"stated","affiliates":["sk-telecom","no-such"]}]""", "422 #/areas/0/affiliates/1 unknown_reference")]
    [InlineData("""[{"area":"hbm","basis":"stated","affiliates":["nvidia"]}]""", "422 #/areas/0/affiliates/0 unknown_reference")]
    [InlineData("""[{"area":"hbm","basis":"stated","companies":["sk-hynix"]}]""", "422 #/areas/0/companies/0 unknown_reference")]
    [InlineData("""[{"area":"hbm","basis":"stated","companies":["nvidia","tsmc"]}]""", "422 #/areas/0/companies/1 not_a_party")]
    [InlineData(
        """[{"area":"hbm","basis":"stated"},{"area":"hbm","basis":"inferred"},{"area":"hbm","basis":"stated"}]""",
        "400 #/areas duplicate_item")]
    [InlineData(
        """[{"area":"no-such","basis":"stated","companies":["none"]},{"area":"hbm","basis":"stated","affiliates":["nothing"]}]""",
        "422 #/areas/0/area unknown_reference, #/areas/0/companies/0 unknown_reference, #/areas/1/affiliates/0 unknown_reference")]
    [InlineData(
        """[{"basis":"stated"},{"area":"HBM","basis":"stated"},{"area":"hbm","companies":["nvidia","nvidia"]}]""",
        "400 #/areas/0/area required, #/areas/1/area pattern, #/areas/2/basis required, #/areas/2/companies duplicate_item")]
    [InlineData(
        """[{"area":"hbm","basis":"stated","companies":["tsmc"]},{"area":"ai-services","basis":"stated","companies":["intel"]}]""",
        "422 #/areas/0/companies/0 not_a_party, #/areas/1/companies/0 not_a_party")]
    [InlineData("""[{"area":"hbm","basis":"guessed"}]""", "400 #/areas/0/basis unknown_value")]
    [InlineData("""[{"area":"hbm","basis":"stated","colour":1}]""", "400 #/areas/0/colour unknown_member")]
    [InlineData("[null]", "400 #/areas/0 wrong_type")]
    [InlineData("{}", "400 #/areas wrong_type")]
    public async Task A_list_that_contradicts_the_register_or_itself_is_refused_and_changes_nothing(string areas, string problem)
    {
        var (url, created) = await Meeting(Link("data-centers"));
        var body = Body(created);
        body["areas"] = JsonNode.Parse(areas);
        var fresh = TestData.Meeting();
        fresh["areas"] = JsonNode.Parse(areas);
        var count = await app.Query<long>("SELECT count(*) FROM changes");

        ApiResponse[] refused =
        [
            await app.Post("meetings", fresh), await app.Put(url, body, Any),
            await app.Patch(url, new JsonObject { ["areas"] = JsonNode.Parse(areas) }, Any),
        ];

        Assert.All(refused, r => Assert.Equal(problem, $"{(int)r.Status} {string.Join(", ", Faults(r).Order(StringComparer.Ordinal))}"));
        Assert.Equal(created.Text, (await app.Get(url)).Text);
        Assert.Equal(count, await app.Query<long>("SELECT count(*) FROM changes"));
    }

    [Fact]
    public async Task A_meeting_has_at_most_200_links()
    {
        var many = Enumerable.Range(0, 201).Select(n => Link($"area-{n}")).ToArray();

        var refused = (await app.Post("meetings", With(TestData.Meeting(), many))).Is(HttpStatusCode.BadRequest);

        Assert.Equal(["#/areas too_many"], Faults(refused));
    }

    [Fact]
    public async Task A_company_and_the_links_that_name_it_are_exchanged_in_one_request()
    {
        var (url, created) = await Meeting(Link("hbm"));
        var body = With(TestData.Meeting(company: "tsmc"), Link("hbm"));

        Assert.Equal(["#/areas/0/companies/0 not_a_party"], Faults(await app.Put(url, body, ("If-Match", created.ETag))));
        body.Remove("areas");
        Assert.Equal(["#/participants not_a_party"], Faults(await app.Put(url, body, ("If-Match", created.ETag))));

        var link = Link("hbm");
        link["companies"] = new JsonArray("tsmc");
        var exchanged = (await app.Put(url, With(body, link), ("If-Match", created.ETag))).Is(HttpStatusCode.OK);

        Assert.Equal(2, exchanged.Version);
        Assert.Contains(url[9..], (await app.Get("meetings?company=tsmc&area=hbm&limit=200")).Each("id"));
        Assert.DoesNotContain(url[9..], (await app.Get("meetings?company=nvidia&limit=200")).Each("id"));
    }
}
