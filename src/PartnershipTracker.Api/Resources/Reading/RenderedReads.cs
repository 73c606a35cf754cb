namespace PartnershipTracker.Resources.Reading;

/// <summary>
/// The reads of whole resources. One statement filters, sorts and returns the images that the writes have stored. If one of them has
/// another shape, or a row has none, all are rendered from the rows and their parts in their place.
/// </summary>
public static class RenderedReads
{
    public static Task<Page<Rendered<TResponse>>> ToPage<T, TResponse>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var db = filter.Request.HttpContext.RequestServices.GetRequiredService<TrackerDb>();

        return db.ToPage<T, TResponse>(
            () => found.ToRows(filter, sorting, keys => RenderedRow.Select<T>(keys, db.CurrentSnapshot), row => row.Keys, cancellation),
            cancellation);
    }

    /// <summary>Shows the rows of a page.</summary>
    /// <param name="db">The database.</param>
    /// <param name="read">Reads the rows, with the snapshot that the statement has seen.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    internal static async Task<Page<Rendered<TResponse>>> ToPage<T, TResponse>(
        this TrackerDb db, Func<Task<(IReadOnlyList<RenderedRow> Rows, string? Next, int? Total)>> read, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var isFirst = !db.HasRead;
        var (rows, next, total) = await read();

        if (isFirst && rows.Count == 0)
        {
            db.Snapshot = await db.CurrentSnapshot.SingleAsync(cancellation); // no row had it
            (rows, next, total) = await read();
        }
        else if (isFirst)
        {
            db.Snapshot = rows[0].Snapshot;
        }

        var items = rows.Select(row => row.Show<T, TResponse>()).ToList();

        return new(
            items.Contains(null) ? await db.Render<T, TResponse>(rows, cancellation) : [.. items.OfType<Rendered<TResponse>>()],
            next,
            total);
    }

    /// <summary>Renders the roots from their rows and parts. One that has been deleted meanwhile is left out.</summary>
    private static async Task<IReadOnlyList<Rendered<TResponse>>> Render<T, TResponse>(
        this TrackerDb db, IReadOnlyList<RenderedRow> rows, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var ids = rows.Select(row => $"{row.Id}").ToList();
        var roots = await db.ByIds<T>(ids).AsNoTracking().ToDictionaryAsync(root => root.IdText, StringComparer.Ordinal, cancellation);

        return [.. ids.Where(roots.ContainsKey).Select(id => Rendered.Of<T, TResponse>(roots[id]))];
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
