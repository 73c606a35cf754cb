using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace PartnershipTracker.Tests.Web;

/// <summary>An OpenID Connect issuer on this machine: its discovery document, its keys, and the tokens that it signs.</summary>
public sealed class LocalIssuer(int port = 0) : IAsyncDisposable
{
    public const string Audience = "https://tracker.example";

    private WebApplication? _server;

    public string Url { get; private set; } = "";

    /// <summary>Answers the requests of a browser, and returns false for those that it does not know.</summary>
    public Func<HttpContext, Task<bool>>? SignIn { get; set; }

    public Dictionary<string, SecurityKey> Keys { get; } = new(StringComparer.Ordinal)
    {
        ["rsa"] = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" },
        ["ec"] = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "ec" },
    };

    public async Task Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        _server = builder.Build();
        _server.Run(async context =>
        {
            if (SignIn is null || !await SignIn(context))
            {
                await context.Response.WriteAsync(Answer(context.Request.Path).ToJsonString());
            }
        });
        await _server.StartAsync();
        Url = _server.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Replaces a key by a new one with another id.</summary>
    public void Rotate(string old, string key)
    {
        Keys.Remove(old);
        Keys.Add(key, new RsaSecurityKey(RSA.Create(2048)) { KeyId = key });
    }

    public JsonObject Claims() => new()
    {
        ["iss"] = Url,
        ["aud"] = Audience,
        ["sub"] = "alice",
        ["scope"] = "read openid",
        ["clearance"] = "internal",
        ["iat"] = Now(0),
        ["exp"] = Now(600),
    };

    public static long Now(int seconds) => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;

    /// <summary>Returns a valid token with a change.</summary>
    public string Token(Action<JsonObject>? change = null, string key = "rsa", string algorithm = "RS256", string type = "JWT")
    {
        var claims = Claims();
        change?.Invoke(claims);

        return Signed(new JsonObject { ["alg"] = algorithm, ["typ"] = type, ["kid"] = key }, claims.ToJsonString(), Keys[key]);
    }

    /// <summary>Signs a header and a payload without checking them.</summary>
    public static string Signed(JsonObject header, string payload, SecurityKey key)
    {
        var text = $"{Encoded(header.ToJsonString())}.{Encoded(payload)}";
        using var signer = new CryptoProviderFactory { CacheSignatureProviders = false }
            .CreateForSigning(key, header["alg"]!.ToString());

        return $"{text}.{Base64UrlEncoder.Encode(signer.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Encoded(string text) => Base64UrlEncoder.Encode(text);

    private JsonNode Answer(string path) => path switch
    {
        "/.well-known/openid-configuration" => new JsonObject { ["issuer"] = Url, ["jwks_uri"] = $"{Url}/keys" },
        _ => new JsonObject { ["keys"] = new JsonArray([.. Keys.Values.Select(Published)]) },
    };

    public static JsonNode Published(SecurityKey key)
    {
        var published = JsonWebKeyConverter.ConvertFromSecurityKey(key);

        return published.Kty == "RSA"
            ? new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId, ["n"] = published.N, ["e"] = published.E }
            : new JsonObject
            {
                ["kty"] = "EC",
                ["use"] = "sig",
                ["kid"] = key.KeyId,
                ["crv"] = published.Crv,
                ["x"] = published.X,
                ["y"] = published.Y,
            };
    }
}
