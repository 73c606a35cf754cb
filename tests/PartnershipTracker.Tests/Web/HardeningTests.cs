using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using PartnershipTracker.Hosting;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Tests.Web;

/// <summary>Security headers, origins, proxies, timeouts and bodies that break the rules of HTTP.</summary>
public sealed class HardeningTests(HardenedApp app, TestServer server) : IClassFixture<HardenedApp>
{
    private static readonly string[] Preflight =
        ["Authorization", "X-Api-Key", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Change-Reason", "Accept-Language"];

    private static readonly string[] Exposed =
    [
        "Content-Disposition", "ETag", "Link", "Location", "Retry-After", "RateLimit-Remaining", "Idempotent-Replayed",
    ];

    [Theory]
    [InlineData("POST", "imports", "application/json")]
    [InlineData("POST", "companies", "application/json")]
    [InlineData("POST", "companies", "application/json", "Idempotency-Key: broken-chunks-of-a-post\r\n")]
    [InlineData("PUT", "companies/nvidia", "application/json")]
    [InlineData("PATCH", "companies/nvidia", "application/merge-patch+json")]
    [InlineData("PUT", $"sources/{OpeningIds.Source}/text", "text/plain")]
    public async Task A_body_in_chunks_that_break_the_rules_of_HTTP_is_refused(
        string method, string path, string mediaType, string headers = "")
    {
        string[] broken =
        [
            $"{new string('F', 20)}\r\n{{}}\r\n0\r\n\r\n", "zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx",
            "2\r\n{}\r\n0\r\nX-Trailer: \0\r\n\r\n", "2\r\n{}\r\n0\r\nX-Trailer: \u00FF\r\n\r\n", "2\r\n{}\r\n0\r\nX-Trailer\r\n\r\n",
        ];

        foreach (var chunks in broken)
        {
            var request =
                $"{method} /api/v1/{path} HTTP/1.1\r\nHost: {app.Client.BaseAddress!.Authority}\r\nContent-Type: {mediaType}\r\n"
                + $"If-Match: *\r\n{headers}Transfer-Encoding: chunked\r\n\r\n{chunks}";

            var answer = await RawHttp.Send(app.Client.BaseAddress!, Encoding.Latin1.GetBytes(request));

            Assert.Equal("malformed_request", answer.Is(HttpStatusCode.BadRequest).Problem);
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/companies", 200)]
    [InlineData("GET", "/api/v1/companies?limit=0", 400)]
    [InlineData("GET", "/api/v1/no-such-thing", 404)]
    [InlineData("PUT", "/api/v1/companies", 405)]
    [InlineData("GET", "/swagger/index.html", 200)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/problems/not_found", 200)]
    [InlineData("GET", "/api/v1/companies", 400, "evil.example")]
    [InlineData("GET", "/api/v1/companies/%00", 400)]
    public async Task Every_response_has_the_security_headers(string method, string path, int status, string host = "localhost")
    {
        var answer = await RawHttp.Send(
            app.Client.BaseAddress!, Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
        Assert.Equal("same-origin", answer.Headers["Cross-Origin-Resource-Policy"]);
        Assert.Equal(!path.StartsWith("/swagger", StringComparison.Ordinal), answer.Headers.ContainsKey("Content-Security-Policy"));
        Assert.DoesNotContain(answer.Headers.Keys, name => name is "Server" or "X-Powered-By" or "Strict-Transport-Security");
    }

    [Fact]
    public async Task HTTPS_responses_have_Strict_Transport_Security()
    {
        (string, string) host = ("Host", "tracker.example"), from = ("X-Forwarded-For", "198.51.100.1");
        var secure = await app.Get("companies", host, from, ("X-Forwarded-Proto", "https"));
        var plain = await app.Get("companies", host, from);

        Assert.Equal("max-age=31536000", secure.Headers["Strict-Transport-Security"]);
        Assert.False(plain.Headers.ContainsKey("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_can_send_a_key_and_read_the_headers()
    {
        var preflight = await app.Send(
            HttpMethod.Options, "companies/nvidia", null,
            ("Origin", HardenedApp.Origin), ("Access-Control-Request-Method", "PATCH"),
            ("Access-Control-Request-Headers", string.Join(',', Preflight)));
        preflight.Is(HttpStatusCode.NoContent);
        Assert.Equal(HardenedApp.Origin, preflight.Headers["Access-Control-Allow-Origin"]);
        Assert.All(Preflight, h => Assert.Contains(h, preflight.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal));

        var key = await app.Key(["read"], id: TestData.Key("page"));
        var answer = (await app.Get("companies/nvidia", ("Origin", HardenedApp.Origin), ("X-Api-Key", key))).Is(HttpStatusCode.OK);
        Assert.Equal(HardenedApp.Origin, answer.Headers["Access-Control-Allow-Origin"]);
        Assert.All(
            Exposed,
            h => Assert.Contains(h, answer.Headers["Access-Control-Expose-Headers"], StringComparison.Ordinal));
        Assert.False(answer.Headers.ContainsKey("Access-Control-Allow-Credentials"));

        var wrong = await app.Get(
            "companies", ("Origin", HardenedApp.Origin), ("X-Api-Key", HardenedApp.Forged), ("X-Forwarded-For", "198.51.100.2"));
        Assert.Equal(HardenedApp.Origin, wrong.Is(HttpStatusCode.Unauthorized).Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData(HardenedApp.Origin)]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_is_never_the_local_administrator(string origin)
    {
        var read = (await app.Get("companies", ("Origin", origin))).Is(HttpStatusCode.Forbidden);
        Assert.Equal("cross_site", read.Body["code"]!.ToString());
        Assert.Equal(origin == HardenedApp.Origin, read.Headers.ContainsKey("Access-Control-Allow-Origin"));
        (await app.Get("companies", ("X-Forwarded-For", "198.51.100.3"))).Is(HttpStatusCode.Forbidden); // nor is a caller behind a proxy
    }

    [Fact]
    public async Task Forwarded_addresses_are_used_up_to_the_first_untrusted_proxy()
    {
        await app.Get("companies", ("X-Api-Key", HardenedApp.Forged), ("X-Forwarded-For", "6.6.6.6, 198.51.100.4, 127.0.0.9"));

        Assert.Equal(1L, await app.Query<long>("SELECT count(*) FROM audit WHERE address = '198.51.100.4'"));
        Assert.Equal(0L, await app.Query<long>("SELECT count(*) FROM audit WHERE address = '6.6.6.6'"));
    }

    [Fact]
    public async Task A_client_that_sends_too_slowly_is_disconnected()
    {
        var cut = await Task.WhenAll(
            Drip("GET /api/v1/companies HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
            Drip("POST /api/v1/companies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"));

        Assert.All(cut, seconds => Assert.InRange(seconds, 1, 40));
        (await app.Get("companies")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_gets_503()
    {
        await using (var holder = new NpgsqlConnection(server.Owner(app.Database)))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE trips IN ACCESS EXCLUSIVE MODE", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var late = (await app.Get("trips", ("Accept-Language", "ko"))).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal(("unavailable", "2"), (late.Problem, late.Headers["Retry-After"]));
        }

        (await app.Get("trips")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Cors:Origins", "*")]
    [InlineData("Cors:Origins", "https://*.example")]
    [InlineData("Cors:Origins", "https://a.example,https://b.example/path")]
    [InlineData("Proxy:Trusted", "10.0.0.0/8,everybody")]
    [InlineData("Proxy:Trusted", "10.0.0.0/99")]
    [InlineData("RateLimit:PerMinute", "-1")]
    [InlineData("RateLimit:AnonymousPerMinute", "many")]
    [InlineData("Limits:RequestSeconds", "0")]
    [InlineData("Shutdown:DrainSeconds", "1.5")]
    [InlineData("Limits:Connections", "2147483648")]
    [InlineData("Limits:ConnectionsPerAddress", "0")]
    [InlineData("Limits:FirstRequestSeconds", "301")]
    [InlineData("Limits:ImportMegabytes", "0")]
    [InlineData("Access:LocalAdministrator", "maybe")]
    [InlineData("Authentication:Jwt:ClockSkew", "soon")]
    [InlineData("Authentication:Jwt:ClientId", "page-without-issuer")]
    public void An_invalid_setting_is_named(string name, string value) =>
        Assert.Equal(name.Replace(":", "__", StringComparison.Ordinal), Assert.Single(SettingsFaults((name, value))).Split(": ")[0]);

    [Fact]
    public void All_invalid_settings_are_reported_at_once() => Assert.Equal(
        [
            "Access__LocalAdministrator: it must be true or false.",
            "Authentication__Jwt__Audience: it is not set: tokens for another application would be accepted.",
            "Authentication__Jwt__ClockSkew: it must be a whole number of seconds, 0 to 300.",
            "Cors__Origins: '*' is no origin. Write them as https://example.com, with no path; * is not accepted.",
            "Limits__Connections: it must be a whole number, 1 or more.",
            "RateLimit__AnonymousPerMinute: it must be a whole number, 0 or more.",
            "RateLimit__PerMinute: it must be a whole number, 0 or more.",
            "Shutdown__DrainSeconds: it must be a whole number, 0 or more.",
        ],
        SettingsFaults(
            ("Access:LocalAdministrator", "maybe"), ("Authentication:Jwt:Issuer", "https://issuer.example"),
            ("Authentication:Jwt:ClockSkew", "301"), ("Cors:Origins:0", "*"), ("Limits:Connections", "0"),
            ("RateLimit:PerMinute", "many"), ("RateLimit:AnonymousPerMinute", "-1"), ("Shutdown:DrainSeconds", "1.5"))
        .Order(StringComparer.Ordinal));

    private static IReadOnlyList<string> SettingsFaults(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder([.. settings.Select(s => $"--{s.Name}={s.Value}")]);
        builder.AddAccess();
        builder.AddPipeline();
        using var app = (IDisposable)builder.Build();

        return StartupReport.SettingsFaults(((WebApplication)app).Services);
    }

    /// <summary>Sends one space per second after the start and returns the seconds until the server disconnects.</summary>
    private async Task<double> Drip(string start)
    {
        using var socket = new System.Net.Sockets.TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
        var clock = Stopwatch.StartNew();
        var answered = stream.ReadAsync(new byte[4096]).AsTask();

        try
        {
            while (!answered.IsCompleted && clock.Elapsed < TimeSpan.FromMinutes(1))
            {
                await stream.WriteAsync(" "u8.ToArray());
                await Task.WhenAny(answered, Task.Delay(TimeSpan.FromSeconds(1)));
            }
        }
        catch (IOException)
        {
            // disconnected without a response
        }

        return clock.Elapsed.TotalSeconds;
    }
}
