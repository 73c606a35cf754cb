using System.Net;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// The behaviour that all lists and reads share, on every route of the API document, so that new routes are covered at once.
/// </summary>
public sealed class EveryListTests(DocumentExampleApp app) : IClassFixture<DocumentExampleApp>
{
    private async Task<IReadOnlyList<Operation>> Lists() =>
        await Operations(o => o.Method == "GET" && o.IsList);

    private async Task<IReadOnlyList<Operation>> Reads() =>
        await Operations(o => o.Method == "GET" && o.IsOfOpeningData && o.Path.StartsWith(TrackerApp.Api, StringComparison.Ordinal));

    private async Task<IReadOnlyList<Operation>> Operations(Func<Operation, bool> isMeant)
    {
        var operations = (await app.Operations()).Where(isMeant).ToList();
        Assert.NotEmpty(operations);

        return operations;
    }

    /// <summary>The number of commands of computed reads, which take one for each part and one for the snapshot.</summary>
    private static readonly Dictionary<string, int> Insights = new(StringComparer.Ordinal)
    {
        ["getCoverage"] = 7,
        ["getMeetingStats"] = 5,
        ["getCollaborationStats"] = 5,
        ["getCoverageGaps"] = 8,
        ["getSummary"] = 4,
        ["listTimeline"] = 5,
        ["getNetwork"] = 8,
        ["getNetworkPath"] = 30, // some for each hop
        ["drawCoverage"] = 7,
        ["drawTimeline"] = 6,
        ["drawNetwork"] = 8,
        ["listCoverageRows"] = 7,
        ["listCoverageGapsRows"] = 7,
        ["listMeetingStatsRows"] = 5,
        ["listCollaborationStatsRows"] = 5,
        ["listSummaryRows"] = 4,
        ["listTimelineRows"] = 6,
        ["listNetworkNodesRows"] = 8,
        ["listNetworkEdgesRows"] = 8,
        ["exportTimelineCsv"] = 6, // per batch of rows
        ["exportTimelineXlsx"] = 6,
        ["exportRegisterNdjson"] = 10, // one for each collection
    };

    [Fact]
    public async Task Every_collection_and_every_history_is_a_list()
    {
        var lists = (await Lists()).Select(list => list.Path).ToList();

        Assert.All(Catalog.Resources.All, resource => Assert.Superset(
            new HashSet<string>(
            [
                $"{TrackerApp.Api}/{resource.Collection}", $"{TrackerApp.Api}/{resource.Collection}/{{{resource.IdParameter}}}/history",
            ]),
            lists.ToHashSet()));
    }

