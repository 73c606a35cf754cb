using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Web.Hardening;

/// <summary>How much, how fast and how long anybody may ask.</summary>
public static class RequestLimits
{
    public const string RequestSeconds = "Limits:RequestSeconds";
    public const string Connections = "Limits:Connections";
    public const string ImportMegabytes = "Limits:ImportMegabytes";

    /// <summary>In bytes.</summary>
    public const int MaxBody = 1024 * 1024;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxConcurrentConnections = builder.Configuration.Number(Connections, 1000, least: 1);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5)); // whoever drips is cut
            kestrel.Limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        });
        var whole = TimeSpan.FromSeconds(builder.Configuration.Number(RequestSeconds, 30, least: 1));
        builder.Services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = whole,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = http => http.RequestServices.GetRequiredService<ProblemHandler>().Answer(http, "unavailable"),
        });
    }
}
