namespace PartnershipTracker.Web.Routing;

/// <summary>The handling of HEAD as a GET without the body (RFC 9110, section 9.3.2).</summary>
public static class HeadRequests
{
    private static readonly object HeadMark = new();

    /// <summary>Returns true for a HEAD request, which needs no body.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(HeadMark);

    public static async Task HeadAsGet(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);

            return;
        }

        context.Request.Method = HttpMethods.Get;
        context.Items[HeadMark] = true;
        context.Response.Body = Stream.Null;
        await next(context);
        context.Request.Method = HttpMethods.Head;
    }
}
