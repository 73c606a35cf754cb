using System.Text.RegularExpressions;
using Npgsql;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Everything that keeps the application from being served outside Development: a line each, which begins with the setting and says what
/// to do. All of it at once, for whoever sets it up should not have to start it once for every fault.
/// </summary>
public static partial class StartupReport
{
    private const string Trusted = "Proxy:Trusted";

    public static async Task<IReadOnlyList<string>> Of(
        IConfiguration configuration, DatabaseConnections connections, CancellationToken cancellation)
    {
        var store = await DatabaseChecks.Of(connections, cancellation);

        return
        [
            .. store.Faults,
            .. DatabaseTransport(connections),
            .. Authentication(JwtSettings.Of(configuration), store.HasKeys),
            .. Development(configuration),
            .. Hosts(configuration),
            .. Transport(configuration),
        ];
    }

    private static IEnumerable<string> DatabaseTransport(DatabaseConnections connections)
    {
        var place = new NpgsqlConnectionStringBuilder(connections.Tracker);
        var remote = (place.Host ?? "").Split(',').Select(host => Port().Replace(host.Trim(), "")).FirstOrDefault(IsElsewhere);

        if (remote is not null && place.SslMode < SslMode.Require)
        {
            yield return $"ConnectionStrings__Tracker: the database on {remote} may be reached without TLS. Add `SSL Mode=VerifyFull` with "
                + "`Root Certificate=…`; `SSL Mode=Require` encrypts, and trusts whoever answers.";
        }
    }

    /// <summary>Neither this machine nor a Unix socket, nor left open.</summary>
    private static bool IsElsewhere(string host) => host is not ("" or ['/' or '@', ..]) && !LocalAdministrator.IsLoopbackHost(host);

    private static IEnumerable<string> Authentication(JwtSettings jwt, bool? hasKeys) => !jwt.IsOn && hasKeys is false
        ?
        [
            "Authentication__Jwt__Issuer: no authentication is configured. Make an API key with `keys create`, or name an OpenID Connect "
            + "issuer (and Authentication__Jwt__Audience).",
        ]
        : jwt.Faults();

    private static IEnumerable<string> Development(IConfiguration configuration)
    {
        if (configuration[LocalAdministrator.Switch] is { Length: > 0 } set && !set.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Access__LocalAdministrator: it makes an administrator of whoever sends no credentials, and is for Development "
                + "only. Unset it.";
        }
    }

    private static IEnumerable<string> Hosts(IConfiguration configuration)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var hosts = (configuration["AllowedHosts"] ?? "").Split(';', Tidy);

        if (hosts.Length == 0 || hosts.Any(host => host is "*" or "0.0.0.0" or "[::]"))
        {
            yield return "AllowedHosts: every Host header would be taken. List the names that the application is reached by, with "
                + "semicolons between.";
        }
    }

    private static IEnumerable<string> Transport(IConfiguration configuration)
    {
        if (!HasTls(configuration) && !IsSet(configuration.GetSection(Trusted)))
        {
            yield return "Proxy__Trusted: neither TLS nor a trusted proxy is configured, and credentials would go over the wire in "
                + "the clear. List the proxies that end TLS (Proxy__Trusted__0=10.0.0.5), or serve an https:// URL: ASPNETCORE_URLS and "
                + "ASPNETCORE_Kestrel__Certificates__Default__Path.";
        }
    }

    private static bool HasTls(IConfiguration configuration)
    {
        var kestrel = configuration.GetSection("Kestrel");
        var isCertified = IsCertificate(kestrel.GetSection("Certificates:Default"));
        var urls = configuration["urls"] ?? "";

        return (isCertified && (IsHttps(urls) || !string.IsNullOrEmpty(configuration["https_ports"])))
            || kestrel.GetSection("Endpoints").GetChildren().Any(endpoint =>
                IsHttps(endpoint["Url"]) && (isCertified || IsCertificate(endpoint.GetSection("Certificate"))));
    }

    private static bool IsHttps(string? urls) => urls?.Contains("https://", StringComparison.OrdinalIgnoreCase) is true;

    private static bool IsCertificate(IConfigurationSection certificate) =>
        !string.IsNullOrEmpty(certificate["Path"]) || !string.IsNullOrEmpty(certificate["Subject"]);

    private static bool IsSet(IConfigurationSection list) =>
        !string.IsNullOrWhiteSpace(list.Value) || list.GetChildren().Any(entry => !string.IsNullOrWhiteSpace(entry.Value));

    /// <summary>The port that a host of several may have; what has more colons is an IPv6 address.</summary>
    [GeneratedRegex(@"(?<=^[^:]*|\])(:\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();
}
