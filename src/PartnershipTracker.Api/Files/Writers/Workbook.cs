using System.Globalization;
using System.IO.Compression;
using System.Text;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Files.Writers;

/// <summary>
/// A workbook (ECMA-376) written as it is read: sheets of rows under a header that stays in sight, and a last one that says what was asked.
/// </summary>
internal static class Workbook
{
    /// <summary>How many rows a sheet has; a spreadsheet takes 1,048,576. What is more goes on in another sheet.</summary>
    private const int MaxRows = 1_000_000;

    public static async Task Write<TRow>(
        Stream body, string name, IAsyncEnumerable<TRow> rows, ExportMetadata inquiry, CancellationToken cancellation)
    {
        await using var kept = new SyncWriteBuffer(body);

        await using (var zip = await ZipArchive.CreateAsync(kept, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation))
        {
            await Write(zip, name, rows, inquiry, cancellation);
        }

        await kept.FlushAsync(cancellation);
    }

    private static async Task Write<TRow>(
        ZipArchive zip, string name, IAsyncEnumerable<TRow> rows, ExportMetadata inquiry, CancellationToken cancellation)
    {
        await using var all = rows.Select(row => TableColumns<TRow>.Of(row)).GetAsyncEnumerator(cancellation);
        var sheets = new List<string>();
        var count = 0L;

        for (var isMore = await all.MoveNextAsync(); isMore || sheets.Count == 0;)
        {
            sheets.Add(sheets.Count == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {sheets.Count + 1}"));
            await using var sheet = await Worksheet.Begin(zip, sheets.Count, cancellation);
            await sheet.Write(TableColumns<TRow>.Names, cancellation);

            for (var rowsHere = 0; isMore && rowsHere < MaxRows; rowsHere++, count++)
            {
                await sheet.Write(all.Current, cancellation);
                isMore = await all.MoveNextAsync();
            }
        }

        sheets.Add("about");
        await Describe(zip, sheets.Count, inquiry.Rows(count), cancellation);
        await Bind(zip, sheets, cancellation);
    }

    private static async Task Describe(ZipArchive zip, int number, IEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        await using var about = await Worksheet.Begin(zip, number, cancellation);

        foreach (var row in rows)
        {
            await about.Write(row, cancellation);
        }
    }

    /// <summary>What makes the sheets a workbook. It may come last, and only then is it known how many there are.</summary>
    private static async Task Bind(ZipArchive zip, List<string> sheets, CancellationToken cancellation)
    {
        const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        string Each(Func<int, string> text) => string.Concat(Enumerable.Range(1, sheets.Count).Select(text));

        await Put("xl/workbook.xml", $"""
            <workbook xmlns="{Worksheet.Namespace}" xmlns:r="{Relations}"><sheets>{Each(n =>
                $"<sheet name=\"{sheets[n - 1]}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")}</sheets></workbook>
            """);
        await Put("xl/styles.xml", Worksheet.Styles);
        await Put("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships">{Each(n =>
                $"<Relationship Id=\"rId{n}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")}<Relationship
                Id="styles" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
            """);
        await Put("_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship
                Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        await Put("[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default
                Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
                PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/><Override
                PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/>{Each(n =>
                $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Types}.worksheet+xml\"/>")}</Types>
            """);

        async Task Put(string path, string xml)
        {
            await using var part = await zip.CreateEntry(path, CompressionLevel.Fastest).OpenAsync(cancellation);
            await part.WriteAsync(Encoding.UTF8.GetBytes(Worksheet.Declaration + xml), cancellation);
        }
    }
}
