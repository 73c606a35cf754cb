using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Http.Security;

/// <summary>
/// Where credentials are: <c>Authorization: Bearer …</c> (RFC 6750) or, of an API key, <c>X-Api-Key</c>; never in a URL, which ends up in
/// logs.
/// </summary>
public static class Credentials
{
    public const string ApiKeyScheme = "api-key";
    public const string KeyHeader = "X-Api-Key";
    public const string KeyPrefix = "pt_";

    private const string BearerPrefix = "Bearer ";

    /// <summary>Whether somebody says who they are, rightly or not.</summary>
    public static bool ArePresented(HttpRequest request) =>
        request.Headers.ContainsKey(HeaderNames.Authorization) || request.Headers.ContainsKey(KeyHeader);

    /// <summary>The token of an Authorization header, or null.</summary>
    public static string? Bearer(string authorization) =>
        authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? authorization[BearerPrefix.Length..].Trim() : null;

    public static bool IsApiKey(string? token) => token?.StartsWith(KeyPrefix, StringComparison.Ordinal) is true;

    /// <summary>The API key that a request presents; null when there is none, or more than one way of saying who one is.</summary>
    public static string? ApiKey(HttpRequest request)
    {
        var inHeader = request.Headers[Credentials.KeyHeader];
        var authorization = request.Headers[HeaderNames.Authorization];

        return (inHeader.Count, authorization.Count) switch
        {
            (1, 0) => inHeader.ToString(),
            (0, 1) => Bearer(authorization.ToString()),
            _ => null,
        };
    }
}
