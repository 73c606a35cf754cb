namespace PartnershipTracker.Features.Sources;

/// <summary>The one spelling of a web address: what only says how somebody came there is not part of where it is.</summary>
internal static class CanonicalUrl
{
    private static readonly string[] Tracking = ["utm_", "fbclid", "gclid", "msclkid", "igshid", "mc_cid", "mc_eid"];

    /// <summary>Scheme and host in lower case, no default port, no fragment, no tracking parameters (RFC 3986, section 6.2).</summary>
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
        Array.Exists(Tracking, t => parameter.StartsWith(t, StringComparison.OrdinalIgnoreCase));
}
