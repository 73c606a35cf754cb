using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Web.Caching;

/// <summary>An answer that knows which version of the register it shows.</summary>
public interface IVersioned
{
    /// <summary>The entity tag, quoted, as the ETag header has it.</summary>
    string EntityTag { get; }
}

/// <summary>An answer that shows a secret, once.</summary>
public interface ICarriesSecret;

/// <summary>ETag and Cache-Control on whatever a handler shows, and 304 to a caller who has it already (RFC 9110, section 13).</summary>
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

            headers.ETag = shown.EntityTag;
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

        return request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == "*" || known.Compare(shown, useStrongComparison: false));
    }
}
