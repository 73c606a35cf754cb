using System.IO.Compression;
using System.Xml.Linq;

namespace PartnershipTracker.Tests.Web;

/// <summary>Reads workbooks of the application.</summary>
public static class Workbook
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Returns the XML of a sheet, by its number from 1.</summary>
    public static async Task<string> Sheet(TrackerApp app, string url, int number, params (string, string)[] headers)
    {
        using var bytes = new MemoryStream(await app.GetBytes(url, headers));
        using var zip = new ZipArchive(bytes);
        using var text = new StreamReader(zip.GetEntry($"xl/worksheets/sheet{number}.xml")!.Open());

        return await text.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the cells of a sheet by row: a text, or the style (0 by default) and the number.</summary>
    public static async Task<List<List<string>>> Cells(TrackerApp app, string url, int number, params (string, string)[] headers) =>
    [
        .. XDocument.Parse(await Sheet(app, url, number, headers)).Descendants(Main + "row")
            .Select(row => row.Elements(Main + "c").Select(Read).ToList()),
    ];

    private static string Read(XElement cell) => cell.Element(Main + "v") is { } number
        ? $"{cell.Attribute("s")?.Value ?? "0"}:{number.Value}"
        : string.Concat(cell.Descendants(Main + "t").Select(t => t.Value));
}
