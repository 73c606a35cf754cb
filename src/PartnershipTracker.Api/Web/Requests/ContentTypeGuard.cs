using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Requests;

/// <summary>The check of a body against the media types of its endpoint: exactly one of those, in UTF-8 and not compressed.</summary>
public static class ContentTypeGuard
{
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepted && HasBody(context))
        {
            // Only the media type is passed on, in lower case, because the framework does not understand "utf-8" in quotes.
            context.Request.ContentType = IsReadable(context.Request, accepted, out var mediaType)
                ? mediaType!.ToLowerInvariant()
                : throw new ProblemException("unsupported_media_type");
        }

        return next(context);
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    private static bool IsReadable(HttpRequest request, IAcceptsMetadata accepted, out string? mediaType) =>
        (mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null) is not null
        && accepted.ContentTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase)
        && (!type!.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
