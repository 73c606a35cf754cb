using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace PartnershipTracker.Tests.Web;

/// <summary>Invalid tokens, each with one fault.</summary>
public static class InvalidTokens
{
    private static readonly RsaSecurityKey Stranger = new(RSA.Create(2048)) { KeyId = "rsa" };

    private static JsonObject Header => new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = "rsa" };

    public static readonly Dictionary<string, Func<LocalIssuer, string>> All = new(StringComparer.Ordinal)
    {
        ["alg none"] = issuer => Unsigned(issuer, "none", ""),
        ["alg none with a signature"] = issuer => Unsigned(issuer, "none", "AAAA"),
        ["alg None"] = issuer => Unsigned(issuer, "None", ""),
        ["alg nOnE"] = issuer => Unsigned(issuer, "nOnE", ""),
        ["alg missing"] = issuer => Unsigned(issuer, null, ""),
        ["HS256 with the public key as PEM"] = issuer => Confused(
            issuer, Encoding.ASCII.GetBytes(((RsaSecurityKey)issuer.Keys["rsa"]).Rsa.ExportSubjectPublicKeyInfoPem())),
        ["HS256 with the modulus"] = issuer => Confused(
            issuer, ((RsaSecurityKey)issuer.Keys["rsa"]).Rsa.ExportParameters(includePrivateParameters: false).Modulus!),
        ["an algorithm that is not listed"] = issuer => issuer.Token(algorithm: "RS512"),
        ["another's audience"] = issuer => issuer.Token(c => c["aud"] = "https://other.example"),
        ["several audiences, none of them this"] = issuer => issuer.Token(c => c["aud"] = new JsonArray("a", "b")),
        ["an audience with a slash at its end"] = issuer => issuer.Token(c => c["aud"] = LocalIssuer.Audience + "/"),
        ["an audience in capitals"] = issuer => issuer.Token(c => c["aud"] = LocalIssuer.Audience.ToUpperInvariant()),
        ["no audience"] = issuer => issuer.Token(c => c.Remove("aud")),
        ["another issuer"] = issuer => issuer.Token(c => c["iss"] = "https://other.example"),
        ["an issuer with a slash at its end"] = issuer => issuer.Token(c => c["iss"] = issuer.Url + "/"),
        ["no issuer"] = issuer => issuer.Token(c => c.Remove("iss")),
        ["a logout token"] = issuer => issuer.Token(type: "logout+jwt"),
        ["no type"] = issuer => Signed(issuer, header => header.Remove("typ")),
        ["no expiry"] = issuer => issuer.Token(c => c.Remove("exp")),
        ["expired"] = issuer => issuer.Token(c => c["exp"] = LocalIssuer.Now(-60)),
        ["expired long ago"] = issuer => issuer.Token(c => c["exp"] = 0),
        ["an expiry that is a text"] = issuer => issuer.Token(c => c["exp"] = "tomorrow"),
        ["not yet valid"] = issuer => issuer.Token(c => c["nbf"] = LocalIssuer.Now(60)),
        ["truncated by one letter"] = issuer => issuer.Token()[..^1],
        ["without its signature"] = issuer => issuer.Token()[..(issuer.Token().LastIndexOf('.') + 1)],
        ["of two parts"] = issuer => string.Join('.', issuer.Token().Split('.').Take(2)),
        ["of five parts"] = issuer => issuer.Token() + ".AAAA.AAAA",
        ["the signature of another key"] = issuer => LocalIssuer.Signed(Header, issuer.Claims().ToJsonString(), Stranger),
        ["an unknown key id"] = issuer => Signed(issuer, header => header["kid"] = "unknown"),
        ["no key id"] = issuer => Signed(issuer, header => header.Remove("kid")),
        ["the key id of another key"] = issuer => Signed(issuer, header => header["kid"] = "ec"),
        ["a changed payload"] = issuer => Tampered(issuer.Token(), 1, issuer.Claims()),
        ["a changed header"] = issuer => Tampered(issuer.Token(), 0, new() { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = "rsa" }),
        ["its own key embedded"] = issuer => Foreign(issuer, header => header["jwk"] = LocalIssuer.Published(Stranger)),
        ["its keys elsewhere (jku)"] = issuer => Foreign(issuer, header => header["jku"] = "http://127.0.0.1:9/keys"),
        ["its certificate elsewhere (x5u)"] = issuer => Foreign(issuer, header => header["x5u"] = "http://127.0.0.1:9/cert"),
        ["an unknown critical header"] = issuer => Signed(issuer, header => header["crit"] = new JsonArray("x")),
        ["a claim that occurs twice"] = issuer => LocalIssuer.Signed(
            Header, issuer.Claims().ToJsonString()[..^1] + ",\"sub\":\"root\"}", issuer.Keys["rsa"]),
        ["a payload that is no object"] = issuer => LocalIssuer.Signed(Header, "[]", issuer.Keys["rsa"]),
        ["a payload that is no JSON"] = issuer => LocalIssuer.Signed(Header, "alice", issuer.Keys["rsa"]),
        ["a huge token"] = issuer => issuer.Token(c => c["much"] = new string('x', 16_000)),
        ["an empty subject"] = issuer => issuer.Token(c => c["sub"] = ""),
        ["no subject"] = issuer => issuer.Token(c => c.Remove("sub")),
        ["a blank subject"] = issuer => issuer.Token(c => c["sub"] = "\u3164"),
        ["a subject that is a number"] = issuer => issuer.Token(c => c["sub"] = 7),
        ["a subject of two"] = issuer => issuer.Token(c => c["sub"] = new JsonArray("alice", "root")),
        ["a line break in the subject"] = issuer => issuer.Token(c => c["sub"] = "alice\nroot"),
        ["NUL in the subject"] = issuer => issuer.Token(c => c["sub"] = "alice\0"),
        ["a subject that turns the text around"] = issuer => issuer.Token(c => c["sub"] = "alice\u202Eroot"),
        ["half a character in the subject"] = issuer => LocalIssuer.Signed(
            Header, issuer.Claims().ToJsonString().Replace("alice", "\\ud800", StringComparison.Ordinal), issuer.Keys["rsa"]),
        ["a subject of 5,000 letters"] = issuer => issuer.Token(c => c["sub"] = new string('a', 5000)),
    };

    private static string Unsigned(LocalIssuer issuer, string? algorithm, string signature) =>
        $"{LocalIssuer.Encoded(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = "rsa" }.ToJsonString())}"
        + $".{LocalIssuer.Encoded(issuer.Claims().ToJsonString())}.{signature}";

    /// <summary>Signs with the public key as a shared secret, which deceives a validator that accepts any algorithm.</summary>
    private static string Confused(LocalIssuer issuer, byte[] publicKey) => LocalIssuer.Signed(
        new() { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = "rsa" }, issuer.Claims().ToJsonString(), new SymmetricSecurityKey(publicKey));

    private static string Signed(LocalIssuer issuer, Action<JsonObject> change) => With(change, issuer, issuer.Keys["rsa"]);

    private static string Foreign(LocalIssuer issuer, Action<JsonObject> change) => With(change, issuer, Stranger);

    private static string With(Action<JsonObject> change, LocalIssuer issuer, SecurityKey key)
    {
        var header = Header;
        change(header);

        return LocalIssuer.Signed(header, issuer.Claims().ToJsonString(), key);
    }

    private static string Tampered(string token, int part, JsonObject other)
    {
        var parts = token.Split('.');
        other["admin"] = true;
        parts[part] = LocalIssuer.Encoded(other.ToJsonString());

        return string.Join('.', parts);
    }
}
