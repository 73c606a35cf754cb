using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace PartnershipTracker.Files.Writers;

/// <summary>CSV by RFC 4180 with a header, in UTF-8 with a byte order mark. No text can begin a formula in a spreadsheet.</summary>
internal static class CsvFile
{
    private const int Buffer = 32 * 1024;

    /// <summary>The signs that begin a formula. With Korean settings, spreadsheets accept the full-width ones too.</summary>
    private static readonly char[] FormulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

    /// <summary>By default a cell with CRLF is quoted; one with a bare CR or LF would look like two rows.</summary>
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.None, // Defused does that for texts only: CsvHelper would change numbers too
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
                csv.WriteField(Cells.IsText(value) ? Defused(Cells.Print(value) ?? "") : Cells.Print(value));
            }

            await csv.NextRecordAsync();
        }
    }

    /// <summary>Puts an apostrophe before a formula, and another before one that has an apostrophe, which a reader removes.</summary>
    private static string Defused(string text) => IsFormula(text.TrimStart('\'')) ? "'" + text : text;

    /// <summary>Returns the text from which <see cref="Defused"/> made the cell.</summary>
    internal static string Restored(string cell) => cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;

    internal static bool IsFormula(string text) => text.Length > 0 && FormulaSigns.Contains(text[0]);
}
