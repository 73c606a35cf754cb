using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Tests.Web;

/// <summary>A token issuer that becomes unavailable or rotates its keys.</summary>
public sealed class IssuerTests(TestServer server)
{
    private sealed class IssuerApp(TestServer server, string issuer, params (string Name, string Value)[] settings) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Authentication:Jwt:Issuer", issuer).UseSetting("Authentication:Jwt:Audience", LocalIssuer.Audience);

            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }
        }
    }

    private static Task<ApiResponse> Ask(TrackerApp app, string token) => app.Get("me", ("Authorization", $"Bearer {token}"));

    private static async Task<ApiResponse> Until(HttpStatusCode status, Func<Task<ApiResponse>> ask)
    {
        var answer = await ask();

        for (var i = 0; i < 150 && answer.Status != status; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            answer = await ask();
        }

        return answer.Is(status);
    }

    [Fact]
    public async Task While_the_issuer_is_unavailable_tokens_get_503_and_keys_work()
    {
        var issuer = new LocalIssuer();
        await issuer.Start();
        var port = new Uri(issuer.Url).Port;
        var token = issuer.Token();
        await issuer.DisposeAsync();
        await using var app = new IssuerApp(server, issuer.Url);
        await app.InitializeAsync();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var away = (await Ask(app, token)).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal(("issuer_unavailable", "application/problem+json"), (away.Problem, away.MediaType));
            Assert.True(away.Headers.ContainsKey("Retry-After"));
        }

        (await Ask(app, InvalidTokens.All["another issuer"](issuer))).Is(HttpStatusCode.Unauthorized); // needs no keys of the issuer
        (await app.Get("me", ("X-Api-Key", await app.Key(["read"])))).Is(HttpStatusCode.OK);

        await using var back = new LocalIssuer(port);
        await back.Start();
        await Until(HttpStatusCode.OK, () => Ask(app, back.Token()));
        await back.DisposeAsync();
        (await Ask(app, back.Token())).Is(HttpStatusCode.OK); // its keys are cached
    }

    [Fact]
    public async Task New_signing_keys_are_accepted_and_withdrawn_ones_refused()
    {
        await using var issuer = new LocalIssuer();
        await issuer.Start();
        await using var app = new IssuerApp(server, issuer.Url);
        await app.InitializeAsync();
        var old = issuer.Token();
        (await Ask(app, old)).Is(HttpStatusCode.OK);

        issuer.Rotate("rsa", "rsa-2");

        await Until(HttpStatusCode.OK, () => Ask(app, issuer.Token(null, "rsa-2")));
        (await Ask(app, old)).Is(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Authentication:Jwt:Algorithms:0", "HS256", "Authentication__Jwt__Algorithms")]
    [InlineData("Authentication:Jwt:Algorithms:0", "none", "Authentication__Jwt__Algorithms")]
    [InlineData("Authentication:Jwt:Audience", "", "Authentication__Jwt__Audience")]
    [InlineData("Authentication:Jwt:Issuer", "http://issuer.example", "Authentication__Jwt__Issuer")]
    [InlineData("Authentication:Jwt:ClockSkew", "3600", "Authentication__Jwt__ClockSkew")]
    public void Unsafe_token_settings_are_named(string name, string value, string named)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Authentication:Jwt:Issuer"] = "https://issuer.example",
            ["Authentication:Jwt:Audience"] = "us",
            [name] = value,
        }).Build();

        Assert.StartsWith($"{named}: ", Assert.Single(Settings.Read(settings, new JwtSettings())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_names_and_algorithms_can_be_configured()
    {
        await using var issuer = new LocalIssuer();
        await issuer.Start();
        await using var app = new IssuerApp(
            server, issuer.Url,
            ("Authentication:Jwt:Algorithms:0", "RS512"), ("Authentication:Jwt:ScopeClaim", "roles"),
            ("Authentication:Jwt:ClearanceClaim", "level"), ("Authentication:Jwt:NameClaim", "email"));
        await app.InitializeAsync();

        var me = await Ask(app, issuer.Token(
            c => (c["roles"], c["level"], c["email"]) = ("audit", "confidential", "a@example.com"), algorithm: "RS512"));

        Assert.Equal(
            ("user:a@example.com", "[\"audit\"]", "confidential"),
            ($"{me.Body["principal"]}", me.Body["scopes"]!.ToJsonString(), $"{me.Body["clearance"]}"));
        (await Ask(app, issuer.Token(c => c["email"] = "a@example.com"))).Is(HttpStatusCode.Unauthorized); // RS256 is not listed here
    }
}
