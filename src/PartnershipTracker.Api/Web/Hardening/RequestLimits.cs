using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

public sealed class LimitSettings : ISettings
{
    public static string Section => "Limits";

    [Range(1, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int RequestSeconds { get; init; } = 30;

    [Range(1, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int Connections { get; init; } = 1000;

    [Range(1, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int ConnectionsPerAddress { get; init; } = 250;

    [Range(1, 300, ErrorMessage = Settings.WholeSeconds)]
    public int FirstRequestSeconds { get; init; } = 10;

    [Range(1, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int ChangeStreams { get; init; } = 400;

    [Range(1, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int ImportMegabytes { get; init; } = 256;
}

/// <summary>The limits of a request's size, pace and duration, and of the number of connections.</summary>
public static class RequestLimits
{
    /// <summary>The largest body of a request that is no upload, in bytes.</summary>
    public const int MaxBody = 1024 * 1024;

    /// <summary>The largest size of all headers of a request together, in bytes.</summary>
    public const int MaxHeaders = 32 * 1024;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<LimitSettings>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaders;
            kestrel.ConfigureEndpointDefaults(ConnectionLimits.Apply); // instead of Kestrel's limit, at which silent ones exclude others
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5)); // a slower sender is disconnected
            kestrel.Limits.MinResponseDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        });
        builder.Services.AddRequestTimeouts(options =>
            options.DefaultPolicy = TimeoutAfter(TimeSpan.FromSeconds(settings.RequestSeconds)));
    }

    /// <summary>Returns the policy that ends a request after a time, with a 503.</summary>
    public static RequestTimeoutPolicy TimeoutAfter(TimeSpan timeout) => new()
    {
        Timeout = timeout,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = http => http.RequestServices.GetRequiredService<ProblemHandler>().AnswerLate(http),
    };
}
