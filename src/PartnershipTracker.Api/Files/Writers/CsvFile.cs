using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Files.Writers;

/// <summary>RFC 4180 with a header, in UTF-8 with a byte order mark; no text can begin a formula in a spreadsheet.</summary>
internal static class CsvFile
{
    private const int Buffer = 32 * 1024;

    /// <summary>The full-width ones too: where Korean is written, spreadsheets take them for the others.</summary>
    private static readonly char[] FormulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.None, // only texts are defused, not numbers: here, because it tells them apart
    };

    public static async Task Write<TRow>(Stream body, IAsyncEnumerable<TRow> rows, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Buffer, leaveOpen: true);
        await using var csv = new CsvWriter(text, Configuration, leaveOpen: true);

        foreach (var name in TableColumns<TRow>.Names)
        {
            csv.WriteField(name);
        }

        await csv.NextRecordAsync();

        await foreach (var row in rows.WithCancellation(cancellation))
        {
            foreach (var value in TableColumns<TRow>.Of(row))
            {
                csv.WriteField(value is string cell ? Defused(cell) : Cells.Print(value));
            }

            await csv.NextRecordAsync();
        }
    }

    /// <summary>An apostrophe before it makes it text; before one that has such already, another, so that it can be taken off.</summary>
    private static string Defused(string text) => IsFormula(text.TrimStart('\'')) ? "'" + text : text;

    /// <summary>What <see cref="Defused"/> was given.</summary>
    internal static string Restored(string cell) => cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;

    internal static bool IsFormula(string text) => text.Length > 0 && FormulaSigns.Contains(text[0]);
}
