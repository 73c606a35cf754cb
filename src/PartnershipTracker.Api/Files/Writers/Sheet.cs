namespace PartnershipTracker.Files.Writers;

/// <summary>A table in a workbook, under its name.</summary>
public abstract class Sheet(string name)
{
    public string Name => name;

    /// <summary>Creates a sheet whose rows are read when it is written.</summary>
    public static Sheet Of<TRow>(string name, IAsyncEnumerable<TRow> rows) => new Sheet<TRow>(name, rows);

    /// <summary>Writes the rows, and returns their number.</summary>
    internal abstract Task<long> WriteTo(Workbook workbook, CancellationToken cancellation);
}

internal sealed class Sheet<TRow>(string name, IAsyncEnumerable<TRow> rows) : Sheet(name)
{
    internal override Task<long> WriteTo(Workbook workbook, CancellationToken cancellation) =>
        workbook.WriteRows(Name, TableColumns<TRow>.Names, rows.Select(TableColumns<TRow>.Of), cancellation);
}

/// <summary>A sheet whose columns are known only when it is written.</summary>
internal sealed class ColumnSheet(string name, IReadOnlyList<string> columns, IAsyncEnumerable<IEnumerable<object?>> rows) : Sheet(name)
{
    internal override Task<long> WriteTo(Workbook workbook, CancellationToken cancellation) =>
        workbook.WriteRows(Name, columns, rows, cancellation);
}
