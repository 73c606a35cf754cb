namespace PartnershipTracker.Features.Sources;

/// <summary>The canonical form of a URL. It leaves out tracking parameters, because they do not identify the page.</summary>
internal static class CanonicalUrl
{
    private static readonly string[] TrackingPrefixes = ["utm_", "fbclid", "gclid", "msclkid", "igshid", "mc_cid", "mc_eid"];

    /// <summary>
    /// Returns the URL with scheme and host in lower case, and without default port, fragment and tracking parameters (RFC 3986, section
    /// 6.2).
    /// </summary>
    public static string? Of(string? url)
    {
        if (url is null)
        {
            return null;
        }

        var address = new UriBuilder(new Uri(url, UriKind.Absolute)) { Fragment = "" };
        address.Query = string.Join('&', address.Query.TrimStart('?').Split('&').Where(p => !IsTracking(p)));

        return address.Uri.AbsoluteUri;
    }

    private static bool IsTracking(string parameter) =>
        Array.Exists(TrackingPrefixes, prefix => parameter.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
