using PartnershipTracker.Files.Readers;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The rows of an import as tables: those of the file with their columns, the outcome and what would be right, to be corrected and imported
/// again. A workbook has a sheet for each table. The rows of a file that is no table, and those of several tables in CSV, have their line
/// and collection instead of cells.
/// </summary>
internal sealed class ImportReport : ExportedFile
{
    /// <summary>The columns beside those of the file.</summary>
    private static readonly IReadOnlyList<string> OutcomeColumns = TableHeader.ReportColumns;

    /// <summary>The columns of a row that is shown without its cells.</summary>
    private static readonly IReadOnlyList<string> PlaceColumns = ["line", "resource"];

    private readonly IReadOnlyList<ReportTable> _tables;
    private readonly IQueryable<ImportedRow> _rows;

    private ImportReport(IQueryable<ImportedRow> rows, IReadOnlyList<ReportTable> tables)
        : base("import-report", [(session, cancellation) => RecordReads(rows, session, cancellation)]) =>
        (_rows, _tables) = (rows, tables);

    private sealed record Shown(IEnumerable<AuditedRead> Reads) : IAuditedRead;

    private sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IQueryable<ImportedRow> Rows);

    public static async Task<ImportReport> Of(TrackerDb db, Operation import, CancellationToken cancellation)
    {
        var rows = db.RowsOf(import.Id);
        var names = await rows.Where(r => r.Table != null).Select(r => r.Table!).Distinct().Order().ToListAsync(cancellation);
        var tables = new List<ReportTable>();

        foreach (var name in names.Cast<string?>().DefaultIfEmpty())
        {
            var ofTable = names.Count > 1 ? rows.Where(r => r.Table == name) : rows;
            tables.Add(new(name ?? "report", WithOutcome(await ColumnsOf(db, import.Id, name, ofTable, cancellation)), ofTable));
        }

        return new(rows, tables);
    }

    /// <summary>Returns the columns of the first row, and those that rows with errors add because the table lacks them.</summary>
    private static async Task<IEnumerable<string>> ColumnsOf(
        TrackerDb db, Guid import, string? table, IQueryable<ImportedRow> rows, CancellationToken cancellation)
    {
        var first = await rows.Where(r => r.Cells != null).OrderBy(r => r.Line).ThenBy(r => r.Number).Select(r => r.Cells)
            .FirstOrDefaultAsync(cancellation);

        if (first is null)
        {
            return PlaceColumns;
        }

        var ofFaultyRows = await db.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM import_rows, json_object_keys(cells) WITH ORDINALITY AS column_of_row (name, place)
            WHERE import_id = {import} AND errors IS NOT NULL AND cells IS NOT NULL AND table_name IS NOT DISTINCT FROM {table}
            GROUP BY name ORDER BY min(place), name
            """).ToListAsync(cancellation);

        return CellsOf(first).Keys.Union(ofFaultyRows).Except(OutcomeColumns, StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> WithOutcome(IEnumerable<string> columns) =>
        [.. columns, .. OutcomeColumns];

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        var cancellation = http.RequestAborted;

        if (format == FileFormat.Csv)
        {
            var isTable = _tables.Count == 1;
            var columns = isTable ? _tables[0].Columns : WithOutcome(PlaceColumns);
            await CsvFile.Write(body, columns, await Begin(Read(_rows, columns, isTable), cancellation), cancellation);

            return;
        }

        var sheets = _tables.Select(table => Read(table.Rows, table.Columns, isTable: true)).ToList();
        sheets[0] = await Begin(sheets[0], cancellation);
        await Workbook.Write(
            body, [.. _tables.Zip(sheets, (table, rows) => new ColumnSheet(table.Name, table.Columns, rows))],
            ExportMetadata.Of(http), cancellation);
    }

    private static IAsyncEnumerable<IEnumerable<object?>> Read(IQueryable<ImportedRow> rows, IReadOnlyList<string> columns, bool isTable) =>
        rows.OrderBy(r => r.Line).ThenBy(r => r.Number).AsAsyncEnumerable().Select(row => Print(row, columns, isTable));

    private static async Task RecordReads(IQueryable<ImportedRow> rows, ExportSession session, CancellationToken cancellation)
    {
        var classified = await rows
            .Where(r => r.Confidentiality >= Confidentiality.Confidential || r.Readers != Caller.None).ToListAsync(cancellation);
        await session.RecordReads(new Shown(classified.SelectMany(ImportRows.ReadOf)), cancellation);
    }

    private static IEnumerable<object?> Print(ImportedRow row, IReadOnlyList<string> columns, bool isTable)
    {
        var cells = row.Cells is { } written && isTable
            ? CellsOf(written)
            : new() { ["line"] = $"{row.Line}", ["resource"] = row.Table ?? row.Resource };
        var errors = row.Errors is null ? [] : JsonNode.Parse(row.Errors)!.AsArray();
        var faults = errors.Select(e => ($"{e!["code"]}", JsonFaults.Unescape($"{e["pointer"]}".TrimStart('#', '/'))));
        var mark = UncorrectedRow.MarkOf(faults, cells);
        var remarks = errors.Select(e => $"{e!["detail"]}").Concat(mark is null ? [] : [Messages.Fault("uncorrected_mark").Trim()]);
        cells[TableHeader.ReportedId] = mark ?? row.ResourceId;
        cells[TableHeader.Outcome] = EnumNames.Write(row.Outcome);
        cells[TableHeader.Remarks] = row.Errors is null ? null : string.Join(' ', remarks);

        return columns.Select(cells.GetValueOrDefault).ToList();
    }

    private static Dictionary<string, string?> CellsOf(string json) => JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
}
