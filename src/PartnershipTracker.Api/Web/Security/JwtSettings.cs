using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Security;

/// <summary>The OpenID Connect issuer of user tokens, and the meaning of its claims.</summary>
public sealed class JwtSettings : ISettings
{
    /// <summary>The accepted algorithms, none of them symmetric: a party that can check a token must not be able to make one.</summary>
    private static readonly string[] Asymmetric = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly string[] Usual = ["RS256", "PS256", "ES256"];

    public static string Section => "Authentication:Jwt";

    /// <summary>The issuer's URL, whose <c>/.well-known/openid-configuration</c> names its keys. Without it no token is accepted.</summary>
    public string? Issuer { get; init; }

    /// <summary>The audience that its tokens must name.</summary>
    public string? Audience { get; init; }

    /// <summary>The accepted signature algorithms (RFC 7518); the usual ones, if none is named.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    public string NameClaim { get; init; } = "sub";

    public string ScopeClaim { get; init; } = "scope";

    public string ClearanceClaim { get; init; } = "clearance";

    /// <summary>The largest accepted difference between the issuer's clock and ours, in seconds.</summary>
    [Range(0, 300, ErrorMessage = Settings.WholeSeconds)]
    public int ClockSkew { get; init; } = 30;

    /// <summary>The client id of the page at the issuer: a public client, with a redirect to the root of the application.</summary>
    public string? ClientId { get; init; }

    /// <summary>The scopes that the page asks for, with spaces between (RFC 6749, section 3.3).</summary>
    public string ClientScopes { get; init; } = "openid";

    /// <summary>True if people sign in to the page at the issuer.</summary>
    public bool HasSignIn => IsOn && !string.IsNullOrEmpty(ClientId);

    public bool IsOn => !string.IsNullOrEmpty(Issuer);

    public IReadOnlyList<string> AcceptedAlgorithms => Algorithms is [] ? Usual : Algorithms;

    public IEnumerable<(string Member, string Fault)> Faults()
    {
        if (!IsOn)
        {
            if (!string.IsNullOrEmpty(ClientId))
            {
                yield return (nameof(ClientId), "it needs Authentication__Jwt__Issuer, where people sign in.");
            }

            yield break;
        }

        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !LocalAdministrator.IsLoopback(Issuer!)))
        {
            yield return (nameof(Issuer), "it is not an https:// URL: an attacker on the network could substitute the issuer's keys.");
        }

        if (string.IsNullOrEmpty(Audience))
        {
            yield return (nameof(Audience), "it is not set: tokens for another application would be accepted.");
        }

        if (Algorithms.Except(Asymmetric).ToList() is { Count: > 0 } others)
        {
            yield return (
                nameof(Algorithms),
                $"{string.Join(", ", others)} is not accepted: name only asymmetric ones ({string.Join(", ", Asymmetric)}), or none.");
        }
    }
}
