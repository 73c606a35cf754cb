using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// Whose word is taken for who asked, and over what: the proxies that the configuration names, and nobody else. The Host stays the one
/// that was sent: a proxy passes it on, and links here are relative.
/// </summary>
public static class TrustedProxies
{
    public const string Trusted = "Proxy:Trusted";

    public static void AddProxies(this WebApplicationBuilder builder)
    {
        builder.Configuration["FORWARDEDHEADERS_ENABLED"] = "false"; // the framework's own switch, which trusts everybody
        var networks = builder.Configuration.List(Trusted).Select(Network).ToList();

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.ForwardLimit = null; // as long as each one on the way is trusted
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }

    public static void UseProxies(this WebApplication app)
    {
        if (app.Configuration.List(Trusted).Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    private static System.Net.IPNetwork Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : throw new StartupException($"{Settings.Shown(Trusted)}: '{text}' is neither an IP address nor a network, such as 10.0.0.0/8.");
}
