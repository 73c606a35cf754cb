using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace PartnershipTracker.Files.Writers;

/// <summary>CSV by RFC 4180 with a header, in UTF-8 with a byte order mark. No text can begin a formula in a spreadsheet.</summary>
internal static class CsvFile
{
    private const int Buffer = 32 * 1024;

    /// <summary>By default a cell with CRLF is quoted; one with a bare CR or LF would look like two rows.</summary>
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.None, // CsvHelper would change numbers too
        ShouldQuote = cell => ConfigurationFunctions.ShouldQuote(cell) || cell.Field.AsSpan().ContainsAny('\r', '\n'),
    };

    public static Task Write<TRow>(Stream body, IAsyncEnumerable<TRow> rows, CancellationToken cancellation) =>
        Write(body, TableColumns<TRow>.Names, rows.Select(TableColumns<TRow>.Of), cancellation);

    public static async Task Write(
        Stream body, IReadOnlyList<string> columns, IAsyncEnumerable<IEnumerable<object?>> rows, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Buffer, leaveOpen: true);
        await using var csv = new CsvWriter(text, Configuration, leaveOpen: true);

        foreach (var name in columns)
        {
            csv.WriteField(name);
        }

        await csv.NextRecordAsync();

        await foreach (var row in rows.WithCancellation(cancellation))
        {
            foreach (var value in row)
            {
                csv.WriteField(Cells.IsText(value) ? LeadingApostrophe.Add(Cells.Print(value) ?? "", isCsv: true) : Cells.Print(value));
            }

            await csv.NextRecordAsync();
        }
    }
}
