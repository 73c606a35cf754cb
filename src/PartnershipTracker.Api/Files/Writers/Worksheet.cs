using System.Globalization;
using System.IO.Compression;
using System.Text;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Files.Writers;

/// <summary>One sheet of a workbook. Dates and numbers are typed; a text is a text, whatever it begins with.</summary>
internal sealed class Worksheet : IAsyncDisposable
{
    public const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <summary>The styles by their number: plain, a day, an instant, the header.</summary>
    public const string Styles =
        $"""
        <styleSheet xmlns="{Namespace}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt
            numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills
            count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders
            count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164"
            applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>
        """;

    /// <summary>The longest text that a cell takes.</summary>
    private const int MaxText = 32_767;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Spreadsheets believe that there was a 29 February 1900: before that, days are numbered one lower.</summary>
    private static readonly DateOnly AfterTheLeapDay = new(1900, 3, 1);

    private readonly Stream _entry;
    private readonly StreamWriter _xml;
    private readonly StringBuilder _row = new();
    private int _rows;

    /// <summary>The writer would close the entry by writing to the caller in one breath, which Kestrel refuses.</summary>
    private Worksheet(Stream entry)
    {
        _entry = entry;
        _xml = new StreamWriter(entry, Utf8, 32 * 1024, leaveOpen: true);
    }

    public static async Task<Worksheet> Begin(ZipArchive zip, int number, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{number}.xml");
        var sheet = new Worksheet(await zip.CreateEntry(path, CompressionLevel.Fastest).OpenAsync(cancellation));
        await sheet._xml.WriteAsync(
            $"""
            {Declaration}<worksheet xmlns="{Namespace}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"
                activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"
                defaultColWidth="18"/><sheetData>
            """.AsMemory(),
            cancellation);

        return sheet;
    }

    public async Task Write(IEnumerable<object?> cells, CancellationToken cancellation)
    {
        _row.Clear().Append("<row>");

        foreach (var cell in cells)
        {
            Append(cell);
        }

        await _xml.WriteAsync(_row.Append("</row>"), cancellation);
        _rows++;
    }

    public async ValueTask DisposeAsync()
    {
        await _xml.WriteAsync("</sheetData></worksheet>");
        await _xml.DisposeAsync();
        await _entry.DisposeAsync();
    }

    private void Append(object? cell) => _ = cell switch
    {
        null => _row.Append("<c/>"),
        DateOnly day => Number(style: 1, day.ToDateTime(default).ToOADate() - (day < AfterTheLeapDay ? 1 : 0)),
        DateTimeOffset instant => Number(style: 2, instant.UtcDateTime.ToOADate()),
        int number => Number(style: 0, number),
        long number => Number(style: 0, number),
        _ => AppendText(Cells.Print(cell)!),
    };

    private StringBuilder Number(int style, double value) =>
        _row.Append(CultureInfo.InvariantCulture, $"<c s=\"{style}\"><v>{value:R}</v></c>");

    private StringBuilder AppendText(string text) => _row
        .Append("<c t=\"inlineStr\"").Append(_rows == 0 ? " s=\"3\"" : "").Append("><is><t xml:space=\"preserve\">")
        .Append(Escaped(text.Length > MaxText ? text[..(MaxText - 2)] + "…" : text)).Append("</t></is></c>");

    private static string Escaped(string text) => text.AsSpan().ContainsAny('&', '<', '>')
        ? text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
        : text;
}
