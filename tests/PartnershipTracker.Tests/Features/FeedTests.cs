using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>The life cycle of a feed link: creation, limits, visibility and revocation.</summary>
public sealed class FeedTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    private static (string, string) With(string key) => ("X-Api-Key", key);

    private static string LinkOf(ApiResponse made) => made.Is(HttpStatusCode.Created).Body["link"]!.ToString();

    [Fact]
    public async Task A_feed_link_is_shown_once_and_only_its_hash_is_stored()
    {
        var made = await app.Post("feeds", TestData.Feed("shown-once"), ("X-Api-Key", await app.Key(["read"], id: "maker")));
        var link = LinkOf(made);
        await app.Get(link);

        Assert.Matches(@"^/feeds/pt_feed_[0-9A-Za-z]{49}\.svg$", link);
        Assert.Equal(("/api/v1/feeds/shown-once", "\"1\"", "no-store"),
            (made.Headers["Location"], made.ETag, made.Headers["Cache-Control"]));
        Assert.Equal(("feed:shown-once", "key:maker", "public"), (
            made.Body["feed"]!["principal"]!.ToString(), made.Body["feed"]!["createdBy"]!.ToString(),
            made.Body["feed"]!["clearance"]!.ToString()));

        foreach (var path in new[] { "feeds", "feeds/shown-once", "feeds/shown-once/history", "audit?limit=200" })
        {
            var shown = (await app.Get(path)).Is(HttpStatusCode.OK).Text;
            Assert.DoesNotContain("pt_feed_", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("hash", shown, StringComparison.OrdinalIgnoreCase);
        }

        var kept = await app.Query<string>(
            """
            SELECT string_agg(c::text, '') || (SELECT string_agg(a::text, '') FROM audit a) || (SELECT string_agg(f::text, '') FROM feeds f)
            FROM changes c
            """);
        Assert.Contains("shown-once", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(link[15..^10], kept, StringComparison.Ordinal);
        Assert.Equal(32, await app.Query<int>("SELECT max(length(secret_hash)) FROM feeds"));
    }

    [Theory]
    [InlineData("coverage", "rows=nonsense", "invalid_request rows unknown_value")]
    [InlineData("coverage.svg", "colour=red", "invalid_request colour unknown_parameter")]
    [InlineData("coverage.svg", "lang=fr", "invalid_request lang unknown_value")]
    [InlineData("coverage", "rows=month&match=certain", "invalid_request match contradicts")]
    [InlineData("network", "around=nobody-at-all", "unprocessable around unknown_key")]
    [InlineData("stats/summary", "lang=en", "invalid_request lang unknown_parameter")]
    [InlineData("meetings", null, "invalid_request #/view unknown_value")]
    [InlineData("../keys", null, "invalid_request #/view unknown_value")]
    [InlineData("coverage?rows=company", null, "invalid_request #/view unknown_value")]
    public async Task A_query_that_the_view_refuses_is_refused_with_the_same_problem(string view, string? query, string problem)
    {
        var refused = await app.Post("feeds", TestData.Feed("refused", view, query));

        Assert.Equal(problem, refused.Problem);
        Assert.Equal(problem.StartsWith("unp", StringComparison.Ordinal) ? 422 : 400, (int)refused.Status);
        (await app.Get("feeds/refused")).Is(HttpStatusCode.NotFound);

        if (!problem.Contains('#', StringComparison.Ordinal))
        {
            Assert.Equal(problem, (await app.Get($"{view}?{query}")).Problem);
        }
    }

    [Fact]
    public async Task Every_view_of_a_feed_is_an_unpaged_read_with_the_same_response()
    {
        var reads = (await app.Operations()).Where(o => o.Method == "GET").ToDictionary(o => o.Path, StringComparer.Ordinal);

        foreach (var view in PartnershipTracker.Features.Feeds.Feed.Views)
        {
            Assert.True(view.EndsWith(".svg", StringComparison.Ordinal) || !reads[$"{TrackerApp.Api}/{view}"].IsList, view);
            var query = view.StartsWith("stats/m", StringComparison.Ordinal) || view.StartsWith("stats/c", StringComparison.Ordinal)
                ? "groupBy=company" : null;
            var link = LinkOf(await app.Post("feeds", TestData.Feed(view: view, query: query, clearance: "restricted")));
            var (fed, asked) = (await app.Get(link), await app.Get($"{view}?{query}"));

            Assert.Equal((asked.Is(HttpStatusCode.OK).Text, asked.MediaType), (fed.Is(HttpStatusCode.OK).Text, fed.MediaType));
        }
    }

    [Fact]
    public async Task A_feed_link_cannot_be_given_more_than_its_creator_has()
    {
        var (low, write) = (With(await app.Key(["read"], "internal")), With(await app.Key(["audit"], "restricted")));

        Assert.Equal("forbidden #/clearance not_yours_to_give",
            (await app.Post("feeds", TestData.Feed(clearance: "confidential"), low)).Is(HttpStatusCode.Forbidden).Problem);
        Assert.Equal(
            "forbidden #/view needs_scope", (await app.Post("feeds", TestData.Feed(), write)).Is(HttpStatusCode.Forbidden).Problem);

        var made = (await app.Post("feeds", TestData.Feed(clearance: "internal"), low)).Is(HttpStatusCode.Created);
        Assert.Equal("forbidden #/clearance not_yours_to_give", (await app.Patch(
            made.Headers["Location"], new JsonObject { ["clearance"] = "restricted" }, low, Any)).Is(HttpStatusCode.Forbidden).Problem);
        Assert.Equal("unprocessable #/query never_changed", (await app.Patch(
            made.Headers["Location"], new JsonObject { ["query"] = "rows=company" }, low, Any)).Problem);
    }

    [Fact]
    public async Task A_feed_is_visible_to_its_creator_and_to_administrators()
    {
        var (own, other) = (With(await app.Key(["read"])), With(await app.Key(["read", "write", "audit"])));
        var admin = With(await app.Key([Scopes.Admin], "public"));
        var url = (await app.Post("feeds", TestData.Feed(), own)).Headers["Location"];
        var description = new JsonObject { ["description"] = "Mine" };

        foreach (var path in new[] { url, $"{url}/history" })
        {
            (await app.Get(path, own)).Is(HttpStatusCode.OK);
            (await app.Get(path, admin)).Is(HttpStatusCode.OK);
            (await app.Get(path, other)).Is(HttpStatusCode.NotFound);
        }

        Assert.Single((await app.Get("feeds?count=true", own)).Items);
        Assert.Equal(0, (int)(await app.Get("feeds?count=true", other)).Body["total"]!);
        (await app.Patch(url, description, other, Any)).Is(HttpStatusCode.NotFound);
        (await app.Delete(url, other, Any)).Is(HttpStatusCode.NotFound);
        (await app.Patch(url, description, own, ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);
        (await app.Delete(url, admin, ("If-Match", "\"2\""))).Is(HttpStatusCode.NoContent);

        Assert.Equal(3, (await app.Get($"{url}/history", own)).Is(HttpStatusCode.OK).Items.Count);
        (await app.Get($"{url}/history", other)).Is(HttpStatusCode.NotFound);
        Assert.Equal("already_exists #/id was_given_up", (await app.Post("feeds", TestData.Feed(url.Split('/')[^1]), other)).Problem);
    }

    [Fact]
    public async Task A_feed_link_outlives_the_key_of_its_creator()
    {
        var id = TestData.Key("maker");
        var link = LinkOf(await app.Post("feeds", TestData.Feed(), With(await app.Key(["read"], id: id))));
        (await app.Delete($"keys/{id}", Any)).Is(HttpStatusCode.NoContent);

        (await app.Get(link)).Is(HttpStatusCode.OK);
        Assert.Contains($"key:{id}", (await app.Get("feeds?limit=200")).Each("createdBy"));
    }

    [Theory]
    [InlineData("meetings.ics")]
    [InlineData("meetings.csv")]
    [InlineData("coverage")]
    [InlineData("timeline.svg")]
    [InlineData("network")]
    public async Task A_feed_of_any_view_is_created_with_an_idempotency_key(string view)
    {
        var feed = TestData.Feed();
        (feed["view"], feed["query"]) = (view, null);

        (await app.Get(LinkOf((await app.Post("feeds", feed, IdempotencyTests.Key())).Is(HttpStatusCode.Created)))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_feed_that_is_created_twice_with_one_idempotency_key_is_created_once()
    {
        var (key, request) = (IdempotencyTests.Key(), TestData.Feed());
        var made = await app.Post("feeds", request, key);

        IdempotencyTests.AreAlike(made, await app.Post("feeds", request, key));
        (await app.Get(LinkOf(made))).Is(HttpStatusCode.OK);
        Assert.Equal("invalid_request Idempotency-Key weak_key",
            (await app.Post("feeds", TestData.Feed(), IdempotencyTests.Key("nineteen-letters-xx"))).Problem);
        Assert.DoesNotContain(LinkOf(made)[15..^10], await app.Query<string>(
            "SELECT string_agg(encode(answer, 'escape'), '') FROM stored_answers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_concurrent_revocations_exactly_one_succeeds_and_the_link_is_closed()
    {
        var made = await app.Post("feeds", TestData.Feed());
        var (link, url) = (LinkOf(made), made.Headers["Location"]);

        var revoked = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.Delete(url, Any)).Concat(
            Enumerable.Range(0, 10).Select(_ => app.Get(link))));

        Assert.Single(revoked, a => a.Status is HttpStatusCode.NoContent);
        Assert.All(revoked, a => Assert.True((int)a.Status < 500, a.Text));
        (await app.Get(link)).Is(HttpStatusCode.NotFound);
    }
}
