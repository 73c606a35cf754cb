using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Keyset pages of many meetings, with concurrent writes.</summary>
public sealed class PagingTests(PagingTests.LoadedApp app) : IClassFixture<PagingTests.LoadedApp>
{
    private const int Many = 10_000;

    /// <summary>A register with 10,000 more meetings, each with two participants and a link.</summary>
    public sealed class LoadedApp(TestServer server) : TrackerApp(server)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Query<long>($"{LoadGenerator.Meetings(Many)} SELECT count(*) FROM meetings");
            await RenderImages();
        }
    }

    private async Task<List<string>> Follow(string url)
    {
        var seen = new List<string>();

        for (var next = $"{TrackerApp.Api}/{url}"; next is not null;)
        {
            var page = (await app.Get(next)).Is(HttpStatusCode.OK);
            seen.AddRange(page.Each("id"));
            next = page.Body["next"]?.ToString();
            Assert.Equal(next is null ? null : $"<{next}>; rel=\"next\"", page.Headers.GetValueOrDefault("Link"));
        }

        return seen;
    }

    [Theory]
    [InlineData("meetings?limit=200")]
    [InlineData("meetings?limit=200&sort=-date")]
    [InlineData("meetings?limit=200&sort=updatedAt")]
    [InlineData("meetings?limit=200&sort=-tripOrder")]
    public async Task Every_meeting_is_on_one_page_while_others_insert(string url)
    {
        var before = await app.Query<string[]>("SELECT array_agg(id::text) FROM meetings");
        var inserted = 0;
        using var done = new CancellationTokenSource();
        var inserting = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var meeting = TestData.Meeting($"20{Random.Shared.Next(10, 30)}-0{Random.Shared.Next(1, 9)}");
                (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
                inserted++;
            }
        }, TestContext.Current.CancellationToken);

        var seen = await Follow(url);
        await done.CancelAsync();
        await inserting;

        Assert.NotEqual(0, inserted);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(before.Except(seen));
    }

    [Fact]
    public async Task The_pages_together_are_the_sorted_list()
    {
        var expected = await app.Query<string[]>(
            """
            SELECT array_agg(id::text ORDER BY date_earliest, date_latest, sort_order, id) FROM meetings m
            WHERE EXISTS (SELECT FROM meeting_participants p WHERE p.meeting_id = m.id AND p.organization_id = 'tsmc')
                AND date_latest < '2012-01-01'
            """);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, await Follow("meetings?company=tsmc&to=2011-12-31&match=certain&limit=7"));
    }

    [Theory]
    [InlineData("meetings?limit=50", "ix_meetings_date")]
    [InlineData("meetings?limit=50&sort=-date", "ix_meetings_date")]
    [InlineData("meetings?limit=50&sort=updatedAt", "ix_meetings_updated_at_id")]
    [InlineData("meetings?limit=50&sort=tripOrder", "ix_meetings_trip_order")]
    [InlineData("meetings?limit=50&sort=-tripOrder", "ix_meetings_trip_order_reversed")]
    public async Task The_page_query_scans_an_index_at_every_depth(string url, string index)
    {
        await app.Query<string>(
            "SET enable_seqscan = on; ANALYZE meetings; ANALYZE meeting_participants; ANALYZE meeting_areas; SELECT 'done'");

        var next = $"{TrackerApp.Api}/{url}";

        // Ten pages follow the deepest one: with fewer rows left, the planner may as well fetch all of them and sort.
        for (var depth = 0; depth <= 190; depth++)
        {
            if (depth is 0 or 1 or 100 or 190)
            {
                AssertWalks(index, await app.Plan(() => app.Get(next)));
            }

            next = (await app.Get(next)).Body["next"]!.ToString();
        }
    }

    /// <summary>Both for a caller with a key, who is subject to the visibility filter, and for one who sees everything.</summary>
    [Theory]
    [InlineData("meetings?limit=50", "restricted")]
    [InlineData("meetings?limit=50&company=nvidia", "restricted")]
    [InlineData("meetings?limit=50&company=nvidia", "internal")]
    [InlineData("meetings?limit=50&company=nvidia&area=hbm", "internal")]
    [InlineData("timeline?limit=50", "internal")]
    [InlineData("timeline?limit=50&sort=-date&company=nvidia", "internal")]
    public async Task A_page_with_a_common_filter_value_reads_few_meetings_through_the_visibility_filter(string url, string clearance)
    {
        await app.Query<string>("ANALYZE; SELECT 'done'");
        var key = await app.Key(["read"], clearance);

        var plan = await app.Plan(() => app.Get(url, ("Authorization", $"Bearer {key}")));

        Assert.InRange(RowsOf(plan, "meetings"), 51, 2000);
    }

    private static void AssertWalks(string index, string plan)
    {
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Nodes(plan), n => n["Node Type"]!.ToString() == "Seq Scan" && n["Relation Name"]!.ToString() == "meetings");
        Assert.True(RowsRead(plan, index) <= 51, plan);
    }

    [Fact]
    public async Task A_page_of_fifty_with_participants_and_links_takes_one_command()
    {
        using var log = new SqlLog(app);

        var page = await app.Get("meetings?limit=50");

        Assert.Equal(50, page.Items.Count);
        Assert.All(page.Items, m => Assert.NotEmpty(m!["participants"]!.AsArray()));
        Assert.Single(log.Commands);

        await app.Get("meetings?limit=200&area=hbm&company=nvidia&count=true");
        Assert.Equal(3, log.Commands.Count()); // the page and the count, after the page above
    }

    [Fact]
    public async Task A_cursor_is_valid_only_for_its_own_list_filters_and_sort_order()
    {
        var next = (await app.Get("meetings?limit=1&status=held")).Body["next"]!.ToString();
        var cursor = next[(next.IndexOf("cursor=", StringComparison.Ordinal) + 7)..];
        var flipped = (cursor[5] == 'A' ? 'B' : 'A') + cursor[6..];

        (await app.Get($"meetings?limit=7&status=held&cursor={cursor}")).Is(HttpStatusCode.OK);

        foreach (var other in new[]
        {
            $"meetings?cursor={cursor}", $"meetings?status=planned&cursor={cursor}", $"meetings?status=held&sort=-date&cursor={cursor}",
            $"meetings?status=held&cursor={cursor[..5]}{flipped}", $"meetings?status=held&cursor={cursor}A",
            "meetings?cursor=eyJ9", "companies?cursor=" + cursor,
        })
        {
            Assert.Equal("invalid_request cursor invalid_cursor", (await app.Get(other)).Problem);
        }
    }

    [Fact]
    public async Task UpdatedSince_lists_only_later_changes()
    {
        var mark = (await app.Post("meetings", TestData.Meeting())).Body["updatedAt"]!.ToString();
        var touched = (await app.Post("meetings", TestData.Meeting())).Body["id"]!.ToString();

        var since = await app.Get($"meetings?updatedSince={mark}&limit=200&sort=updatedAt");
        Assert.Contains(touched, since.Each("id"));
        Assert.All(since.Each("updatedAt"), at => Assert.True(Instant(at) >= Instant(mark), at));
        Assert.Empty((await app.Get("companies?updatedSince=2199-01-01T00:00:00%2B09:00")).Items);
        Assert.Equal("invalid_request updatedSince not_an_instant", (await app.Get("companies?updatedSince=2024-01-01T00:00:00")).Problem);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static double RowsRead(string plan, string index) =>
        Nodes(plan).Where(n => n["Index Name"]?.ToString() == index).Max(n => n["Actual Rows"]!.GetValue<double>());

    /// <summary>Returns the number of rows of a table that a plan reads, those removed by a filter included.</summary>
    private static double RowsOf(string plan, string table) => Nodes(plan)
        .Where(n => n["Relation Name"]?.ToString() == table)
        .Sum(n => n["Actual Loops"]!.GetValue<double>()
            * (n["Actual Rows"]!.GetValue<double>() + (n["Rows Removed by Filter"]?.GetValue<double>() ?? 0)));

    private static IEnumerable<JsonNode> Nodes(string plan)
    {
        return Below(JsonNode.Parse(plan)![0]!["Plan"]!);

        static IEnumerable<JsonNode> Below(JsonNode node) => (node["Plans"]?.AsArray() ?? []).SelectMany(n => Below(n!)).Prepend(node);
    }
}
