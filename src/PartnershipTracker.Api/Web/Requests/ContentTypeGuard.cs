using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Web.Requests;

/// <summary>Holds every body to what its endpoint says that it reads: that media type and no relative of it, in UTF-8, as it is.</summary>
public static class ContentTypeGuard
{
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } reads && HasBody(context))
        {
            // It is UTF-8 from here on, whichever way that was written: the framework stumbles over "utf-8" in quotes.
            context.Request.ContentType = IsReadable(context.Request, reads, out var mediaType)
                ? mediaType
                : throw new ProblemException("unsupported_media_type");
        }

        return next(context);
    }

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true;

    private static bool IsReadable(HttpRequest request, IAcceptsMetadata reads, out string? mediaType) =>
        (mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null) is not null
        && reads.ContentTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase)
        && (!type!.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
