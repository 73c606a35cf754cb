namespace PartnershipTracker.Files.Writers;

/// <summary>
/// A file that is sent while it is read from the database, whatever its size. A failure midway aborts the connection, so that no client
/// takes a part for the whole.
/// </summary>
/// <param name="name">The name of the file, without date and extension.</param>
/// <param name="reads">The audit of what the file shows; it is recorded before anything is written.</param>
public abstract class ExportedFile(string name, IReadOnlyList<ReadRecorder> reads) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, format) = (httpContext.Response, FileFormat.Of(httpContext)!);
        var session = httpContext.RequestServices.GetRequiredService<ExportSession>();
        var today = httpContext.RequestServices.GetRequiredService<TimeProvider>().Today();
        response.ContentType = format.ContentType;
        response.Headers.CacheControl = "no-store"; // an export is a snapshot and has no ETag
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}-{Day.Print(today)}.{format.Extension}\"";

        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        foreach (var record in DryRun.IsOn(httpContext) ? [] : reads) // a trial request shows its answer to nobody
        {
            await record(session, httpContext.RequestAborted);
        }

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
            await session.DisposeAsync();
        }
    }

    /// <summary>Reads the first row before anything is sent, so that a query that fails at once is answered with a problem.</summary>
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

    /// <summary>Writes the file.</summary>
    protected abstract Task Write(Stream body, FileFormat format, HttpContext http);
}
