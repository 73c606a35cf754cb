using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// What browsers may do with an answer: take it for nothing else than it is, show it in no frame, tell nobody where it was. They are put
/// on at the last moment, for a failure empties the headers first, and around everything, for a refused Host is answered early.
/// </summary>
public sealed class SecurityHeaders : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            // As it was asked for: what shows a feed link's view gives the request another address.
            var isFeed = Credentials.IsFeedLink(context.Request);
            context.Response.OnStarting(() =>
            {
                Put(context, isFeed);

                return Task.CompletedTask;
            });

            return rest(context);
        });
        next(app);
    };

    private static void Put(HttpContext context, bool isFeed)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = isFeed ? "cross-origin" : "same-origin"; // feed links are made to be embedded

        if (!context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal))
        {
            var isPicture = context.Response.ContentType?.StartsWith(FileFormat.Svg.MediaType, StringComparison.Ordinal) is true;
            headers.ContentSecurityPolicy = $"default-src 'none'; {(isPicture ? "style-src 'unsafe-inline'; " : "")}frame-ancestors 'none'";
        }

        if (context.Request.IsHttps && !LocalAdministrator.IsLoopbackHost(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = "max-age=31536000"; // not of localhost, which other programs share
        }
    }
}
