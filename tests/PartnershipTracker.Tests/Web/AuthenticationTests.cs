using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartnershipTracker.Data.Visibility;
using Secret = PartnershipTracker.Features.Access.Secret;

namespace PartnershipTracker.Tests.Web;

/// <summary>Valid credentials, and invalid ones, which all get the same response.</summary>
public sealed partial class AuthenticationTests(GuardedApp app) : IClassFixture<GuardedApp>
{
    public static TheoryData<string> Tokens => [.. InvalidTokens.All.Keys];

    public static TheoryData<string> Keys => [.. WrongKeys.Keys];

    private delegate (string Path, (string, string)[] Headers) Sending(string key);

    /// <summary>Requests with an invalid variant of a key.</summary>
    private static readonly Dictionary<string, Sending> WrongKeys = new(StringComparer.Ordinal)
    {
        ["nothing"] = _ => ("me", []),
        ["its checksum wrong"] = key => Bearer(key[..^6] + (key[^6] == '0' ? '1' : '0') + key[^5..]),
        ["one letter changed"] = key => Bearer(key[..20] + (key[20] == 'a' ? 'b' : 'a') + key[21..]),
        ["truncated"] = key => Bearer(key[..^1]),
        ["one letter more"] = key => Bearer(key + "0"),
        ["in small letters"] = key => Bearer(key.ToLowerInvariant()),
        ["its prefix in capitals"] = key => Bearer("PT_LIVE_" + key[8..]),
        ["unknown but well-formed"] = _ => Bearer(Secret.Create()),
        ["of another prefix"] = key => Bearer("pt_test_" + key[8..]),
        ["without its prefix"] = key => Bearer(key[8..]),
        ["in the query"] = key => ($"me?access_token={key}", []),
        ["in the path"] = key => ($"keys/{key}", []),
        ["in a cookie"] = key => ("me", [("Cookie", $"Authorization={key}; X-Api-Key={key}")]),
        ["as Basic"] = key => ("me", [("Authorization", "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")))]),
        ["as Token"] = key => ("me", [("Authorization", $"Token {key}")]),
        ["without a scheme"] = key => ("me", [("Authorization", key)]),
        ["for the proxy"] = key => ("me", [("Proxy-Authorization", $"Bearer {key}")]),
        ["in both headers"] = key => ("me", [("Authorization", $"Bearer {key}"), ("X-Api-Key", key)]),
        ["twice in one header"] = key => Bearer($"{key}, Bearer {key}"),
        ["in two Authorization headers"] = key => ("me", [("Authorization", $"Bearer {key}"), ("Authorization", $"Bearer {key}")]),
        ["in two X-Api-Key headers"] = key => ("me", [("X-Api-Key", key), ("X-Api-Key", key)]),
        ["Bearer twice"] = key => Bearer($"Bearer {key}"),
        ["with a space in it"] = key => Bearer(key[..20] + " " + key[20..]),
        ["with something after it"] = key => Bearer(key + " x"),
        ["in quotes"] = key => Bearer($"\"{key}\""),
        ["an empty Bearer"] = _ => ("me", [("Authorization", "Bearer ")]),
        ["an empty X-Api-Key"] = _ => ("me", [("X-Api-Key", "")]),
        ["as Bearer in X-Api-Key"] = key => ("me", [("X-Api-Key", $"Bearer {key}")]),
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task An_invalid_token_is_refused(string wrong)
    {
        var token = InvalidTokens.All[wrong](app.Issuer);

        await IsRefused(app.Closed, "me", ("Authorization", $"Bearer {token}"));
        await IsRefused(app, "me", ("Authorization", $"Bearer {token}")); // a wrong credential is not the local administrator
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task An_invalid_key_is_refused(string wrong)
    {
        var (path, headers) = WrongKeys[wrong](await app.Key(["read"]));

        await IsRefused(app.Closed, path, headers);
    }

    [Fact]
    public async Task An_expired_key_a_revoked_key_and_a_removed_secret_are_refused()
    {
        await IsRefused(app.Closed, "me", Bearer(await app.Key(["read"], expiresAt: new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero))).Headers);

        var revoked = await app.Key(["read"], id: "is-revoked");
        (await app.Closed.Get("me", Bearer(revoked).Headers)).Is(HttpStatusCode.OK);
        var admin = ("X-Api-Key", await app.Key([.. Scopes.All]));
        (await app.Closed.Delete("keys/is-revoked", ("If-Match", "*"), admin)).Is(HttpStatusCode.NoContent);
        await IsRefused(app.Closed, "me", Bearer(revoked).Headers); // by the process that revoked it; by another within a second

        var removed = await app.Key(["read"], id: "is-empty");
        (await app.Closed.Get("me", Bearer(removed).Headers)).Is(HttpStatusCode.OK);
        var secret = (await app.Get("keys/is-empty/secrets")).Each("id")[0];
        (await app.Closed.Delete($"keys/is-empty/secrets/{secret}", admin)).Is(HttpStatusCode.NoContent);
        await IsRefused(app.Closed, "me", Bearer(removed).Headers);
    }

    [Fact]
    public async Task A_valid_key_together_with_a_valid_token_is_refused()
    {
        var (key, token) = (await app.Key(["read"]), app.Issuer.Token());

        await IsRefused(app.Closed, "me", ("Authorization", $"Bearer {token}"), ("X-Api-Key", key));
        await IsRefused(app.Closed, "me", ("Authorization", $"Bearer {token}"), ("Authorization", $"Bearer {key}"));
        await IsRefused(app.Closed, "me", ("Authorization", $"Bearer {key}"), ("Authorization", $"Bearer {token}"));
        await IsRefused(app.Closed, "me", ("X-Api-Key", token));
        await IsRefused(app.Closed, $"me?access_token={token}");
    }

    [Theory]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization:", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization:\r\nAuthorization: Bearer {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization: Bearer {0}", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key: {0}\r\nx-api-key: {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer {0}\r\nX-Api-Key:", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer\t{0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer \u00A0{0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer pt_live_한글{0}", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key: 한글", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer {0}\0", HttpStatusCode.BadRequest)] // no HTTP
    [InlineData("X-Api-Key: \0{0}", HttpStatusCode.BadRequest)]
    public async Task Malformed_credential_headers_are_refused(string lines, HttpStatusCode status)
    {
        var headers = string.Format(CultureInfo.InvariantCulture, lines, await app.Key(["read"]));
        var request = $"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n{headers}\r\nConnection: close\r\n\r\n";

        Assert.Equal(status, (await RawHttp.Send(app.Closed.Client.BaseAddress!, Encoding.UTF8.GetBytes(request))).Status);
    }

    [Theory]
    [InlineData("rsa", "RS256", "JWT")]
    [InlineData("rsa", "PS256", "at+jwt")]
    [InlineData("ec", "ES256", "application/at+jwt")]
    public async Task A_token_of_the_issuer_is_accepted(string key, string algorithm, string type)
    {
        var token = app.Issuer.Token(null, key, algorithm, type);

        foreach (var scheme in new[] { "Bearer", "bearer", "BEARER", "Bearer " })
        {
            var me = (await app.Closed.Get("me", ("Authorization", $"{scheme} {token}"))).Is(HttpStatusCode.OK).Body;
            Assert.Equal(
                ("user:alice", "user", "[\"read\"]", "internal"),
                ($"{me["principal"]}", $"{me["kind"]}", me["scopes"]!.ToJsonString(), $"{me["clearance"]}"));
            Assert.NotNull(me["expiresAt"]);
        }
    }

    [Fact]
    public async Task The_known_scopes_and_the_clearance_of_a_token_are_read()
    {
        async Task<string> Said(Action<JsonObject> change)
        {
            var answer = await app.Closed.Get("me", ("Authorization", $"Bearer {app.Issuer.Token(change)}"));
            var me = answer.Is(HttpStatusCode.OK).Body;

            return $"{string.Join(' ', me["scopes"]!.AsArray().Select(s => $"{s}"))} {me["clearance"]}";
        }

        Assert.Equal("read write internal", await Said(c => c["scope"] = new JsonArray("read", "write", "fly", 7)));
        Assert.Equal("write internal", await Said(c => c["scope"] = "profile  write ADMIN"));
        Assert.Equal(" internal", await Said(c => c.Remove("scope")));
        Assert.Equal("read public", await Said(c => c.Remove("clearance")));
        Assert.Equal("read public", await Said(c => c["clearance"] = "RESTRICTED"));
        Assert.Equal("read public", await Said(c => c["clearance"] = "3"));
        Assert.Equal("read public", await Said(c => c["clearance"] = new JsonArray("restricted")));
        Assert.Equal("read restricted", await Said(c => c["clearance"] = "restricted"));
        Assert.Equal("read internal", await Said(c => c["aud"] = new JsonArray("another", LocalIssuer.Audience)));
        Assert.Equal("read internal", await Said(c => c["sub"] = "앨리스"));
        Assert.Equal("read internal", await Said(c => c["nbf"] = LocalIssuer.Now(-1)));
    }

    [Fact]
    public async Task A_key_is_accepted_in_each_of_the_two_headers()
    {
        var key = await app.Key(["read", "audit"], "confidential", "is-right");

        foreach (var header in new[] { ("X-Api-Key", key), ("Authorization", $"Bearer {key}"), ("authorization", $"bEARER   {key} ") })
        {
            var me = (await app.Closed.Get("me", header)).Is(HttpStatusCode.OK).Body;
            Assert.Equal(
                ("key:is-right", "api_key", "[\"read\",\"audit\"]", "confidential", null),
                ($"{me["principal"]}", $"{me["kind"]}", me["scopes"]!.ToJsonString(), $"{me["clearance"]}", me["expiresAt"]));
        }
    }

    private static (string Path, (string, string)[] Headers) Bearer(string key) => ("me", [("Authorization", $"Bearer {key}")]);

    /// <summary>Asserts that a refusal equals every other in status, headers and body.</summary>
    private static async Task IsRefused(TrackerApp at, string path, params (string, string)[] headers)
    {
        var answer = await at.Get(path, headers);
        var plain = await at.Get("me", ("Authorization", "Bearer wrong"));

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.Status, answer.Headers.GetValueOrDefault("WWW-Authenticate")));
        Assert.Equal(Shown(plain), Shown(answer));
        Assert.Equal(Untraced(plain), Untraced(answer));
    }

    /// <summary>Returns the headers that do not depend on time.</summary>
    private static IEnumerable<string> Shown(ApiResponse answer) => answer.Headers
        .Where(h => h.Key is not ("Date" or "RateLimit-Remaining" or "RateLimit-Reset"))
        .Select(h => $"{h.Key}: {h.Value}")
        .Order(StringComparer.Ordinal);

    private static string Untraced(ApiResponse answer) => TraceId().Replace(answer.Text, "");

    [GeneratedRegex("\"traceId\":\"[^\"]+\"", RegexOptions.None, 1000)]
    private static partial Regex TraceId();
}
