using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>Access by a feed link, which shows its view and nothing else.</summary>
public sealed class FeedLinkTests(GuardedApp app) : IClassFixture<GuardedApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    /// <summary>The headers of a browser that loads a picture in a page of another site.</summary>
    private static readonly (string, string)[] Embedded =
        [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "image"), ("Accept", "image/avif,image/svg+xml")];

    private async Task<(string Link, string Url)> Make(string view = "coverage.svg", string? query = null, string? clearance = null)
    {
        var made = (await app.Post("feeds", TestData.Feed(view: view, query: query, clearance: clearance))).Is(HttpStatusCode.Created);

        return (made.Body["link"]!.ToString(), made.Headers["Location"]);
    }

    [Fact]
    public async Task A_feed_link_needs_no_credential_even_if_all_other_requests_do()
    {
        var (link, _) = await Make(query: "rows=affiliate&columns=company&lang=ko", clearance: "restricted");

        (await app.Closed.Get("coverage.svg")).Is(HttpStatusCode.Unauthorized);
        var fed = (await app.Closed.Get(link)).Is(HttpStatusCode.OK);

        Assert.Equal("image/svg+xml", fed.MediaType);
        Assert.Equal((await app.Get("coverage.svg?rows=affiliate&columns=company&lang=ko")).Text, fed.Text);
    }

    [Fact]
    public async Task A_feed_link_can_be_embedded_by_another_origin_and_sends_no_referrer()
    {
        var (link, _) = await Make();
        var fed = (await app.Get(link, Embedded)).Is(HttpStatusCode.OK);

        Assert.Equal(("cross-origin", "no-referrer", "no-cache, private"), (
            fed.Headers["Cross-Origin-Resource-Policy"], fed.Headers["Referrer-Policy"], fed.Headers["Cache-Control"]));
        Assert.Equal("same-origin", (await app.Get("coverage.svg")).Headers["Cross-Origin-Resource-Policy"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Get(link, ("Host", "evil.example"))).Status);
    }

    [Theory]
    [InlineData("meetings.csv")]
    [InlineData("meetings.ics")]
    public async Task The_trial_request_for_a_new_feed_link_is_audited_as_no_read(string view)
    {
        var meeting = TestData.Meeting();
        (meeting["confidentiality"], meeting["date"]) = ("confidential", "2024-05-05");
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var (link, _) = await Make(view, clearance: "restricted");
        var reads = $"audit?kind=read&target=meetings/{id}";

        Assert.Empty((await app.Get(reads)).Items);
        (await app.Get(link)).Is(HttpStatusCode.OK);
        Assert.NotEmpty((await app.Get(reads)).Items);
    }

    [Theory]
    [InlineData("coverage.svg")]
    [InlineData("coverage")]
    public async Task A_feed_link_supports_If_None_Match_and_HEAD(string view)
    {
        var (link, _) = await Make(view);
        var first = (await app.Get(link)).Is(HttpStatusCode.OK);

        Assert.Equal("", (await app.Get(link, ("If-None-Match", first.ETag))).Is(HttpStatusCode.NotModified).Text);
        var head = (await app.Send(HttpMethod.Head, link, null)).Is(HttpStatusCode.OK);
        Assert.Equal(("", first.ETagOfContent), (head.Text, head.ETagOfContent));
    }

    [Fact]
    public async Task Revoked_expired_and_unknown_feed_links_answer_the_same_404()
    {
        var ((revoked, url), (expired, terms)) = (await Make(), await Make());
        (await app.Get(revoked)).Is(HttpStatusCode.OK);
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);
        (await app.Patch(terms, new JsonObject { ["expiresAt"] = "2024-01-01T00:00:00Z" }, Any)).Is(HttpStatusCode.OK);

        foreach (var link in new[]
        {
            revoked, expired, $"/feeds/{Secret.Create(Secret.OfFeed)}.svg", $"/feeds/{Secret.Create()}.svg", "/feeds/x", "/feeds",
        })
        {
            var refused = (await app.Closed.Get(link)).Is(HttpStatusCode.NotFound);
            Assert.Equal("not_found", refused.Problem);
            Assert.DoesNotContain("pt_", refused.Text, StringComparison.Ordinal);
            Assert.Equal("not_found", (await app.Get(link, Embedded)).Problem); // for the local administrator too
        }
    }

    [Fact]
    public async Task A_malformed_feed_link_is_refused_without_a_database_query()
    {
        var (link, _) = await Make();
        var last = link[^5] == 'a' ? 'b' : 'a';
        using var log = new SqlLog(app);

        foreach (var wrong in new[] { $"{link[..^5]}{last}.svg", "/feeds/pt_feed_.svg", $"/feeds/{Secret.Create()}", "/feeds/%00" })
        {
            Assert.InRange((int)(await app.Get(wrong)).Status, 400, 404);
        }

        Assert.Empty(log.Commands);
    }

    [Fact]
    public async Task A_feed_link_gives_access_to_its_view_only()
    {
        var (link, _) = await Make();
        var bare = link[..^4];

        foreach (var wrong in new[]
        {
            bare, $"{bare}.ics", $"{link}.svg", $"{link}/../../api/v1/keys", $"{link}/..%2Fkeys", $"{bare}%2F..%2Fkeys.svg",
            $"{link}/keys", link.ToUpperInvariant(),
        })
        {
            var answer = await app.Closed.Get(wrong);
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{wrong}: {answer.Status}");
        }

        Assert.Equal(
            "invalid_request rows unknown_parameter", (await app.Get($"{link}?rows=company")).Is(HttpStatusCode.BadRequest).Problem);
        Assert.Equal("invalid_request X-Api-Key no_other_credential",
            (await app.Get(link, ("X-Api-Key", await app.Key(["read"])))).Is(HttpStatusCode.BadRequest).Problem);
        Assert.Equal("invalid_request Authorization no_other_credential",
            (await app.Get(link, ("Authorization", "Basic eDp5"))).Is(HttpStatusCode.BadRequest).Problem);
        (await app.Closed.Get("coverage.svg", ("X-Api-Key", bare["/feeds/".Length..]))).Is(HttpStatusCode.Unauthorized);

        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Options })
        {
            var refused = (await app.Send(method, link, null)).Is(HttpStatusCode.MethodNotAllowed);
            Assert.Equal("GET, HEAD", refused.Headers["Allow"]);
        }
    }

    [Fact]
    public async Task A_feed_link_shows_nothing_above_its_own_clearance()
    {
        var (links, cleared) = (new List<string>(), new List<string>());

        foreach (var view in new[] { "coverage.svg", "coverage", "timeline.svg", "network.svg", "network", "stats/summary" })
        {
            links.Add((await Make(view)).Link);
            cleared.Add((await Make(view, clearance: "restricted")).Link);
        }

        var (before, clearedBefore) = (await Read(links), await Read(cleared));
        var shown = (await app.Post("meetings", TestData.Meeting(company: "tsmc"))).Is(HttpStatusCode.Created); // internal
        (await app.Put($"{shown.Headers["Location"]}/areas/hbm-packaging", TestData.Link("tsmc"))).Is(HttpStatusCode.Created);
        var hidden = TestData.Meeting(company: "tsmc");
        (hidden["confidentiality"], hidden["readers"]) = ("public", new JsonArray("user:somebody-else"));
        (await app.Post("meetings", hidden)).Is(HttpStatusCode.Created);

        Assert.Equal(before, await Read(links));
        Assert.All(clearedBefore.Zip(await Read(cleared)), read => Assert.NotEqual(read.First, read.Second));

        async Task<(string Text, string ETag)[]> Read(List<string> urls) => await Task.WhenAll(urls.Select(async url =>
        {
            var answer = (await app.Get(url)).Is(HttpStatusCode.OK);

            return (answer.Text, answer.ETagOfContent);
        }));
    }

    [Fact]
    public async Task The_last_use_of_a_feed_link_is_shown_to_the_minute_and_makes_no_version()
    {
        var (link, url) = await Make();
        var id = url.Split('/')[^1];
        Assert.Null((await app.Get($"feeds?q={id}")).Items[0]!["lastUsedAt"]);
        await app.Get(link);
        var used = (await app.Get($"feeds?q={id}")).Items[0]!["lastUsedAt"]!.ToString();
        await app.Get(link);

        Assert.Equal(used, (await app.Get($"feeds?q={id}")).Items[0]!["lastUsedAt"]!.ToString());
        Assert.Equal("\"1\"", (await app.Get(url)).ETag);
        Assert.Single((await app.Get($"{url}/history")).Items);
    }
}
