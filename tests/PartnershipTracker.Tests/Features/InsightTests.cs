using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Statistics, timeline and network of the opening data.</summary>
public sealed class InsightTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_date_that_spans_two_months_is_counted_in_neither()
    {
        var stats = (await app.Get("stats/meetings?groupBy=month")).Is(HttpStatusCode.OK);

        Assert.Equal(
            ["2024-04   1", "2024-06   2", "uncertain 2024-06 2024-07 5"],
            stats.Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["groups"]![0]!["from"]} {i["groups"]![0]!["to"]} {i["meetings"]}"));
        Assert.Equal(8, (int)stats.Body["meetings"]!);
    }

    [Theory]
    [InlineData("year", "2024 8")]
    [InlineData("quarter", "2024-Q2 3, uncertain 5")]
    [InlineData("kind", "executive_meeting 6, group_of_meetings 1, internal_conference 1")]
    [InlineData("person", "chey-tae-won 8, sam-altman 1")]
    [InlineData("affiliate", "sk-group 8, sk-hynix 3, sk-telecom 3")]
    [InlineData("place", " 3, Seattle, Washington, US 2, San Francisco, California, US 1, San Jose, California, US 1, US 1")]
    public async Task Meetings_are_counted_by_each_grouping(string by, string groups) => Assert.Equal(
        groups,
        string.Join(", ", (await app.Get($"stats/meetings?groupBy={by}")).Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["meetings"]}")));

    [Fact]
    public async Task Two_groupings_are_ordered_by_the_first_and_then_the_second()
    {
        var stats = await app.Get("stats/meetings?groupBy=affiliate&groupBy=company&affiliate=sk-telecom&affiliate=sk-hynix");
        var pairs = stats.Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["groups"]![1]!["id"]}").ToList();

        Assert.Equal(12, pairs.Count);
        Assert.Equal(["sk-group amazon", "sk-group intel", "sk-group microsoft"], pairs.Take(3));
        Assert.Equal("sk-telecom openai", pairs[^1]);
    }

    [Fact]
    public async Task The_first_and_last_day_are_as_exact_as_the_dates_of_all_meetings_permit()
    {
        var june = (await app.Get("stats/meetings?groupBy=month")).Items[1]!;

        // One in June, and one that lasted from 28 to 29 June: whichever day the first was, somebody met on the 29th.
        Assert.Equal(
            ("[2024-06-01..2024-06-28]", "[2024-06-29..2024-06-30]"), ($"{june["firstMet"]!["edtf"]}", $"{june["lastMet"]!["edtf"]}"));
        Assert.Equal(1, (int)june["daysSince"]!["most"]! - (int)june["daysSince"]!["least"]!);
    }

    [Fact]
    public async Task Collaborations_are_counted_with_their_stages()
    {
        var stats = await app.Get("stats/collaborations?groupBy=area&area=ai-services&groupBy=company");

        Assert.Equal(
            ["amazon 1", "microsoft 1", "openai 1"],
            stats.Items.Select(i => $"{i!["groups"]![1]!["id"]} {i["stages"]![0]!["collaborations"]}"));
        Assert.Equal(3, (int)stats.Body["collaborations"]!);
        var stages = (await app.Get("stats/collaborations?groupBy=stage")).Items;
        Assert.Equal(["expanding 4", "active 3"], stages.Select(i => $"{i!["groups"]![0]!["id"]} {i["collaborations"]}"));
    }

    [Fact]
    public async Task The_summary_counts_each_collection()
    {
        var summary = (await app.Get("stats/summary")).Body;

        Assert.Equal((6, 3, 2, 10, 1, 7, 8), (
            (int)summary["companies"]!, (int)summary["affiliates"]!, (int)summary["people"]!, (int)summary["areas"]!,
            (int)summary["trips"]!, (int)summary["collaborations"]!, (int)summary["meetings"]!));
        Assert.Equal("[2024-06-29..2024-07-09]", $"{summary["lastMet"]!["edtf"]}");
    }

    [Theory]
    [InlineData("stats/meetings?groupBy=colour", "invalid_request groupBy unknown_value")]
    [InlineData("stats/meetings?groupBy=year&groupBy=year", "invalid_request groupBy duplicate_item")]
    [InlineData("stats/meetings?groupBy=year&groupBy=month&groupBy=kind", "invalid_request groupBy too_many")]
    [InlineData("stats/collaborations?groupBy=month", "invalid_request groupBy unknown_value")]
    [InlineData("network/path?from=sk-hynix", "invalid_request to required")]
    [InlineData("network?around=nobody", "unprocessable around unknown_key")]
    [InlineData("network?depth=5", "invalid_request depth not_a_number")]
    public async Task Invalid_parameters_of_statistics_and_network_are_refused(string url, string problem) =>
        Assert.Equal(problem, (await app.Get(url)).Problem);

    [Fact]
    public async Task A_timeline_places_a_stage_at_the_date_of_its_report()
    {
        var timeline = (await app.Get("timeline?company=intel")).Is(HttpStatusCode.OK);

        Assert.Equal([OpeningIds.Meeting(4), "stage 2024-07-09 reported"], timeline.Items.Select(i =>
            $"{i!["type"]}" == "meeting" ? $"{i["id"]}" : $"{i["type"]} {i["date"]!["edtf"]} {i["placedBy"]}"));
        Assert.All(timeline.Items, i => Assert.Equal("""["intel"]""", i!["companies"]!.ToJsonString()));
        (await app.Get($"{timeline.Items[1]!["link"]}")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "meeting meeting trip meeting meeting meeting meeting meeting meeting stage stage stage stage stage stage stage")]
    [InlineData("person=chey-tae-won", "meeting meeting trip meeting meeting meeting meeting meeting meeting")]
    [InlineData("area=data-centers", "meeting stage")]
    [InlineData("to=2024-05-31", "meeting")]
    [InlineData("type=trip&type=stage&limit=2", "trip stage")]
    [InlineData("from=2024-07-09&match=certain", "stage stage stage stage stage stage stage")]
    [InlineData("trip=" + OpeningIds.Trip, "trip meeting meeting meeting meeting meeting")]
    public async Task A_timeline_contains_the_entries_that_match_the_filters(string query, string types) =>
        Assert.Equal(types, string.Join(' ', (await app.Get($"timeline?{query}")).Each("type")));

    [Fact]
    public async Task A_trip_precedes_its_meetings_which_follow_their_order()
    {
        var ids = (await app.Get("timeline?from=2024-06-22")).Each("id");

        Assert.Equal([OpeningIds.Trip, .. Enumerable.Range(1, 4).Append(8).Select(OpeningIds.Meeting), OpeningIds.Meeting(7)],
            ids.SkipWhile(id => id != OpeningIds.Trip).Take(7));
    }

    [Fact]
    public async Task Every_hop_of_a_path_lists_its_facts()
    {
        var path = (await app.Get("network/path?from=sk-hynix&to=sam-altman")).Is(HttpStatusCode.OK).Body["path"]!.AsArray();

        Assert.InRange(path.Count, 1, 4);
        Assert.Equal(("sk-hynix", "sam-altman"), ($"{path[0]!["from"]!["id"]}", $"{path[^1]!["to"]!["id"]}"));

        Assert.All(path, hop => Assert.NotEmpty(hop!["edges"]!.AsArray()));
        Assert.All(path.SelectMany(hop => hop!["edges"]!.AsArray()), edge => Assert.NotEmpty(edge!["facts"]!.AsArray()));

        foreach (var fact in path.SelectMany(hop => hop!["edges"]!.AsArray()).SelectMany(e => e!["facts"]!.AsArray()))
        {
            (await app.Get($"{fact}")).Is(HttpStatusCode.OK);
        }

        Assert.Null((await app.Get("network/path?from=sk-hynix&to=energy-solutions")).Is(HttpStatusCode.OK).Body["path"]);
        Assert.Empty((await app.Get("network/path?from=intel&to=intel")).Body["path"]!.AsArray());
    }

    [Fact]
    public async Task A_network_around_a_node_contains_its_neighbours()
    {
        var network = (await app.Get("network?around=sam-altman&depth=1")).Body;

        Assert.Equal(["openai", "chey-tae-won", "sam-altman"], network["nodes"]!.AsArray().Select(n => $"{n!["id"]}"));
        Assert.Equal(["participation", "position"], network["edges"]!.AsArray().Select(e => $"{e!["type"]}"));
        Assert.Equal(
            ["sk-telecom microsoft 2"],
            (await app.Get("network?type=collaboration&company=microsoft")).Body["edges"]!.AsArray().Select(Show));

        static string Show(JsonNode? edge) => $"{edge!["source"]} {edge["target"]} {edge["weight"]}";
    }
}
