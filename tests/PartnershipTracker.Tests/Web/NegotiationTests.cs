using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Web;

/// <summary>The headers that say what an answer depends on, for caches, and its language.</summary>
public sealed class NegotiationTests(HardenedApp app) : IClassFixture<HardenedApp>
{
    [Theory]
    [InlineData("/api/v1/companies", 200, "Accept-Encoding", "Origin")]
    [InlineData("/api/v1/companies.csv", 200, "Accept-Encoding", "Origin")]
    [InlineData("/api/v1/no-such-thing", 404, "Accept-Encoding", "Origin", "Accept-Language")]
    [InlineData("/openapi/v1.json", 200, "Accept-Encoding", "Origin")]
    public async Task An_answer_names_the_headers_that_it_depends_on_when_the_request_has_none_of_them(
        string path, int status, params string[] headers)
    {
        var answer = await RawHttp.Send(
            app.Client.BaseAddress!, Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(headers.Order(), answer.Headers["Vary"].Split(',', StringSplitOptions.TrimEntries).Order());
    }

    [Fact]
    public async Task An_unchanged_answer_names_the_headers_too()
    {
        var key = await app.Key(["read"], id: TestData.Key("poll"));
        var answer = (await app.Get("companies/nvidia", ("X-Api-Key", key))).Is(HttpStatusCode.OK);

        var unchanged = await app.Get("companies/nvidia", ("X-Api-Key", key), ("If-None-Match", answer.ETag));

        Assert.Equal(
            ["Accept-Encoding", "Origin"],
            unchanged.Is(HttpStatusCode.NotModified).Headers["Vary"].Split(',', StringSplitOptions.TrimEntries));
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("ko", "ko")]
    [InlineData("fr", "en")]
    public async Task A_problem_names_its_language(string accepted, string language)
    {
        var answer = await app.Get("no-such-thing", ("Accept-Language", accepted));

        Assert.Equal(language, answer.Is(HttpStatusCode.NotFound).Headers["Content-Language"]);
    }
}