    [Fact]
    public async Task An_unknown_parameter_is_named_and_the_allowed_ones_are_listed()
    {
        foreach (var read in await Reads())
        {
            var refused = (await app.Get(read.With("colour=red"))).Is(HttpStatusCode.BadRequest);

            Assert.Equal("invalid_request colour unknown_parameter", refused.Problem);
            Assert.Equal(read.Takes("limit"), refused.Text.Contains("limit", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("limit=0", "limit not_a_number")]
    [InlineData("limit=201", "limit not_a_number")]
    [InlineData("limit=-1", "limit not_a_number")]
    [InlineData("limit=1&limit=2", "limit repeated_parameter")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAA", "cursor invalid_cursor")]
    [InlineData("count=yes", "count unknown_value")]
    [InlineData("sort=colour", "sort unknown_value")]
    [InlineData("updatedSince=2024-07-09", "updatedSince not_an_instant")]
    public async Task Every_list_refuses_invalid_parameters(string query, string problem)
    {
        foreach (var list in await Lists())
        {
            Assert.Equal($"invalid_request {problem}", (await app.Get(list.With($"{query}"))).Problem);
        }
    }

    [Fact]
    public async Task Pages_of_one_item_together_are_the_list()
    {
        foreach (var list in await Lists())
        {
            var whole = (await app.Get(list.With("limit=200&count=true"))).Is(HttpStatusCode.OK);
            var seen = new List<string>();

            for (var next = list.With("limit=1"); next is not null;)
            {
                var page = (await app.Get(next)).Is(HttpStatusCode.OK);
                seen.AddRange(page.Items.Select(i => i!.ToJsonString()));
                next = page.Body["next"]?.ToString();
                Assert.Equal(next is null, page.Body["nextCursor"] is null);
                Assert.True(next?.Contains($"cursor={page.Body["nextCursor"]}", StringComparison.Ordinal) ?? true, next);
            }

            Assert.Equal(whole.Items.Select(i => i!.ToJsonString()), seen);
            Assert.Equal(seen.Count, (int)whole.Body["total"]!);
            Assert.Null(whole.Body["next"]);
        }
    }

    [Fact]
    public async Task Every_sort_order_of_every_list_can_be_paged_and_reversed()
    {
        foreach (var list in await Lists())
        {
            var sorts = list.Says["parameters"]!.AsArray().Single(p => p!["name"]!.ToString() == "sort")!["schema"]!["enum"]!.AsArray();

            foreach (var sort in sorts.Select(s => s!.ToString()))
            {
                var whole = (await app.Get(list.With($"sort={sort}&limit=200"))).Is(HttpStatusCode.OK);
                var all = whole.Items.Select(i => i!.ToJsonString()).ToList();
                var paged = new List<string>();

                for (var next = list.With($"sort={sort}&limit=2"); next is not null;)
                {
                    var page = (await app.Get(next)).Is(HttpStatusCode.OK);
                    paged.AddRange(page.Items.Select(i => i!.ToJsonString()));
                    next = page.Body["next"]?.ToString();
                }

                Assert.Equal(all, paged);
                var opposite = sort[0] == '-' ? sort[1..] : "-" + sort;
                var reverse = (await app.Get(list.With($"sort={opposite}&limit=200"))).Items.Select(i => i!.ToJsonString()).Reverse();

                // Meetings without an order in a trip are last in both directions.
                Assert.True(sort.EndsWith("tripOrder", StringComparison.Ordinal) || all.SequenceEqual(reverse), $"{list}: {sort}");
            }
        }
    }

    [Fact]
    public async Task Every_read_supports_If_None_Match_and_HEAD()
    {
        foreach (var read in (await Reads()).Where(r => !r.IsFile))
        {
            var first = (await app.Get(read.Url)).Is(HttpStatusCode.OK);
            var again = await app.Get(read.Url, ("If-None-Match", first.ETag));
            var head = await app.Send(HttpMethod.Head, read.Url, null);

            Assert.Equal((HttpStatusCode.NotModified, "", first.ETagOfContent), (again.Status, again.Text, again.ETagOfContent));
            Assert.Equal((HttpStatusCode.OK, "", first.ETagOfContent), (head.Status, head.Text, head.ETagOfContent));
            Assert.Equal(read.MediaType, head.MediaType);
            Assert.Equal("no-cache, private", string.Join(", ", first.Headers["Cache-Control"].Split(", ").Order()));
            Assert.Equal("nosniff", first.Headers["X-Content-Type-Options"]);
            Assert.True(read.IsConditional, $"{read}");
        }
    }

    [Fact]
    public async Task Every_file_has_a_name_is_not_cached_and_supports_HEAD()
    {
        var files = (await Reads()).Where(r => r.IsFile).ToList();
        Assert.True(files.Count >= 24, string.Join(", ", files));

        foreach (var file in files)
        {
            var whole = (await app.Get(file.Url)).Is(HttpStatusCode.OK);
            var head = (await app.Send(HttpMethod.Head, file.Url, null)).Is(HttpStatusCode.OK);

            Assert.Equal((file.MediaType, ""), (head.MediaType, head.Text));
            Assert.Equal(file.MediaType, whole.MediaType);
            Assert.Equal("no-store", whole.Headers["Cache-Control"]);
            Assert.Matches($"^attachment; filename=\"[a-z-]+-[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{(Path.GetExtension(file.Path) is { Length: > 0 } known ? known : ".ndjson")}\"$",
                whole.Headers["Content-Disposition"]);
            Assert.Equal(whole.Headers["Content-Disposition"], head.Headers["Content-Disposition"]);
            Assert.Equal((false, false), (whole.Headers.ContainsKey("ETag"), file.IsConditional));
        }
    }

    [Fact]
    public async Task Every_read_is_in_its_media_type_whatever_the_client_accepts()
    {
        foreach (var read in await Reads())
        {
            foreach (var accepted in new[] { "application/xml", "text/html, */*;q=0.1", $"{read.MediaType};q=0", read.MediaType! })
            {
                Assert.Equal(read.MediaType, (await app.Get(read.Url, ("Accept", accepted))).Is(HttpStatusCode.OK).MediaType);
            }
        }
    }

    [Fact]
    public async Task Every_read_costs_a_small_fixed_number_of_commands()
    {
        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created); // no answer that is kept is the latest

        foreach (var read in await Reads())
        {
            using var log = new SqlLog(app);
            (await app.Get(read.Url)).Is(HttpStatusCode.OK);

            // A file is read in one transaction, in which the audit entries are written too.
            var allowed = Insights.GetValueOrDefault(read.Id, 3) + (read.IsFile ? 5 : 0);
            // Another test may have left an answer, which is then found not to be the latest.
            var sent = log.Commands.Where(sql => !sql.Contains("pg_visible_in_snapshot", StringComparison.Ordinal)).ToList();
            Assert.True(sent.Count <= allowed, $"{read}: {string.Join("\n\n", sent)}");
        }
    }

    [Fact]
    public async Task Unknown_and_malformed_ids_are_both_a_404()
    {
        foreach (var operation in (await app.Operations()).Where(o => o.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var id in new[] { "no-such-thing", "00000000-0000-7000-8000-000000000000", "NOT%20an%20id" })
            {
                var last = operation.Path.LastIndexOf('{');
                var example = operation.Url.Split('/')[operation.Path[..last].Count(c => c == '/')];
                var url = operation.Url.Replace(example, id, StringComparison.Ordinal);

                if (operation.Method is "GET" or "DELETE")
                {
                    Assert.Equal(
                        "not_found",
                        (await app.Send(new HttpMethod(operation.Method), url, null, ("If-Match", "*")))
                            .Is(HttpStatusCode.NotFound).Problem);
                }
            }
        }
    }
}
