using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace PartnershipTracker.Files.Writers;

/// <summary>
/// A workbook (ECMA-376) that is written while its rows are read: sheets of rows below a frozen header, and a last sheet about the export.
/// Dates and numbers are typed; a text stays a text, whatever it begins with.
/// </summary>
public sealed class Workbook
{
    /// <summary>The rows of one sheet. A spreadsheet takes 1,048,576; further rows continue on another sheet.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>The longest text that a cell takes.</summary>
    private const int MaxText = 32_767;

    private static readonly SpreadCheetahOptions Options = new()
    {
        DefaultDateTimeFormat = null,
        DocumentProperties = null, // they would name an author
        PreserveStringWhitespace = true,
    };

    private static readonly WorksheetOptions SheetOptions = new() { FrozenRows = 1, DefaultColumnWidth = 18 };

    /// <summary>Spreadsheets count a 29 February 1900, which did not exist: earlier days are numbered one lower.</summary>
    private static readonly DateOnly AfterLeapDay = new(1900, 3, 1);

    private readonly Spreadsheet _spreadsheet;
    private readonly StyleId _day;
    private readonly StyleId _instant;
    private readonly StyleId _header;

    private Workbook(Spreadsheet spreadsheet)
    {
        _spreadsheet = spreadsheet;
        _day = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom(@"yyyy\-mm\-dd") });
        _instant = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom(@"yyyy\-mm\-dd\ hh:mm:ss") });
        _header = spreadsheet.AddStyle(new Style { Font = new Font { Bold = true } });
    }

    public static async Task Write(
        Stream body, IReadOnlyList<Sheet> sheets, ExportMetadata metadata, CancellationToken cancellation)
    {
        await using var buffer = new SyncWriteBuffer(body);

        await using (var spreadsheet = await Spreadsheet.CreateNewAsync(buffer, Options, cancellation))
        {
            var workbook = new Workbook(spreadsheet);
            var counts = new List<(string Name, long Count)>();

            foreach (var sheet in sheets)
            {
                counts.Add((sheet.Name, await sheet.WriteTo(workbook, cancellation)));
            }

            await workbook.WriteMetadata(metadata.Rows(counts), cancellation);
            await spreadsheet.FinishAsync(cancellation);
        }

        await buffer.FlushAsync(cancellation);
    }

    /// <summary>Writes as many sheets as the rows need, at least one, and returns the number of rows.</summary>
    internal async Task<long> WriteRows(
        string name, IReadOnlyList<string> columns, IAsyncEnumerable<IEnumerable<object?>> rows, CancellationToken cancellation)
    {
        await using var all = rows.GetAsyncEnumerator(cancellation);
        var cells = new Cell[columns.Count];
        var (count, sheets) = (0L, 0);

        for (var isMore = await all.MoveNextAsync(); isMore || sheets == 0;)
        {
            var suffix = ++sheets == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" {sheets}");
            await Begin(name + suffix, [.. columns], cancellation);

            for (var rowsHere = 0; isMore && rowsHere < MaxRows; rowsHere++, count++)
            {
                foreach (var (column, value) in all.Current.Index())
                {
                    cells[column] = CellOf(value);
                }

                await _spreadsheet.AddRowAsync(cells, cancellation);
                isMore = await all.MoveNextAsync();
            }
        }

        return count;
    }

    private async Task WriteMetadata(IEnumerable<(string Name, object Value)> rows, CancellationToken cancellation)
    {
        await Begin("about", ["what", "value"], cancellation);

        foreach (var (name, value) in rows)
        {
            await _spreadsheet.AddRowAsync([CellOf(name), CellOf(value)], cancellation);
        }
    }

    private async Task Begin(string sheet, string[] header, CancellationToken cancellation)
    {
        await _spreadsheet.StartWorksheetAsync(sheet, SheetOptions, cancellation);
        await _spreadsheet.AddHeaderRowAsync(header, _header, cancellation);
    }

    private Cell CellOf(object? value) => value switch
    {
        null => default,
        DateOnly day => new(day.AddDays(day < AfterLeapDay ? -1 : 0).ToDateTime(default), _day),
        DateTimeOffset instant => new(instant.UtcDateTime, _instant),
        int number => new(number),
        long number => new(number),
        _ when Cells.Print(value)! is { Length: > MaxText } text => new(text[..(MaxText - 2)] + "…"),
        string or IEnumerable<string?> => new(Cells.Print(value) is { } text ? LeadingApostrophe.Add(text, isCsv: false) : null),
        _ => new(Cells.Print(value)),
    };
}
