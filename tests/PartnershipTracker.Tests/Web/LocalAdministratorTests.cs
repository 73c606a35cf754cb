using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using PartnershipTracker.Tests.Hosting;

namespace PartnershipTracker.Tests.Web;

/// <summary>Requests without a credential, which only the local administrator may send.</summary>
public sealed class LocalAdministratorTests(LocalAdministratorTests.AnyHostApp app, TestServer server)
    : IClassFixture<LocalAdministratorTests.AnyHostApp>
{
    /// <summary>The application without the host filter, to test the checks behind it.</summary>
    public sealed class AnyHostApp(TestServer server) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("AllowedHosts", "*");
        }
    }

    private string Own => app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("Host", "tracker.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("Host", "192.0.2.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "something-new")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    public async Task A_page_of_another_site_can_neither_read_nor_write(string header, string value)
    {
        var key = TestData.Key("foreign");

        foreach (var answer in new[]
        {
            await app.Get("companies", (header, value)),
            await app.Get("me", (header, value)),
            await app.Post("companies", TestData.Company(key), (header, value)),
            await app.Delete("companies/nvidia", (header, value), ("If-Match", "*")),
            await app.Post("keys", null, (header, value)),
        })
        {
            Assert.Equal("cross_site", answer.Is(HttpStatusCode.Forbidden).Problem);
        }

        (await app.Get($"companies/{key}")).Is(HttpStatusCode.NotFound);
        Assert.Contains("이 컴퓨터", (await app.Get("me", (header, value), ("Accept-Language", "ko"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_origin_pages_and_terminals_have_access()
    {
        (await app.Get("me")).Is(HttpStatusCode.OK);
        (await app.Get("me", ("Sec-Fetch-Site", "none"))).Is(HttpStatusCode.OK);
        (await app.Get("me", ("Sec-Fetch-Site", "same-origin"))).Is(HttpStatusCode.OK);
        (await app.Post("companies", TestData.Company(), ("Sec-Fetch-Site", "same-origin"), ("Origin", Own))).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("Authorization", "Basic d3Jvbmc6")]
    [InlineData("Authorization", "")]
    [InlineData("X-Api-Key", "pt_live_wrong")]
    public async Task A_wrong_credential_is_not_treated_as_the_local_administrator(string header, string value)
    {
        Assert.Equal("unauthenticated", (await app.Get("me", (header, value))).Is(HttpStatusCode.Unauthorized).Problem);
        Assert.Equal(
            "unauthenticated",
            (await app.Get("me", (header, value), ("Sec-Fetch-Site", "cross-site"))).Is(HttpStatusCode.Unauthorized).Problem);
    }

    [Fact]
    public async Task A_key_works_from_any_origin() => (await app.Get(
        "me", ("X-Api-Key", await app.Key(["read"])), ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example")))
        .Is(HttpStatusCode.OK);

    [ProcessTheory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("true", HttpStatusCode.OK)]
    public async Task A_reachable_address_has_a_local_administrator_only_if_a_setting_says_so(
        string? asked, HttpStatusCode status)
    {
        using var run = TrackerProcess.Start(
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPNETCORE_URLS", "http://0.0.0.0:0"), ("Access__LocalAdministrator", asked),
            ("ConnectionStrings__Tracker", server.Runtime(app.Database)), ("ConnectionStrings__Owner", server.Owner(app.Database)));
        var here = new Uri($"http://127.0.0.1:{(await run.Ready).Port}");
        var request = Encoding.ASCII.GetBytes($"GET /api/v1/me HTTP/1.1\r\nHost: {here.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, (await RawHttp.Send(here, request)).Status);
        Assert.Contains(
            status is HttpStatusCode.OK ? "have the local administrator's rights" : "Every request needs a credential",
            run.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_host_name_does_not_pass_the_host_filter()
    {
        await using var filtered = new TrackerApp(server);
        await filtered.InitializeAsync();

        Assert.Contains(
            (await filtered.Get("me", ("Host", "tracker.example"))).Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Forbidden });
    }
}
