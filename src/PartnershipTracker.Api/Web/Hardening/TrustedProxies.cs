using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

public sealed class ProxySettings : ISettings
{
    public static string Section => "Proxy";

    public IReadOnlyList<string> Trusted { get; init; } = [];

    public IEnumerable<(string Member, string Fault)> Faults() => Trusted.Where(text => Network(text) is null).Select(text =>
        (nameof(Trusted), $"'{text}' is neither an IP address nor a network, such as 10.0.0.0/8."));

    public static System.Net.IPNetwork? Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : null;
}

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: only those that the configuration names. The Host
/// stays the one that was sent: a proxy passes it on, and links here are relative.
/// </summary>
public static class TrustedProxies
{
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        builder.Configuration["FORWARDEDHEADERS_ENABLED"] = "false"; // the framework's own switch, which trusts every proxy
        var settings = builder.AddSettings<ProxySettings>();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null; // as long as each one on the way is trusted
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            settings.Trusted.Select(ProxySettings.Network).OfType<System.Net.IPNetwork>().ToList().ForEach(options.KnownIPNetworks.Add);
        });
    }

    public static void UseProxies(this WebApplication app)
    {
        if (app.Configuration.List("Proxy:Trusted").Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }
}
