using Microsoft.Net.Http.Headers;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// Pages of other origins, where the configuration names them. They say who they are in headers of their own; what a browser would add by
/// itself (cookies, the place at this machine) is never let in.
/// </summary>
public static class Cors
{
    public const string Origins = "Cors:Origins";

    private static readonly string[] Sent =
    [
        HeaderNames.Authorization, Credentials.KeyHeader, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch,
        ApiHeaders.IdempotencyKey, ApiHeaders.ChangeReason, HeaderNames.AcceptLanguage,
    ];

    private static readonly string[] Shown =
    [
        HeaderNames.ETag, HeaderNames.Link, HeaderNames.Location, HeaderNames.RetryAfter, ApiHeaders.RateLimit,
        ApiHeaders.RateLimitRemaining, ApiHeaders.RateLimitReset, ApiHeaders.IdempotentReplayed,
    ];

    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        var origins = builder.Configuration.List(Origins);

        if (origins.FirstOrDefault(o => !IsOrigin(o)) is { } wrong)
        {
            throw new StartupException(
                $"{Settings.Shown(Origins)}: '{wrong}' is no origin. Write them as https://example.com, with no path; * is none.");
        }

        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. origins])
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders(Sent)
            .WithExposedHeaders(Shown)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>With no origin named there is no preflight, and OPTIONS is a method like any other that is not taken.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Configuration.List(Origins).Count > 0)
        {
            app.UseCors();
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && url.UserInfo.Length == 0
        && !url.Host.Contains('*', StringComparison.Ordinal);
}
