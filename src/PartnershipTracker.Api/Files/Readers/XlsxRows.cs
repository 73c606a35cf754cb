using System.Text;
using System.Text.RegularExpressions;
using ExcelDataReader;

namespace PartnershipTracker.Files.Readers;

/// <summary>The rows of a sheet of a workbook (ECMA-376) that <see cref="XlsxPackage"/> has checked. Memory holds one row.</summary>
/// <param name="file">The workbook.</param>
/// <param name="sheet">The sheet.</param>
internal sealed partial class XlsxRows(Stream file, XlsxSheet sheet) : FileRows
{
    private const int MaxColumns = 16_384;

    /// <summary>The library asks for code page 1252 even for workbooks that do not use it.</summary>
    static XlsxRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The name of the sheet.</summary>
    public string Sheet => sheet.Name;

    public override bool HasFormulas => false;

    public override Fault NoteOf(int header) => new("read_as_xlsx", sheet.Name, header.ToString(CultureInfo.InvariantCulture));

    public override IEnumerable<FileRow> Read()
    {
        using var rows = Rows().GetEnumerator();

        while (Next(rows) is { } row)
        {
            yield return row;

            if (row.IsLast)
            {
                yield break;
            }
        }
    }

    /// <summary>Returns the next row. The library throws exceptions of any type for a workbook that is not valid.</summary>
    private static FileRow? Next(IEnumerator<FileRow> rows)
    {
        try
        {
            return rows.MoveNext() ? rows.Current : null;
        }
        catch (Exception unreadable) when (unreadable is not (OutOfMemoryException or IOException))
        {
            return new(1, []) { Fault = Fault.At("#", "not_xlsx"), IsLast = true };
        }
    }

    private IEnumerable<FileRow> Rows()
    {
        file.Position = 0;
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true });

        while (reader.Name != sheet.Name && reader.NextResult())
        {
            // The library reads sheets only in their order.
        }

        if (reader.FieldCount > MaxColumns)
        {
            yield return new(1, []) { Fault = Fault.At("#", "item_too_large"), IsLast = true };
            yield break;
        }

        var merged = new MergedCells(reader.MergeCells);

        for (var line = 1; reader.Read(); line++)
        {
            var cells = new string[reader.FieldCount];

            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = sheet.Cells.Errors.GetValueOrDefault((line - 1, i)) ?? TextOf(reader, i);
            }

            var (above, beside) = merged.In(line - 1);

            yield return cells.Sum(cell => cell.Length) <= ImportRow.MaxBytes
                ? new(line, cells)
                {
                    MergedAbove = above,
                    MergedBeside = beside,
                    Struck = sheet.Cells.StruckIn(line - 1, cells.Length),
                    IsHidden = reader.RowHeight == 0 || sheet.Cells.IsHidden(line - 1),
                }
                : new(line, []) { Fault = Fault.At("#", "item_too_large"), IsLast = true };
        }
    }

    private string TextOf(IExcelDataReader reader, int at)
    {
        var format = Literals().Replace(reader.GetNumberFormatString(at) ?? "", "");

        return reader.GetValue(at) switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            DateTime { Year: < 1900 } time => TextOf(time.TimeOfDay),
            DateTime instant => TextOf(instant.AddDays(sheet.DaysLost), format),
            TimeSpan time => TextOf(time),
            // Spreadsheets show 15 digits, and so does a decimal; a power of ten is not what anybody typed.
            double number when Math.Abs(number) < 1e25 => TextOf((decimal)number, format),
            int number => TextOf(number, format),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var text => text.ToString() ?? "",
        };
    }

    /// <summary>Prints a number with the percent sign and the leading zeros that its cell shows.</summary>
    private static string TextOf(decimal number, string format) =>
        format.Contains('%', StringComparison.Ordinal) ? $"{(number * 100).ToString("0.############", CultureInfo.InvariantCulture)}%"
        : format.Length > 1 && format.All(sign => sign is '0') ? number.ToString(format, CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Prints a time of day or a duration, which a spreadsheet stores as a part of a day.</summary>
    private static string TextOf(TimeSpan time)
    {
        var rounded = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)rounded.TotalHours:00}:{rounded.Minutes:00}{(rounded.Seconds == 0 ? "" : $":{rounded.Seconds:00}")}");
    }

    /// <summary>
    /// Prints a date as its cell shows it: a format without a day shows a month, and its first day is what the spreadsheet added. Any other
    /// day was typed.
    /// </summary>
    private static string TextOf(DateTime instant, string format)
    {
        var rounded = new DateTime((instant.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        bool Shows(char part) => format.Contains(part, StringComparison.OrdinalIgnoreCase);

        return rounded switch
        {
            { TimeOfDay.Ticks: 0, Day: 1 } when !Shows('d') && !Shows('h') && !Shows('s') && Shows('m') => Print("yyyy-MM"),
            { TimeOfDay.Ticks: 0, Day: 1, Month: 1 } when Shows('y') && !Shows('d') && !Shows('h') => Print("yyyy"),
            { TimeOfDay.Ticks: 0 } when !Shows('h') => Print("yyyy-MM-dd"),
            _ => Print("yyyy-MM-dd HH:mm:ss"),
        };

        string Print(string pattern) => rounded.ToString(pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>The parts of a number format that are shown as they are, or are no part of a date.</summary>
    [GeneratedRegex("""\"[^\"]*\"|\[[^\]]*\]|\\.|_.""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Literals();
}
