using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Security;

/// <summary>Which OpenID Connect issuer vouches for users, and how its claims are read: the section <c>Authentication:Jwt</c>.</summary>
public sealed class JwtSettings
{
    public const string Section = "Authentication:Jwt";

    /// <summary>None is symmetric: who can check a token must not be able to make one.</summary>
    private static readonly string[] Asymmetric = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly string[] Usual = ["RS256", "PS256", "ES256"];

    /// <summary>The issuer's URL, whose <c>/.well-known/openid-configuration</c> names its keys. Without it no token is taken.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whom its tokens must be for.</summary>
    public string? Audience { get; init; }

    /// <summary>The signature algorithms that are taken (RFC 7518); the usual ones, if none is named.</summary>
    public string[] Algorithms { get; init; } = [];

    public string NameClaim { get; init; } = "sub";

    public string ScopeClaim { get; init; } = "scope";

    public string ClearanceClaim { get; init; } = "clearance";

    /// <summary>How far the issuer's clock and ours may differ, in seconds.</summary>
    public int ClockSkew { get; init; } = 30;

    public bool IsOn => !string.IsNullOrEmpty(Issuer);

    public string[] TakenAlgorithms => Algorithms is [] ? Usual : Algorithms;

    public static JwtSettings Of(IConfiguration configuration)
    {
        configuration.Number($"{Section}:{nameof(ClockSkew)}", otherwise: 0); // says so by its name, which the binder does not

        return configuration.GetSection(Section).Get<JwtSettings>() ?? new();
    }

    /// <summary>What is wrong with them, each with the name of its setting.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && !LocalAdministrator.IsLoopback(Issuer!)))
        {
            yield return "Authentication__Jwt__Issuer: it is not an https:// URL: whoever is on the way could put in keys of their own.";
        }

        if (string.IsNullOrEmpty(Audience))
        {
            yield return "Authentication__Jwt__Audience: it is not set: tokens for somebody else would be taken.";
        }

        if (Algorithms.Except(Asymmetric).ToList() is { Count: > 0 } others)
        {
            yield return $"Authentication__Jwt__Algorithms: {string.Join(", ", others)} is not taken: name asymmetric ones only, "
                + $"or leave it out. Taken are {string.Join(", ", Asymmetric)}.";
        }

        if (ClockSkew is < 0 or > 300)
        {
            yield return "Authentication__Jwt__ClockSkew: it must be between 0 and 300 seconds.";
        }
    }

    /// <summary>Keeps the application from starting with settings that would let in the wrong people.</summary>
    public JwtSettings Sound() => Faults().ToList() is { Count: > 0 } faults
        ? throw new StartupException(string.Join(Environment.NewLine, faults))
        : this;
}
