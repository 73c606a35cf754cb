using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

public sealed class ProxySettings : ISettings
{
    public static string Section => "Proxy";

    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>The path below which a proxy serves the application, if it passes the path on or sends no prefix.</summary>
    public string PathBase { get; set; } = "";

    public IEnumerable<(string Member, string Fault)> Faults() => Trusted.Where(text => Network(text) is null).Select(text =>
        (nameof(Trusted), $"'{text}' is neither an IP address nor a network, such as 10.0.0.0/8."))
        .Concat(PathBase is "" or ['/', .., not '/'] && !PathBase.AsSpan().ContainsAny("?#% ") ? []
            : [(nameof(PathBase), $"'{PathBase}' is no path such as /tracker, without a slash at its end.")]);

    public static System.Net.IPNetwork? Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : null;
}

/// <summary>
/// The proxies whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> are believed: only those that the
/// configuration names. The Host stays the one that was sent: a proxy passes it on, and links here have none.
/// </summary>
public static class TrustedProxies
{
    public static void AddProxies(this WebApplicationBuilder builder)
    {
        builder.Configuration["FORWARDEDHEADERS_ENABLED"] = "false"; // the framework's own switch, which trusts every proxy
        var settings = builder.AddSettings<ProxySettings>();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
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

        if (app.Services.GetRequiredService<ProxySettings>().PathBase is { Length: > 0 } pathBase)
        {
            app.UsePathBase(pathBase);
            app.Use((http, next) => // for a proxy that takes the path away
            {
                http.Request.PathBase = http.Request.PathBase.HasValue ? http.Request.PathBase : pathBase;

                return next(http);
            });
        }

        app.Use(AddPathBase);
    }

    /// <summary>Adds the path base to the address of what a request has created. Redirects have it already.</summary>
    private static Task AddPathBase(HttpContext http, RequestDelegate next)
    {
        if (http.Request.PathBase.HasValue)
        {
            http.Response.OnStarting(() =>
            {
                var (status, location) = (http.Response.StatusCode, http.Response.Headers.Location.ToString());

                if (status is StatusCodes.Status201Created or StatusCodes.Status202Accepted && location is ['/', ..])
                {
                    http.Response.Headers.Location = http.Request.PathBase + location;
                }

                return Task.CompletedTask;
            });
        }

        return next(http);
    }
}
