namespace PartnershipTracker.Files.Writers;

/// <summary>Records the classified resources that a file shows.</summary>
public delegate Task ReadRecorder(ExportSession session, CancellationToken cancellation);

/// <summary>
/// The rows of a file. They carry the audit of what they show, which follows from the type of the query that they are read from: a file
/// takes no other rows, so that none shows something classified unrecorded.
/// </summary>
public sealed class ExportRows<TRow>
{
    internal ExportRows(IAsyncEnumerable<TRow> items, params IReadOnlyList<ReadRecorder> reads) => (Items, Reads) = (items, reads);

    /// <summary>The further sheets of a workbook. They show nothing classified beyond what the rows do.</summary>
    internal Func<IReadOnlyList<Sheet>> Sheets { get; init; } = () => [];

    internal IAsyncEnumerable<TRow> Items { get; }

    internal IReadOnlyList<ReadRecorder> Reads { get; }
}

public static class ExportRows
{
    /// <summary>Exports a row for each item of a query.</summary>
    public static ExportRows<TRow> ToExport<T, TRow>(this IQueryable<T> found, Func<T, TRow> row)
        where T : Root, IResource => found.ExportWith(all => all.AsNoTracking().AsAsyncEnumerable().Select(row));

    /// <summary>Exports the items of a query with a statement of its own, and parts of the same items on further sheets.</summary>
    public static ExportRows<TRow> ExportWith<T, TRow>(
        this IQueryable<T> found, Func<IQueryable<T>, IAsyncEnumerable<TRow>> read, params IReadOnlyList<Func<IQueryable<T>, Sheet>> sheets)
        where T : Root, IResource
    {
        ReadRecorder[] reads = typeof(T).IsAssignableTo(typeof(IClassified))
            ? [(session, cancellation) => session.RecordReads(found, cancellation)]
            : [];

        return new(read(found), reads) { Sheets = () => [.. sheets.Select(sheet => sheet(found))] };
    }

    /// <summary>Exports the rows of an answer, which knows what it shows.</summary>
    public static ExportRows<TRow> ToExport<TRow>(this IEnumerable<TRow> rows, IAuditedRead shown) =>
        new(rows.ToAsyncEnumerable(), (session, cancellation) => session.RecordReads(shown, cancellation));
}
