using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// The check of a body against the media types of its endpoint: exactly one of those, not compressed and in UTF-8. Only CSV has other
/// encodings too.
/// </summary>
public static class ContentTypeGuard
{
    /// <summary>The parameter of the media type that the request has after the check when it declares CP949 or EUC-KR.</summary>
    public const string Korean = "; charset=cp949";

    private static readonly string[] KoreanNames =
        ["cp949", "euc-kr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "ms949", "uhc", "windows-949", "x-windows-949"];

    private static readonly string[] Utf16Names = ["utf-16", "utf-16le", "utf-16be"];

    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepted && HasBody(context))
        {
            // Only the media type is passed on, in lower case, because the framework does not understand "utf-8" in quotes.
            context.Request.ContentType = IsReadable(context.Request, accepted, out var mediaType, out var charset)
                ? mediaType!.ToLowerInvariant() + (Has(KoreanNames, charset) ? Korean : "")
                : throw new ProblemException("unsupported_media_type");
        }

        return next(context);
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    private static bool IsReadable(HttpRequest request, IAcceptsMetadata accepted, out string? mediaType, out string? charset)
    {
        var isType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        (mediaType, charset) = isType ? (type!.MediaType.Value, HeaderUtilities.RemoveQuotes(type.Charset).Value) : (null, null);

        return mediaType is not null && accepted.ContentTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase)
            && (string.IsNullOrEmpty(charset) || Has(["utf-8"], charset)
                || (Has([FileFormat.Csv.MediaType], mediaType) && (Has(KoreanNames, charset) || Has(Utf16Names, charset))))
            && request.Headers.ContentEncoding.Count == 0;
    }

    private static bool Has(string[] names, string? charset) => names.Contains(charset, StringComparer.OrdinalIgnoreCase);
}
