using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// The credentials of a request: <c>Authorization: Bearer …</c> (RFC 6750) or, for an API key, <c>X-Api-Key</c>; never in a URL, which ends
/// up in logs. The exception is a feed link, which consists of its credential and opens one view only.
/// </summary>
public static class Credentials
{
    public const string ApiKeyScheme = "api-key";
    public const string FeedScheme = "feed-link";
    public const string FeedPath = "/feeds";
    public const string KeyHeader = "X-Api-Key";
    public const string KeyPrefix = "pt_";

    private const string BearerPrefix = "Bearer ";

    public static bool IsApiKey(string? token) => token?.StartsWith(KeyPrefix, StringComparison.Ordinal) is true;

    public static bool Has(HttpRequest request) =>
        request.Headers.ContainsKey(HeaderNames.Authorization) || request.Headers.ContainsKey(KeyHeader);

    public static bool IsFeedLink(HttpRequest request) => request.Path.StartsWithSegments(FeedPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the credential of a request; null when there is none, or more than one.</summary>
    public static string? Of(HttpRequest request)
    {
        var key = request.Headers[KeyHeader];
        var authorization = request.Headers.Authorization;

        return (key.Count, authorization.Count) switch
        {
            (1, 0) => key[0],
            (0, 1) => Bearer(authorization[0]!),
            _ => null,
        };
    }

    private static string? Bearer(string authorization) =>
        authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? authorization[BearerPrefix.Length..].Trim(' ') : null;
}
