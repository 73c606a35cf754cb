using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace PartnershipTracker.Tests.Features;

/// <summary>The status of meetings in answers about many: only held ones count as met, and the others are shown with their status.</summary>
public sealed class MeetingStatusTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Creates a company and its meetings on an area with SK hynix, one for each status.</summary>
    private async Task<string> Company(params string[] statuses)
    {
        var company = TestData.Company();
        (await app.Post("companies", company)).Is(HttpStatusCode.Created);

        foreach (var status in statuses)
        {
            var meeting = TestData.Meeting("2026-01-12", $"{company["id"]}");
            (meeting["status"], meeting["confidentiality"]) = (status, "public");
            meeting["title"] = TestData.Name($"{status} 회동", $"The {status} meeting");
            meeting["areas"] = new JsonArray(TestData.Link($"{company["id"]}"));
            meeting["areas"]![0]!["area"] = "energy-solutions";
            (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        }

        return $"{company["id"]}";
    }

    private async Task<JsonNode> Body(string url) => (await app.Get(url)).Is(HttpStatusCode.OK).Body;

    [Fact]
    public async Task A_pair_that_only_planned_or_cancelled_its_meetings_stays_a_gap_and_shows_them()
    {
        var company = await Company("cancelled", "planned", "cancelled");
        var gaps = await Body($"coverage/gaps?affiliate=sk-hynix&company={company}");

        Assert.Equal(
            $$"""{"row":"sk-hynix","column":"{{company}}","reason":"empty","lastMet":null,"notHeld":[{"status":"planned","meetings":1},"""
            + """{"status":"cancelled","meetings":2}]}""",
            Assert.Single(gaps["items"]!.AsArray())!.ToJsonString());
        Assert.Equal([company], gaps["companies"]!.AsArray().Select(c => $"{c!["id"]}"));
        var (_, rows) = ExportTests.Read(await app.GetBytes($"coverage/gaps.csv?affiliate=sk-hynix&company={company}"));
        Assert.Equal("planned 1; cancelled 2", Assert.Single(rows)["notHeld"]);
        Assert.Equal(0, (int)(await Body($"coverage?company={company}"))["totals"]!["meetings"]!);

        var planned = await Body($"coverage/gaps?affiliate=sk-hynix&company={company}&status=held&status=planned");
        Assert.Empty(planned["items"]!.AsArray());
        Assert.Empty(planned["companies"]!.AsArray());
    }

    [Fact]
    public async Task Areas_without_a_held_meeting_are_gaps_too()
    {
        var area = TestData.Area();
        (await app.Post("areas", area)).Is(HttpStatusCode.Created);
        var meeting = TestData.Meeting();
        meeting["status"] = "cancelled";
        var made = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        (await app.Put($"{made.Headers["Location"]}/areas/{area["id"]}", TestData.Link())).Is(HttpStatusCode.Created);

        var gaps = await Body($"coverage/gaps?rows=area&columns=company&area={area["id"]}");

        Assert.Equal([$"{area["id"]}"], gaps["areas"]!.AsArray().Select(a => $"{a!["id"]}"));
        Assert.Equal(["cancelled 1"], gaps["items"]!.AsArray().SelectMany(g => g!["notHeld"]!.AsArray())
            .Select(n => $"{n!["status"]} {n["meetings"]}"));
    }

    [Fact]
    public async Task A_stale_cell_shows_the_meeting_that_is_planned()
    {
        var company = await Company("held", "planned");
        var stale = Assert.Single((await Body($"coverage/gaps?affiliate=sk-hynix&company={company}&staleAfter=P1D"))["items"]!.AsArray())!;

        Assert.Equal(("stale", "2026-01-12", 1), ($"{stale["reason"]}", $"{stale["lastMet"]!["edtf"]}", (int)stale["notHeld"]![0]!["meetings"]!));
    }

    [Fact]
    public async Task Only_held_meetings_count_as_met_unless_the_query_names_other_statuses()
    {
        var company = await Company("held", "planned", "cancelled", "planned");
        const string all = "&status=held&status=planned&status=cancelled";

        foreach (var (filter, count) in new[] { ("", 1), ("&status=held", 1), ("&status=planned", 2), (all, 4) })
        {
            var coverage = await Body($"coverage?rows=affiliate&columns=company&company={company}{filter}");
            Assert.Equal(count, (int)Assert.Single(coverage["cells"]!.AsArray())!["meetings"]!);
            var link = $"{coverage["links"]!["meetings"]}".Replace("{row}", "sk-hynix", StringComparison.Ordinal)
                .Replace("{column}", company, StringComparison.Ordinal);
            Assert.Equal(count, (await app.Get(link)).Is(HttpStatusCode.OK).Items.Count);
            Assert.Equal(count, (int)(await Body($"stats/meetings?groupBy=company&company={company}{filter}"))["meetings"]!);
            Assert.Equal([count, count], (await Body($"network?around={company}&depth=1{filter}"))["edges"]!.AsArray()
                .Select(e => (int)e!["weight"]!));
            Assert.Contains(
                $"Tailored power solutions – Name, meetings: {count}",
                (await app.Get($"network.svg?company={company}{filter}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        Assert.Equal(4, (await app.Get($"meetings?company={company}")).Items.Count);
        Assert.Equal("invalid_request status unknown_value", (await app.Get("network/path?from=intel&to=nvidia&status=met")).Problem);
    }

    [Fact]
    public async Task A_path_leads_through_meetings_that_took_place_or_through_those_of_the_named_statuses()
    {
        var company = await Company("planned");
        var path = $"network/path?from={company}&to=sk-group";

        Assert.Null((await Body(path))["path"]);
        Assert.Null((await Body($"{path}&status=cancelled"))["path"]);
        var edge = (await Body($"{path}&status=held&status=planned"))["path"]![0]!["edges"]![0]!;
        Assert.Equal("""[{"status":"planned","meetings":1}]""", edge["statuses"]!.ToJsonString());
    }

    [Fact]
    public async Task The_summary_counts_held_meetings_and_shows_the_others_apart()
    {
        var before = await Body("stats/summary");
        await Company("held", "planned", "cancelled", "cancelled");
        var after = await Body("stats/summary");
        int Number(JsonNode summary, string status) =>
            (int?)summary["notHeld"]!.AsArray().SingleOrDefault(n => $"{n!["status"]}" == status)?["meetings"] ?? 0;

        Assert.Equal(1, (int)after["meetings"]! - (int)before["meetings"]!);
        Assert.Equal((int)after["meetings"]!, after["kinds"]!.AsArray().Sum(k => (int)k!["meetings"]!));
        Assert.Equal(
            (1, 2), (Number(after, "planned") - Number(before, "planned"), Number(after, "cancelled") - Number(before, "cancelled")));
    }

    [Fact]
    public async Task A_collaboration_whose_meeting_was_cancelled_is_without_meeting()
    {
        var company = await Company("cancelled");
        var collaboration = TestData.Collaboration("energy-solutions");
        collaboration["company"] = company;
        var id = (await app.Post("collaborations", collaboration)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var (rule, found) = (await Rule(), (await app.Get($"collaborations?withoutMeeting=true&company={company}")).Each("id"));

        Assert.Equal([id], found);
        var meeting = (await app.Get($"meetings?company={company}")).Items[0]!;
        (await app.Patch($"meetings/{meeting["id"]}", new JsonObject { ["status"] = "held" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Empty((await app.Get($"collaborations?withoutMeeting=true&company={company}")).Items);
        Assert.Equal(rule - 1, await Rule());

        async Task<int> Rule() => (int)(await app.Get("quality")).Items.Single(i => $"{i!["rule"]}" == "without_meeting")!["count"]!;
    }

    [Fact]
    public async Task The_timeline_shows_the_status_of_each_meeting()
    {
        var company = await Company("held", "planned", "cancelled");
        var statuses = (await app.Get($"timeline?company={company}")).Is(HttpStatusCode.OK).Each("status");
        var (_, file) = ExportTests.Read(await app.GetBytes($"timeline.csv?company={company}"));

        Assert.Equal(["cancelled", "held", "planned"], statuses.Order());
        Assert.Equal(statuses, file.Select(row => row["status"]));
        Assert.Equal(statuses, (await app.Get($"timeline.json?company={company}")).Is(HttpStatusCode.OK).Each("status"));
        Assert.All((await app.Get("timeline?type=trip&type=stage")).Items, entry => Assert.Null(entry!["status"]));
    }

    [Theory]
    [InlineData("en", "planned: The planned meeting", "cancelled: The cancelled meeting", "The held meeting")]
    [InlineData("ko", "예정: planned 회동", "취소: cancelled 회동", "held 회동")]
    public async Task The_picture_of_the_timeline_tells_the_status_in_words_and_in_the_shape(
        string language, string planned, string cancelled, string held)
    {
        var company = await Company("held", "planned", "cancelled");
        var shapes = XDocument.Parse((await app.Get($"timeline.svg?company={company}&lang={language}")).Is(HttpStatusCode.OK).Text).Root!
            .Elements().ToList();
        string ClassOf(string label) => (string)shapes.Single(s => s.Name == Svg + "path"
            && s.Element(Svg + "title")?.Value == $"2026-01-12: {label}").Attribute("class")!;

        Assert.Equal(("a", "a hollow", "a"), (ClassOf(held), ClassOf(planned), ClassOf(cancelled)));
        Assert.Equal(cancelled, Assert.Single(shapes, s => (string?)s.Attribute("class") == "void").Value);
        Assert.Equal(4, shapes.Count(s => (string?)s.Attribute("class") == "cross")); // in the legend, and over the shape
        Assert.Equal(
            [planned.Split(':')[0], cancelled.Split(':')[0]],
            shapes.Where(s => (string?)s.Attribute("class") == "soft small").Select(s => s.Value).TakeLast(3 + 2).Intersect(
                [planned.Split(':')[0], cancelled.Split(':')[0]]));
        Assert.DoesNotContain("hollow\"", (await app.Get("timeline.svg?company=intel")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_edges_of_the_network_show_the_statuses_of_their_meetings()
    {
        var company = await Company("held", "planned", "cancelled", "planned");
        var query = $"around={company}&depth=1&type=participation&status=held&status=planned&status=cancelled";
        const string statuses =
            """[{"status":"planned","meetings":2},{"status":"held","meetings":1},{"status":"cancelled","meetings":1}]""";

        Assert.Equal(statuses, Assert.Single((await Body($"network?{query}"))["edges"]!.AsArray())!["statuses"]!.ToJsonString());
        var (_, rows) = ExportTests.Read(await app.GetBytes($"network/edges.csv?{query}"));
        Assert.Equal("planned 2; held 1; cancelled 1", Assert.Single(rows)["statuses"]);
        Assert.Contains(
            "<data key=\"statuses\">planned 2; held 1; cancelled 1</data>", (await app.Get($"network.graphml?{query}")).Text,
            StringComparison.Ordinal);
        var held = await Body($"network?around={company}&depth=1&type=participation");
        Assert.Equal("""[{"status":"held","meetings":1}]""", held["edges"]![0]!["statuses"]!.ToJsonString());
        Assert.All(
            (await Body("network?type=collaboration&type=position&type=membership"))["edges"]!.AsArray(),
            edge => Assert.Empty(edge!["statuses"]!.AsArray()));
    }

    [Fact]
    public async Task A_band_of_meetings_that_did_not_take_place_is_dashed_and_says_so()
    {
        var company = await Company("planned", "cancelled", "planned");
        var text = (await app.Get($"network.svg?company={company}&status=planned&status=cancelled")).Is(HttpStatusCode.OK).Text;

        Assert.Contains("SK hynix – Tailored power solutions, meetings: 3 (2 planned, 1 cancelled)", text, StringComparison.Ordinal);
        Assert.Contains("class=\"tie open\"", text, StringComparison.Ordinal);
        Assert.Contains("Dashed: only meetings that did not take place.", text, StringComparison.Ordinal);
        Assert.Contains(
            "3 (2 예정, 1 취소)", (await app.Get($"network.svg?company={company}&status=planned&status=cancelled&lang=ko")).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("tie open\"", (await app.Get("network.svg?status=held")).Text, StringComparison.Ordinal);
    }
}
