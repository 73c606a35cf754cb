using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;
using PartnershipTracker.Tests;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Browser;

/// <summary>The application with an issuer, at which alice signs in without a question.</summary>
public sealed class SignInApp(TestServer server) : TrackerApp(server)
{
    public const string ClientId = "the-page";

    private string _challenge = "";

    public LocalIssuer Issuer { get; } = new();

    /// <summary>The grants that the page has asked tokens for.</summary>
    public List<string> Grants { get; } = [];

    /// <summary>The lifetime of the next tokens, in seconds.</summary>
    public int Lifetime { get; set; } = 600;

    /// <summary>True if alice does not agree.</summary>
    public bool IsRefused { get; set; }

    public override async ValueTask InitializeAsync()
    {
        Issuer.SignIn = Answer;
        await Issuer.Start();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Access:LocalAdministrator", "false")
            .UseSetting("Authentication:Jwt:Issuer", Issuer.Url)
            .UseSetting("Authentication:Jwt:Audience", LocalIssuer.Audience)
            .UseSetting("Authentication:Jwt:ClockSkew", "0")
            .UseSetting("Authentication:Jwt:ClientId", ClientId);
    }

    private async Task<bool> Answer(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";

        switch (http.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                await http.Response.WriteAsync(new JsonObject
                {
                    ["issuer"] = Issuer.Url,
                    ["jwks_uri"] = $"{Issuer.Url}/keys",
                    ["authorization_endpoint"] = $"{Issuer.Url}/authorize",
                    ["token_endpoint"] = $"{Issuer.Url}/token",
                }.ToJsonString());

                return true;
            case "/authorize":
                Authorize(http);

                return true;
            case "/token":
                await Token(http);

                return true;
            default:
                return false;
        }
    }

    private void Authorize(HttpContext http)
    {
        var asked = http.Request.Query;
        Assert.Equal(
            "code the-page S256 openid", $"{asked["response_type"]} {asked["client_id"]} {asked["code_challenge_method"]} {asked["scope"]}");
        _challenge = asked["code_challenge"].ToString();
        var answer = IsRefused ? "error=access_denied&error_description=Alice+refused" : "code=once";
        http.Response.Redirect($"{asked["redirect_uri"]}?{answer}&state={asked["state"]}&iss={Uri.EscapeDataString(Issuer.Url)}");
    }

    private async Task Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var grant = form["grant_type"].ToString();
        Grants.Add(grant);
        var verifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));

        if (form["client_id"] != ClientId
            || !(grant == "authorization_code" ? form["code"] == "once" && verifier == _challenge : form["refresh_token"] == "again"))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync("""{ "error": "invalid_grant" }""");

            return;
        }

        await http.Response.WriteAsync(new JsonObject
        {
            ["access_token"] = Issuer.Token(claims => claims["exp"] = LocalIssuer.Now(Lifetime)),
            ["token_type"] = "Bearer",
            ["refresh_token"] = "again",
        }.ToJsonString());
    }
}
