using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

public sealed class CorsSettings : ISettings
{
    public static string Section => "Cors";

    public IReadOnlyList<string> Origins { get; init; } = [];

    public IEnumerable<(string Member, string Fault)> Faults() => Origins.Where(o => !IsOrigin(o)).Select(wrong =>
        (nameof(Origins), $"'{wrong}' is no origin. Write them as https://example.com, with no path; * is not accepted."));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && string.Equals(url.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && url.UserInfo.Length == 0
        && !url.Host.Contains('*', StringComparison.Ordinal);
}

/// <summary>
/// Access for pages of the origins that the configuration names. They send credentials in headers; credentials that a browser adds by
/// itself (cookies, the local administrator's place at this machine) are never accepted.
/// </summary>
public static class Cors
{
    private static readonly string[] Sent =
    [
        HeaderNames.Authorization, Credentials.KeyHeader, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch,
        ApiHeaders.IdempotencyKey, ApiHeaders.ChangeReason, ApiHeaders.LastEventId, HeaderNames.AcceptLanguage,
        ApiHeaders.Position,
    ];

    private static readonly string[] Shown =
    [
        HeaderNames.ContentDisposition, HeaderNames.ETag, HeaderNames.Link, HeaderNames.Location, HeaderNames.RetryAfter,
        ApiHeaders.RateLimit, ApiHeaders.RateLimitRemaining, ApiHeaders.RateLimitReset, ApiHeaders.IdempotentReplayed,
        ApiHeaders.ChangesCursor, ApiHeaders.Position,
    ];

    public static void AddCrossOrigin(this WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<CorsSettings>();
        builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins])
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders(Sent)
            .WithExposedHeaders(Shown)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>Answers preflights when an origin is configured; otherwise OPTIONS is refused like any other unknown method.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.HasOrigins())
        {
            app.UseCors();
        }
    }

    public static bool HasOrigins(this WebApplication app) => app.Configuration.List("Cors:Origins").Count > 0;

    /// <summary>Returns what keeps the page of another origin from sending its request, if this is such a page's preflight.</summary>
    public static Fault[] FaultsOf(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0 && request.Headers.Origin.Count > 0
            ? [Fault.Of(HeaderNames.Origin, "no_origins", $"{request.Headers.Origin}")]
            : [];
}
