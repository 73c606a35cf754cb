namespace PartnershipTracker.Files.Writers;

/// <summary>A table as CSV or as a workbook. The members of a row are its columns.</summary>
/// <param name="name">The name of the file, without date and extension.</param>
/// <param name="rows">The rows, which are read one by one.</param>
public sealed class TableFile<TRow>(string name, ExportRows<TRow> rows) : ExportedFile(name, rows.Reads)
{
    private readonly string _name = name;

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        var (begun, cancellation) = (await Begin(rows.Items, http.RequestAborted), http.RequestAborted);
        await (format == FileFormat.Csv
            ? CsvFile.Write(body, begun, cancellation)
            : Workbook.Write(body, [Sheet.Of(_name, begun), .. rows.Sheets()], ExportMetadata.Of(http), cancellation));
    }
}
