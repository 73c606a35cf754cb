using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Responses;

/// <summary>
/// A stream of server-sent events (HTML Standard, section 9.2). An event without data is sent as a comment with its id: clients keep the
/// id, and their handlers get nothing.
/// </summary>
public sealed class EventStreamResult(IAsyncEnumerable<SseItem<string>> events) : IResult
{
    public const string MediaType = "text/event-stream";

    /// <summary>Returns true if the client names this media type in Accept, and prefers no other one that it names.</summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var stream = accepted.FirstOrDefault(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

        return stream is not null && QualityOf(stream) > 0 && accepted.All(type => QualityOf(type) <= QualityOf(stream));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ends) = (httpContext.Response, httpContext.RequestAborted);
        (response.ContentType, response.Headers.CacheControl) = (MediaType, "no-store");
        response.Headers["X-Accel-Buffering"] = "no"; // for nginx, which would collect events
        httpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();

        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        await foreach (var item in events.WithCancellation(ends))
        {
            if (item.Data.Length > 0)
            {
                await SseFormatter.WriteAsync(AsyncEnumerable.Repeat(item, 1), response.Body, ends);
            }
            else
            {
                var retry = item.ReconnectionInterval is { } interval ? $"retry: {interval.TotalMilliseconds:0}\n" : "";
                await response.Body.WriteAsync(Encoding.UTF8.GetBytes($": no change\nid: {item.EventId}\n{retry}\n"), ends);
            }

            await response.Body.FlushAsync(ends);
        }
    }

    private static double QualityOf(MediaTypeHeaderValue type) => type.Quality ?? 1;
}
