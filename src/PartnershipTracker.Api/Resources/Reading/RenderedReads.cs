namespace PartnershipTracker.Resources.Reading;

/// <summary>
/// The reads of whole resources. One statement filters, sorts and returns the images that the writes have stored. If one of them has
/// another shape, or a row has none, all are rendered from the rows and their parts in their place.
/// </summary>
public static class RenderedReads
{
    public static async Task<Page<Rendered<TResponse>>> ToPage<T, TResponse>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var db = filter.Request.HttpContext.RequestServices.GetRequiredService<TrackerDb>();
        var isFirst = !db.HasRead;
        var (rows, next, total) = await Read();

        if (isFirst && rows.Count == 0)
        {
            db.Snapshot = await db.CurrentSnapshot.SingleAsync(cancellation); // no row had it
            (rows, next, total) = await Read();
        }
        else if (isFirst)
        {
            db.Snapshot = rows[0].Snapshot;
        }

        var items = rows.Select(row => row.Show<T, TResponse>()).ToList();

        return items.Contains(null)
            ? await found.ToPage(filter, sorting, Rendered.Of<T, TResponse>, cancellation)
            : new([.. items.OfType<Rendered<TResponse>>()], next, total);

        async Task<(IReadOnlyList<RenderedRow> Rows, string? Next, int? Total)> Read() => await found.ToRows(
            filter, sorting, keys => RenderedRow.Select<T>(keys, db.CurrentSnapshot), row => row.Keys, cancellation);
    }

    /// <summary>Returns the responses of all found roots, unsorted.</summary>
    public static async Task<IReadOnlyList<Rendered<TResponse>>> ToRendered<T, TResponse>(
        this IQueryable<T> found, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var rows = await found.AsNoTracking().Select(RenderedRow.Select<T>([])).ToListAsync(cancellation);
        var items = rows.Select(row => row.Show<T, TResponse>()).ToList();

        return items.Contains(null)
            ? [.. (await found.AsNoTracking().ToListAsync(cancellation)).Select(Rendered.Of<T, TResponse>)]
            : [.. items.OfType<Rendered<TResponse>>()];
    }
}
