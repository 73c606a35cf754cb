using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Caching;

/// <summary>A response with an entity tag.</summary>
public interface IVersioned
{
    /// <summary>The entity tag in quotes, as in the ETag header.</summary>
    string EntityTag { get; }
}

/// <summary>A response that shows a secret, which is shown only once.</summary>
public interface ICarriesSecret;

/// <summary>
/// The filter that sets ETag and Cache-Control, and answers 304 if the caller has the response already (RFC 9110, section 13).
/// </summary>
public static class ETagFilter
{
    public static RouteGroupBuilder WithETags(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var (request, headers) = (context.HttpContext.Request, context.HttpContext.Response.Headers);
            headers.CacheControl = "private, no-cache";

            if (result.Value() is not IVersioned shown)
            {
                return result;
            }

            headers.ETag = headers.ETag.Count > 0 ? headers.ETag : shown.EntityTag; // a computed answer has set a longer one
            headers.CacheControl = shown is ICarriesSecret ? "no-store" : headers.CacheControl;

            return HttpMethods.IsGet(request.Method) && IsKnown(request, shown.EntityTag)
                ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                : result;
        });

        return group;
    }

    private static bool IsKnown(HttpRequest request, string tag)
    {
        var shown = EntityTagHeaderValue.Parse(tag);

        return request.GetTypedHeaders().IfNoneMatch.Any(known =>
            known.Tag == "*" || ETag.OfContent(known).Compare(shown, useStrongComparison: false));
    }
}
