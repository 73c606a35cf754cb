using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The lists of the facts behind the connections of the network.</summary>
public sealed class NetworkListTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] WithoutList = ["position", "membership"];

    [Theory]
    [InlineData("network")]
    [InlineData("network?around=sk-hynix&depth=2")]
    [InlineData("network?status=held&status=planned&from=2024-06-01&kind=executive_meeting&stage=active")]
    [InlineData("network?connection=link:sk-telecom:ai-services")]
    public async Task The_list_of_a_connection_has_all_its_facts(string address) =>
        await AssertLists([.. (await app.Get(address)).Is(HttpStatusCode.OK).Body["edges"]!.AsArray()]);

    [Fact]
    public async Task The_list_of_a_hop_of_a_path_has_all_its_facts() => await AssertLists(
        [
            .. (await app.Get("network/path?from=sk-hynix&to=sam-altman&status=held&status=planned")).Is(HttpStatusCode.OK).Body["path"]!.AsArray()
                .SelectMany(hop => hop!["edges"]!.AsArray()),
        ]);

    [Fact]
    public async Task A_connection_with_an_area_has_no_facts_of_the_areas_below_it()
    {
        var (above, below) = (TestData.Key(), TestData.Key());
        (await app.Post("areas", TestData.Area(above))).Is(HttpStatusCode.Created);
        (await app.Post("areas", TestData.Area(below, above))).Is(HttpStatusCode.Created);
        (await app.Post("meetings", Meeting(above))).Is(HttpStatusCode.Created);
        (await app.Post("meetings", Meeting(below))).Is(HttpStatusCode.Created);

        await AssertLists([.. (await app.Get($"network?around={above}&depth=1")).Is(HttpStatusCode.OK).Body["edges"]!.AsArray()]);
        Assert.Equal(2, await Total($"meetings?area={above}"));
        Assert.Equal(1, await Total($"meetings?connection=link:sk-hynix:{above}"));
    }

    [Theory]
    [InlineData("meetings?connection=link:sk-hynix", "link:sk-hynix:hbm")]
    [InlineData("meetings?connection=position:sk-hynix:hbm", "link:sk-hynix:hbm")]
    [InlineData("meetings.csv?connection=link:SK:hbm", "link:sk-hynix:hbm")]
    [InlineData("collaborations?connection=link:sk-hynix:hbm", "collaboration:sk-hynix:nvidia")]
    public async Task Another_form_of_a_connection_is_refused_with_an_example(string address, string example)
    {
        var error = (await app.Get(address)).Is(HttpStatusCode.BadRequest).Body["errors"]![0]!;

        Assert.Equal(("connection", "pattern"), (error["parameter"]!.ToString(), error["code"]!.ToString()));
        Assert.Contains(example, error["detail"]!.ToString(), StringComparison.Ordinal);
    }

    private static JsonObject Meeting(string area)
    {
        var meeting = TestData.Meeting();
        meeting["areas"] = new JsonArray(new JsonObject
        {
            ["area"] = area,
            ["affiliates"] = new JsonArray("sk-hynix"),
            ["companies"] = new JsonArray(),
            ["basis"] = "stated",
        });

        return meeting;
    }

    private async Task AssertLists(IReadOnlyList<JsonNode?> edges)
    {
        Assert.NotEmpty(edges);

        foreach (var edge in edges)
        {
            var list = (string?)edge!["list"];
            Assert.Equal(WithoutList.Contains((string?)edge["type"]), list is null);

            if (list is not null)
            {
                Assert.Equal((int)edge["weight"]!, await Total(list));
            }
        }
    }

    private async Task<int> Total(string list) =>
        (int)(await app.Get($"{list}&count=true&limit=1")).Is(HttpStatusCode.OK).Body["total"]!;
}
