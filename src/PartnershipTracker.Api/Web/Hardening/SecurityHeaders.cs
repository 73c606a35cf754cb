namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// Headers for browsers: they do not guess the media type, show the answer in no frame, and send no referrer. They are added at the last
/// moment, because a failure clears the headers first, and around everything, because a refused Host is answered early.
/// </summary>
public sealed class SecurityHeaders : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            // Before the request is handled: showing a feed link's view changes the request's path.
            var isFeed = Credentials.IsFeedLink(context.Request);
            context.Response.OnStarting(() =>
            {
                AddTo(context, isFeed);

                return Task.CompletedTask;
            });

            return rest(context);
        });
        next(app);
    };

    internal static void AddTo(HttpContext context, bool isFeed)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = isFeed ? "cross-origin" : "same-origin"; // feed links are made to be embedded

        if (!context.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal))
        {
            var isPicture = context.Response.ContentType?.StartsWith(FileFormat.Svg.MediaType, StringComparison.Ordinal) is true;
            headers.ContentSecurityPolicy = context.GetEndpoint()?.Metadata.GetMetadata<ContentSecurityPolicy>()?.Text
                ?? $"default-src 'none'; {(isPicture ? "style-src 'unsafe-inline'; " : "")}frame-ancestors 'none'";
        }

        if (context.Request.IsHttps && !LocalAdministrator.IsLoopbackHost(context.Request.Host.Host))
        {
            headers.StrictTransportSecurity = "max-age=31536000"; // not for localhost, which other programs share
        }
    }
}

/// <summary>The Content-Security-Policy (CSP Level 3) of an endpoint whose answer is a page; all others may load nothing.</summary>
public sealed record ContentSecurityPolicy(string Text);
