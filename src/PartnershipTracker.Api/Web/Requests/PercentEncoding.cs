using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// The check of the percent-encoded parts of a URL. ASP.NET Core keeps escapes of bytes that are not UTF-8 as they are, so that a search
/// for them would find nothing, and one half of a surrogate pair is such bytes too.
/// </summary>
public static class PercentEncoding
{
    private const string Code = "not_utf8";

    /// <summary>Refuses a path whose parameter is not UTF-8.</summary>
    public static Task CheckPath(HttpContext context, RequestDelegate next)
    {
        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var parameter = IsUtf8(sent) ? null : context.Request.RouteValues.FirstOrDefault(p => !IsUtf8($"{p.Value}")).Key;

        return parameter is null ? next(context) : throw new ProblemException("invalid_request", Fault.Of(parameter, Code));
    }

    /// <summary>Returns a fault for each parameter of a query that is not UTF-8.</summary>
    internal static IReadOnlyList<Fault> Faults(QueryString query)
    {
        if (IsUtf8(query.Value))
        {
            return [];
        }

        var faults = new List<Fault>();

        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            if (!IsUtf8(parameter.EncodedValue.ToString()))
            {
                faults.Add(Fault.Of(parameter.DecodeName().ToString(), Code));
            }
        }

        return faults;
    }

    /// <summary>Returns true unless a text has escapes of bytes that are not UTF-8. A percent sign that begins no escape is one.</summary>
    internal static bool IsUtf8(string? encoded)
    {
        if (encoded is null || !encoded.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        var bytes = Encoding.UTF8.GetBytes(encoded);

        return Utf8Text.Check(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length)) is null;
    }
}
