using PartnershipTracker.Files.Readers;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The rows of an import as a table: those of the file with its columns, the outcome and what would be right, to be corrected and imported
/// again. The rows of a file that is no table have their line and collection.
/// </summary>
internal sealed class ImportReport : ExportedFile
{
    private const string Id = "id";

    private const string Outcome = "outcome";

    private const string Remarks = "remarks";

    /// <summary>The columns that an import ignores.</summary>
    private static readonly IReadOnlyList<string> Columns = TableHeader.ReportColumns;

    private readonly IReadOnlyList<string> _columns;
    private readonly IQueryable<ImportedRow> _rows;

    private ImportReport(IQueryable<ImportedRow> rows, IReadOnlyList<string> columns)
        : base("import-report", [(session, cancellation) => RecordReads(rows, session, cancellation)]) =>
        (_rows, _columns) = (rows, columns);

    private sealed record Shown(IEnumerable<AuditedRead> Reads) : IAuditedRead;

    public static async Task<ImportReport> Of(TrackerDb db, Operation import, CancellationToken cancellation)
    {
        var rows = db.RowsOf(import.Id);
        var first = await rows.Where(r => r.Cells != null).OrderBy(r => r.Line).ThenBy(r => r.Number).Select(r => r.Cells)
            .FirstOrDefaultAsync(cancellation);
        var columns = first is null
            ? ["line", "resource"]
            : CellsOf(first).Keys.Union(await MissingColumns(db, import.Id, cancellation)).Except(Columns, StringComparer.Ordinal).ToList();

        return new(rows, [.. columns, .. columns.Contains(Id) ? Array.Empty<string>() : [Id], .. Columns]);
    }

    /// <summary>Returns all columns of the rows with errors, which are those of the file and those that it lacks.</summary>
    private static Task<List<string>> MissingColumns(TrackerDb db, Guid import, CancellationToken cancellation) =>
        db.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM import_rows, json_object_keys(cells) WITH ORDINALITY AS column_of_row (name, place)
            WHERE import_id = {import} AND errors IS NOT NULL AND cells IS NOT NULL GROUP BY name ORDER BY min(place), name
            """).ToListAsync(cancellation);

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var rows = await Begin(
            _rows.OrderBy(r => r.Line).ThenBy(r => r.Number).AsAsyncEnumerable().Select(Print), cancellation);
        await (format == FileFormat.Csv
            ? CsvFile.Write(body, _columns, rows, cancellation)
            : Workbook.Write(body, [new ColumnSheet("report", _columns, rows)], ExportMetadata.Of(http), cancellation));
    }

    private static async Task RecordReads(IQueryable<ImportedRow> rows, ExportSession session, CancellationToken cancellation)
    {
        var classified = await rows
            .Where(r => r.Confidentiality >= Confidentiality.Confidential || r.Readers != Caller.None).ToListAsync(cancellation);
        await session.RecordReads(new Shown(classified.SelectMany(ImportRows.ReadOf)), cancellation);
    }

    private IEnumerable<object?> Print(ImportedRow row)
    {
        var cells = row.Cells is null
            ? new() { ["line"] = $"{row.Line}", ["resource"] = row.Resource }
            : CellsOf(row.Cells);
        cells[Id] = cells.GetValueOrDefault(Id) ?? row.ResourceId;
        cells[Outcome] = EnumNames.Write(row.Outcome);
        cells[Remarks] = row.Errors is null ? null : string.Join(' ', JsonNode.Parse(row.Errors)!.AsArray().Select(e => $"{e!["detail"]}"));

        return _columns.Select(cells.GetValueOrDefault).ToList();
    }

    private static Dictionary<string, string?> CellsOf(string json) => JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
}
