using System.Net;

namespace PartnershipTracker.Tests.Web;

/// <summary>The files of the page, without a browser.</summary>
public sealed class PageTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task The_page_may_load_only_from_this_origin_and_a_poll_of_it_is_a_304()
    {
        var page = (await app.Get("/")).Is(HttpStatusCode.OK);

        Assert.Equal("text/html", page.MediaType);
        Assert.StartsWith("default-src 'self'; ", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-cache", page.Headers["Cache-Control"]);
        (await app.Get("/", ("If-None-Match", page.Headers["ETag"]))).Is(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/main.js", "text/javascript")]
    [InlineData("/views/coverage.js", "text/javascript")]
    [InlineData("/page.css", "text/css")]
    public async Task A_file_of_the_page_is_checked_at_each_use(string path, string mediaType)
    {
        var file = (await app.Get(path)).Is(HttpStatusCode.OK);

        Assert.Equal((mediaType, "no-cache"), (file.MediaType, file.Headers["Cache-Control"]));
        (await app.Get(path, ("If-None-Match", file.Headers["ETag"]))).Is(HttpStatusCode.NotModified);
        (await app.Get($"{path}.old")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_signs_in_where_no_client_of_an_issuer_is_configured()
    {
        (await app.Get("/sign-in.json")).Is(HttpStatusCode.NoContent);

        Assert.DoesNotContain("connect-src", (await app.Get("/")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }
}
