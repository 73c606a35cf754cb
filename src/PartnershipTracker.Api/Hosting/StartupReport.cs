using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>
/// The faults that keep the application from starting outside Development: a line each, with the setting and the remedy.
/// All are listed at once, so that setting it up does not take one start for every fault.
/// </summary>
public static partial class StartupReport
{
    public static async Task<IReadOnlyList<string>> Of(IServiceProvider services, CancellationToken cancellation)
    {
        var (configuration, connections) =
            (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<DatabaseConnections>());
        var store = await DatabaseChecks.Of(connections, cancellation);

        return
        [
            .. store.Faults,
            .. DatabaseTransport(connections),
            .. Authentication(configuration, store.HasKeys),
            .. SettingsFaults(services),
            .. Development(configuration),
            .. Hosts(configuration),
            .. Transport(configuration),
        ];
    }

    /// <summary>Returns the faults of all options that are validated at start.</summary>
    public static IReadOnlyList<string> SettingsFaults(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();

            return [];
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException)
        {
            var sections = new AggregateException(e).Flatten().InnerExceptions.Cast<OptionsValidationException>();

            return [.. sections.SelectMany(section => section.Failures)];
        }
    }

    private static IEnumerable<string> DatabaseTransport(DatabaseConnections connections)
    {
        (string Name, string ConnectionString)[] all =
        [
            ("Tracker", connections.Tracker), ("Direct", connections.Direct),
            .. connections.Replicas.Select(replica => ("Replicas", replica.ConnectionString)),
        ];

        foreach (var (name, connectionString) in all.DistinctBy(each => each.ConnectionString))
        {
            var place = new NpgsqlConnectionStringBuilder(connectionString);
            var remote = (place.Host ?? "").Split(',').Select(host => Port().Replace(host.Trim(), "")).FirstOrDefault(IsElsewhere);

            if (remote is not null && place.SslMode < SslMode.Require)
            {
                yield return $"ConnectionStrings__{name}: the database on {remote} may be reached without TLS. Add `SSL Mode=VerifyFull` "
                    + "with `Root Certificate=…`; `SSL Mode=Require` encrypts, and trusts any server that answers.";
            }
        }
    }

    /// <summary>Returns true for a host that is neither this machine nor a Unix socket, nor left out.</summary>
    private static bool IsElsewhere(string host) => host is not ("" or ['/' or '@', ..]) && !LocalAdministrator.IsLoopbackHost(host);

    private static IEnumerable<string> Authentication(IConfiguration configuration, bool? hasKeys)
    {
        if (hasKeys is false && string.IsNullOrWhiteSpace(configuration["Authentication:Jwt:Issuer"]))
        {
            yield return "Authentication__Jwt__Issuer: no authentication is configured. Make an API key with `keys create`, or name an "
                + "OpenID Connect issuer (and Authentication__Jwt__Audience).";
        }
    }

    private static IEnumerable<string> Development(IConfiguration configuration)
    {
        if (bool.TryParse(configuration["Access:LocalAdministrator"], out var isOn) && isOn)
        {
            yield return "Access__LocalAdministrator: it gives administrator rights to callers without credentials, and is for "
                + "Development only. Unset it.";
        }
    }

    private static IEnumerable<string> Hosts(IConfiguration configuration)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var hosts = (configuration["AllowedHosts"] ?? "").Split(';', Tidy);

        if (hosts.Length == 0 || hosts.Any(host => host is "*" or "0.0.0.0" or "[::]"))
        {
            yield return "AllowedHosts: every Host header would be accepted. List the names of the application, separated by semicolons.";
        }
    }

    private static IEnumerable<string> Transport(IConfiguration configuration)
    {
        if (!HasTls(configuration) && !IsSet(configuration.GetSection("Proxy:Trusted")))
        {
            yield return "Proxy__Trusted: neither TLS nor a trusted proxy is configured, and credentials would be sent in "
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

    /// <summary>Matches the port of a host; a host with more colons is an IPv6 address.</summary>
    [GeneratedRegex(@"(?<=^[^:]*|\])(:\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();
}
