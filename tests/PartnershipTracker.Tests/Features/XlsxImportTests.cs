using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Imports of workbooks: typed cells, several sheets, and packages that are larger than memory.</summary>
public sealed class XlsxImportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    internal const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Styles =
        """
        <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4">
        <numFmt numFmtId="164" formatCode="mmm\-yy"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/>
        <numFmt numFmtId="166" formatCode="yyyy&quot;년&quot;"/><numFmt numFmtId="167" formatCode="000000"/></numFmts><cellXfs count="9"><xf numFmtId="0"/><xf numFmtId="14"/>
        <xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
        <xf numFmtId="20"/><xf numFmtId="9"/><xf numFmtId="167"/><xf numFmtId="46"/></cellXfs></styleSheet>
        """;

    private Task<ApiResponse> Import(byte[] file, string query) => app.Import(file, MediaType, query);

    private static string T(string text) => $" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string Date(string date, int style) =>
        string.Create(CultureInfo.InvariantCulture, $" s=\"{style}\"><v>{DateTime.Parse(date, CultureInfo.InvariantCulture).ToOADate()}</v></c>");

    private static string Row(int number, params string[] cells) => string.Create(
        CultureInfo.InvariantCulture,
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, i) => cell.Length == 0 ? "" : $"<c r=\"{(char)('A' + i)}{number}\"{cell}"))}</row>");

    /// <summary>Returns a row of texts.</summary>
    internal static string Texts(int number, params string[] cells) => Row(number, [.. cells.Select(T)]);

    /// <summary>Returns a sheet of texts and errors, in which empty cells are left out.</summary>
    internal static string Sheet(IEnumerable<IReadOnlyList<string>> rows) => string.Concat(rows.Select((row, i) => Row(i + 1, [.. row.Select(cell =>
        cell.Length == 0 ? "" : cell is ['#', .., '!'] or "#N/A" ? $" t=\"e\"><v>{cell}</v></c>" : T(System.Security.SecurityElement.Escape(cell)))])));

    internal static byte[] Workbook(params (string Name, string Rows)[] sheets) => Package([
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
            + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
            + string.Concat(sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Target=\"worksheets/sheet{i + 1}.xml\" "
                + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/>"))
            + "<Relationship Id=\"rId99\" Target=\"styles.xml\" "
            + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\"/></Relationships>"),
        ("xl/styles.xml", Styles),
        .. sheets.Select((s, i) => ($"xl/worksheets/sheet{i + 1}.xml", SheetOf(s.Rows))),
    ]);

    private static string SheetOf(string rows) => rows.Split("<mergeCells>") is var parts
        ? $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{parts[0]}</sheetData>"
            + string.Concat(parts[1..].Select(merged => $"<mergeCells>{merged}")) + "</worksheet>"
        : "";

    internal static byte[] Package(params IEnumerable<(string Name, string Xml)> parts)
    {
        using var file = new MemoryStream();

        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, xml) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(Encoding.UTF8.GetBytes(xml));
            }
        }

        return file.ToArray();
    }

    [Fact]
    public async Task Typed_cells_become_what_they_show()
    {
        var header = Row(3, T("No."), T("미팅명"), T("구분"), T("상태"), T("일자"), T("상대사"), T("비고"), T("외부 ID"));
        var rows = Row(1, T("2022년 현황")) + header
            + Row(4, " ><v>1</v></c>", T("가"), T("방문"), T("완료"), Date("2022-08-14", 1), T("인텔"), T("=1+1"), " ><v>1234567890123</v></c>")
            + Row(5, "", T("나"), T("방문"), T("완료"), Date("2022-09-01", 2), T("인텔"), " t=\"b\"><v>1</v></c>", " ><v>0.1</v></c>")
            + Row(6, "", T("다"), T("방문"), T("완료"), Date("2022-10-03", 3), T("인텔"), " t=\"str\"><f>B6</f><v>다</v></c>", T("007"))
            + Row(7, "", T("라"), T("방문"), T("완료"), Date("2022-11-15", 2), T("인텔"), "", T("x-22"))
            + Row(8, "", T("마"), T("방문"), T("완료"), Date("2022-01-01", 4), T("인텔"), "", T("x-23"))
            + Row(10, T("합계"), " ><v>5</v></c>");

        var answer = await Import(Workbook(("표지", Row(1, T("표지"))), ("현황", rows)), "?resource=meetings");
        Assert.Equal((5, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        var made = (await app.Get("meetings?from=2022-01-01&to=2022-12-31")).Items;

        Assert.Equal(
            ["1 # title_row", "1 # sheet_skipped", "3 # read_as_xlsx", "3 #/No. ordinal_column", "9 # empty_row", "10 # subtotal"], SpreadsheetTests.Notes(answer));
        Assert.Equal(
            ["가 2022-08-14 1234567890123 =1+1", "나 2022-09 0.1 true", "다 2022-10-03 007 다", "라 2022-11-15 x-22 ", "마 2022 x-23 "],
            made.Select(m => $"{m!["title"]!["ko"]} {m["date"]!["edtf"]} {m["externalId"]} {m["summary"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Times_percentages_and_leading_zeros_become_what_their_cells_show()
    {
        var rows = Row(1, T("미팅명"), T("구분"), T("상태"), T("일자"), T("비고"))
            + Row(2, T("시각"), T("방문"), T("완료"), Date("2021-10-02", 1), " s=\"5\"><v>0.583333333333333</v></c>")
            + Row(3, T("비율"), T("방문"), T("완료"), Date("2021-10-02", 1), " s=\"6\"><v>0.5</v></c>")
            + Row(4, T("코드"), T("방문"), T("완료"), Date("2021-10-02", 1), " s=\"7\"><v>5930</v></c>")
            + Row(5, T("길이"), T("방문"), T("완료"), Date("2021-10-02", 1), " s=\"8\"><v>1.0625</v></c>");

        var answer = await Import(Workbook(("Sheet1", rows)), "?resource=meetings");

        Assert.Equal(
            ["14:00", "50%", "005930", "25:30"],
            answer.Is(HttpStatusCode.OK).Body["rows"]!.AsArray().Select(row => row!["changes"]![0]!["after"]!["summary"]!.ToString()));
    }

    [Fact]
    public async Task Sheets_that_are_named_like_collections_are_imported_together()
    {
        var companies = Row(1, T("회사명"), T("영문명"), T("국가")) + Row(2, T("누리소프트"), T("Nuri Soft Inc."), T("한국"));
        var people = Row(1, T("id"), T("영문명"), T("소속"), T("직함"), T("취임")) + Row(2, T("nuri-kim"), T("Nuri Kim"), T("누리소프트"), T("사장"), " ><v>1993</v></c>");

        var refused = await Import(Workbook(("companies", companies.Replace("한국", "#N/A", StringComparison.Ordinal))), "");
        var answer = await Import(Workbook(("people", people), ("about", ""), ("Companies", companies)), "");
        var none = await Import(Workbook(("Sheet1", companies)), "");

        Assert.Equal(["2 #/companies/국가 error_cell"], ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Equal((2, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        Assert.Equal(
            ["1 #/companies read_as_xlsx", "1 #/people read_as_xlsx", "1 # sheet_skipped", "2 #/companies/id key_proposed"], SpreadsheetTests.Notes(answer));
        Assert.Equal("nuri-soft 1993", (await app.Get("people/nuri-kim")).Body["positions"]![0] is { } position ? $"{position["organization"]} {position["from"]!["edtf"]}" : "");
        Assert.Equal(["1 # no_sheet"], ImportTests.Errors(none));
    }

    [Theory]
    [InlineData("companies")]
    [InlineData("meetings")]
    [InlineData("sources")]
    public async Task An_exported_workbook_can_be_imported_unchanged(string resource)
    {
        var total = (int)(await app.Get($"{resource}?count=true&limit=1")).Body["total"]!;
        var answer = await Import(await app.GetBytes($"{resource}.xlsx"), $"?resource={resource}");

        Assert.Equal((0, 0, total, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "not_xlsx", "text" },
        { "not_xlsx", "no workbook" },
        { "not_xlsx", "a document type" },
        { "not_xlsx", "a binary sheet" },
        { "formula_without_result", "formula" },
        { "workbook_too_large", "shared texts" },
        { "workbook_too_large", "a wide row" },
        { "workbook_too_large", "a long attribute" },
        { "workbook_too_large", "many names" },
        { "workbook_too_large", "many parts" },
        { "workbook_too_large", "a far row" },
        { "item_too_large", "a far column" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_file_that_is_no_workbook_or_would_fill_the_memory_is_refused(string error, string content)
    {
        var answer = await Import(Of(content), "?resource=companies&dryRun=true&mode=all");

        Assert.Equal([$"1 # {error}"], ImportTests.Errors(answer.Is(HttpStatusCode.UnprocessableEntity)));
    }

    [Theory]
    [InlineData(" t=\"s\"><v>5</v></c>")]
    [InlineData(" s=\"99\"><v>5</v></c>")]
    [InlineData(" t=\"x\"><v>a</v></c>")]
    [InlineData(" s=\"1\"><v>1e300</v></c>")]
    [InlineData(" ><v>1e300</v></c>")]
    public async Task A_cell_that_breaks_the_format_is_no_failure_of_the_server(string cell)
    {
        var answer = await Import(Workbook(("a", Row(1, T("id"), T("nameEn")) + Row(2, T("broken-cell"), cell))), "?resource=companies&dryRun=true");

        Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity });
    }

    [Fact]
    public async Task A_workbook_without_its_sheet_is_refused() => Assert.Equal(
        ["1 # not_xlsx"],
        ImportTests.Errors(await Import(Package(
            ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>")), "?resource=companies")));

    [Fact]
    public async Task A_workbook_of_more_than_64_MiB_is_too_large() =>
        Assert.Equal("too_large", (await app.Import(new byte[(64 * 1024 * 1024) + 1], MediaType, "?resource=companies")).Problem);

    private static byte[] Of(string content) => content switch
    {
        "text" => Encoding.UTF8.GetBytes("nameEn\nA\n"),
        "no workbook" => Package(("word/document.xml", "<a/>")),
        "a document type" => Package(("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")),
        "a binary sheet" => Package(("xl/workbook.xml", "<workbook/>"), ("xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Type=\"x/worksheet\" Target=\"worksheets/sheet1.bin\"/></Relationships>")),
        "formula" => Workbook(("a", Row(1, T("nameEn")) + Row(2, " ><f>1+1</f><v></v></c>"))),
        "shared texts" => Package(("xl/workbook.xml", "<workbook/>"), ("xl/sharedStrings.xml",
            $"<sst>{string.Concat(Enumerable.Repeat($"<si><t>{new string('x', 1_000_000)}</t></si>", 52))}</sst>")),
        "a wide row" => Workbook(("a", $"<row>{string.Concat(Enumerable.Repeat("<c/>", 16_385))}</row>")),
        "a long attribute" => Workbook(("a", $"<row r=\"{new string('1', 3_000_000)}\"/>")),
        "many names" => Workbook(("a", string.Concat(Enumerable.Range(0, 10_001).Select(i => $"<row a{i}=\"\"/>")))),
        "many parts" => Package(Enumerable.Range(0, 1001).Select(i => ($"{i}.xml", "<a/>")).Append(("xl/workbook.xml", "<workbook/>"))),
        "a far row" => Workbook(("a", Row(1_048_577, T("nameEn")))),
        _ => Workbook(("a", $"<row r=\"1\"><c r=\"ZZZZZ1\"{T("nameEn")}</row>")),
    };
}
