using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;

namespace PartnershipTracker.Tests.Web;

/// <summary>The application below a path, by a trusted proxy's header or by its setting.</summary>
public sealed partial class PathBaseTests(PathBaseTests.ProxiedApp app, TestServer server)
    : IClassFixture<PathBaseTests.ProxiedApp>
{
    private static readonly (string, string) Prefix = ("X-Forwarded-Prefix", "/tracker");

    public sealed class ProxiedApp(TestServer server) : TrackerApp(server)
    {
        public (string, string) Credential { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Credential = ("X-Api-Key", await Key(["read", "write", "export"]));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Proxy:Trusted", "127.0.0.0/8, ::1");
        }
    }

    private sealed class BelowApp(TestServer server) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Proxy:PathBase", "/tracker");
        }
    }

    [GeneratedRegex("(?<!/tracker)/(api/v1|problems|feeds|swagger|openapi)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WithoutPrefix();

    private static void HasPrefixOnly(ApiResponse answer)
    {
        var all = $"{answer.Text} {string.Join(' ', answer.Headers.Values)}";

        Assert.Contains("/tracker/", all, StringComparison.Ordinal);
        Assert.DoesNotMatch(WithoutPrefix(), all);
    }

    [Theory]
    [InlineData("meetings?limit=2")]
    [InlineData("coverage?rows=affiliate&columns=company")]
    [InlineData("quality")]
    [InlineData("network?around=sk-hynix")]
    [InlineData("network/path?from=sk-hynix&to=sam-altman")]
    [InlineData("timeline")]
    public async Task Every_link_in_an_answer_has_the_prefix_of_the_proxy(string url) =>
        HasPrefixOnly((await app.Get(url, Prefix, app.Credential)).Is(HttpStatusCode.OK));

    [Theory]
    [InlineData("meetings?limit=500")]
    [InlineData("no-such-collection")]
    public async Task The_address_of_a_problem_has_the_prefix(string url) => Assert.StartsWith(
        "/tracker/problems/", (await app.Get(url, Prefix, app.Credential)).Body["type"]!.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task The_address_of_what_was_created_has_the_prefix_also_when_it_is_answered_again()
    {
        var once = ("Idempotency-Key", $"{Guid.CreateVersion7()}");
        var company = TestData.Company();

        foreach (var _ in new[] { 1, 2 })
        {
            var created = (await app.Post("companies", company, Prefix, once, app.Credential)).Is(HttpStatusCode.Created);
            Assert.Equal($"/tracker/api/v1/companies/{company["id"]}", created.Headers["Location"]);
        }
    }

    [Fact]
    public async Task A_feed_link_has_the_prefix()
    {
        var feed = (await app.Post(
            "feeds", new JsonObject { ["id"] = TestData.Key("wall"), ["view"] = "meetings.ics" }, Prefix, app.Credential)).Is(HttpStatusCode.Created);

        Assert.StartsWith("/tracker/feeds/", feed.Body["link"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_and_Swagger_UI_are_found_below_the_prefix()
    {
        Assert.Equal("/tracker", (await app.Get("/openapi/v1.json", Prefix)).Body["servers"]![0]!["url"]!.ToString());
        Assert.Equal("/", (await app.Get("/openapi/v1.json")).Body["servers"]![0]!["url"]!.ToString());
        Assert.DoesNotContain("=\"/", (await app.Get("/", Prefix)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal); // the page
        Assert.Equal("/tracker/openapi/v1.json", await Redirect("/openapi.json"));
        var settings = await app.Get("/swagger/index.js", Prefix);
        Assert.Contains("../openapi/v1.json", settings.Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
    }

    /// <summary>Returns where an answer leads to. The client of the other tests follows redirects.</summary>
    private async Task<string> Redirect(string path) => (await RawHttp.Send(
        app.Client.BaseAddress!,
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{Prefix.Item1}: {Prefix.Item2}\r\nConnection: close\r\n\r\n")))
        .Headers["Location"];

    [Theory]
    [InlineData("tracker")]
    [InlineData("https://evil.example/")]
    [InlineData("")]
    [InlineData("/a?b#c")]
    public async Task Any_prefix_is_answered(string prefix) =>
        (await app.Get("meetings?limit=1", ("X-Forwarded-Prefix", prefix), app.Credential)).Is(HttpStatusCode.OK);

    [Fact]
    public async Task The_prefix_of_an_unknown_proxy_is_ignored()
    {
        await using var direct = new TrackerApp(server);
        await direct.InitializeAsync();

        Assert.StartsWith(
            TrackerApp.Api, (await direct.Get("meetings?limit=2", Prefix)).Is(HttpStatusCode.OK).Body["next"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/meetings?limit=2")]
    [InlineData("/tracker/api/v1/meetings?limit=2")]
    public async Task The_path_of_the_setting_is_in_links_whether_the_proxy_passes_it_on_or_not(string url)
    {
        await using var below = new BelowApp(server);
        await below.InitializeAsync();

        HasPrefixOnly((await below.Get(url)).Is(HttpStatusCode.OK));
    }
}
