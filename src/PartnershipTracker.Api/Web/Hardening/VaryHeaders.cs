using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// The request headers that an answer depends on (RFC 9110, section 12.5.5). The framework names them only where the request has them, but
/// a cache may keep the answer to a request without them, and give it to one that has them.
/// </summary>
public static class VaryHeaders
{
    /// <summary>Names the encodings on what may be compressed, and the origin if there are origins to choose from.</summary>
    public static void UseVaryHeaders(this WebApplication app)
    {
        var compression = app.Services.GetRequiredService<IResponseCompressionProvider>();
        var hasOrigins = app.HasOrigins();

        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode is StatusCodes.Status304NotModified || compression.ShouldCompressResponse(http))
                {
                    Add(http.Response, HeaderNames.AcceptEncoding);
                }

                if (hasOrigins)
                {
                    Add(http.Response, HeaderNames.Origin);
                }

                return Task.CompletedTask;
            });

            return next(http);
        });
    }

    private static void Add(HttpResponse response, string header)
    {
        if (!response.Headers.Vary.Any(names => names!.Contains(header, StringComparison.OrdinalIgnoreCase)))
        {
            response.Headers.Append(HeaderNames.Vary, header);
        }
    }
}
