using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Files.Writers;

/// <summary>
/// A file that is written while it is read from the store, whatever its size, and sent to the end or not at all: a failure in the middle
/// breaks the connection, so that no part of it looks like the whole.
/// </summary>
/// <param name="name">What the file is called, without date and extension.</param>
public abstract class ExportedFile(string name) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, format) = (httpContext.Response, FileFormat.Of(httpContext)!);
        var store = httpContext.RequestServices.GetRequiredService<ExportSession>();
        var today = httpContext.RequestServices.GetRequiredService<TimeProvider>().Today();
        response.ContentType = format.ContentType;
        response.Headers.CacheControl = "no-store"; // an export is of its moment, and has no ETag
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{Day.Print(today)}.{format.Extension}\"";

        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        await store.Disclose(httpContext.RequestAborted);

        try
        {
            await Write(response.Body, format, httpContext);
        }
        catch when (response.HasStarted)
        {
            httpContext.Abort();

            throw;
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    /// <summary>Reads the first row before anything is written, so that what fails at once is told as any failure is.</summary>
    protected static async Task<IAsyncEnumerable<T>> Begin<T>(IAsyncEnumerable<T> rows, CancellationToken cancellation)
    {
        var all = rows.GetAsyncEnumerator(cancellation);
        var isMore = await all.MoveNextAsync();

        return Rest();

        async IAsyncEnumerable<T> Rest()
        {
            await using (all)
            {
                for (; isMore; isMore = await all.MoveNextAsync())
                {
                    yield return all.Current;
                }
            }
        }
    }

    /// <summary>Writes the file. Whatever waits for the caller waits here, and so does what waits for the store.</summary>
    protected abstract Task Write(Stream body, FileFormat format, HttpContext http);
}
