using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>The formats of a workbook, also where they are written as LibreOffice writes them.</summary>
public sealed class WorkbookFormatTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packaging = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>Formats: 0 plain, 1 a day, 2 a line through, 3 a month without its year.</summary>
    private const string Styles =
        $"""
        <styleSheet xmlns="{Spreadsheet}"><numFmts count="1"><numFmt numFmtId="164" formatCode="M&quot;월&quot;"/></numFmts>
        <fonts count="2"><font><strike val="false"/></font><font><strike val="true"/></font></fonts>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="1"/></cellStyleXfs>
        <cellXfs count="4"><xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="0" fontId="1"/>
        <xf numFmtId="164" fontId="0"/></cellXfs></styleSheet>
        """;

    private static readonly string[] Texts =
    [
        "<t>미팅명</t>", "<t>구분</t>", "<t>상태</t>", "<t>일자</t>", "<t>상대사</t>", "<t>방문</t>", "<t>완료</t>",
        "<r><rPr><strike/></rPr><t>인텔</t></r><r><t>, TSMC</t></r>", "<r><rPr><b/></rPr><t>TSMC</t></r>",
    ];

    private static string Shared(int text, int style = 0) => $" s=\"{style}\" t=\"s\"><v>{text}</v></c>";

    private static string Own(string text, string format = "") => $" t=\"inlineStr\"><is><r><rPr>{format}</rPr><t>{text}</t></r></is></c>";

    private static string Row(int number, string attributes, params string[] cells) =>
        $"<row r=\"{number}\"{attributes}>{string.Concat(cells.Select((cell, i) => $"<c r=\"{(char)('A' + i)}{number}\"{cell}"))}</row>";

    private static string Header => Row(1, "", Shared(0), Shared(1), Shared(2), Shared(3), Shared(4));

    private static byte[] Workbook(string rows, string properties = "") => XlsxImportTests.Package(
    [
        ("xl/workbook.xml", $"""
            <workbook xmlns="{Spreadsheet}" xmlns:r="{Office}"><workbookPr{properties}/>
            <sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>
            """),
        ("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Packaging}">
            <Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="{Office}/worksheet"/>
            <Relationship Id="rId2" Target="styles.xml" Type="{Office}/styles"/>
            <Relationship Id="rId3" Target="sharedStrings.xml" Type="{Office}/sharedStrings"/></Relationships>
            """),
        ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Spreadsheet}\"><sheetData>{rows}</sheetData></worksheet>"),
        ("xl/styles.xml", Styles),
        ("xl/sharedStrings.xml", $"<sst xmlns=\"{Spreadsheet}\">{string.Concat(Texts.Select(text => $"<si>{text}</si>"))}</sst>"),
    ]);

    private Task<ApiResponse> Import(byte[] file) => app.Import(file, XlsxImportTests.MediaType, "?resource=meetings&dryRun=true");

    private static string[] Dates(ApiResponse answer) =>
        [.. answer.Is(HttpStatusCode.OK).Body["rows"]!.AsArray().Select(row => $"{row!["changes"]![0]!["after"]!["date"]!["edtf"]}")];

    [Theory]
    [InlineData(" date1904=\"true\"", 44009)]
    [InlineData(" date1904=\"1\"", 44009)]
    [InlineData(" date1904=\"false\"", 45471)]
    [InlineData("", 45471)]
    public async Task Dates_are_counted_from_the_first_day_of_their_workbook(string properties, int days)
    {
        var row = Row(2, "", Own("가"), Shared(5), Shared(6), $" s=\"1\"><v>{days}</v></c>", Shared(8));

        Assert.Equal(["2024-06-28"], Dates(await Import(Workbook(Header + row, properties))));
    }

    [Fact]
    public async Task A_month_without_its_year_is_a_month()
    {
        var row = Row(2, "", Own("가"), Shared(5), Shared(6), " s=\"3\"><v>45444</v></c>", Shared(8)); // 1 June 2024, shown as 6월

        Assert.Equal(["2024-06"], Dates(await Import(Workbook(Header + row))));
    }

    [Theory]
    [InlineData(" hidden=\"1\"")]
    [InlineData(" hidden=\"true\"")]
    public async Task Hidden_rows_are_counted_in_a_note(string attributes)
    {
        var row = Row(2, attributes, Own("가"), Shared(5), Shared(6), Own("2024-06"), Shared(8));

        Assert.Contains("2 # hidden_rows", SpreadsheetTests.Notes((await Import(Workbook(Header + row))).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_cell_with_a_line_through_it_is_refused()
    {
        var rows = Header
            + Row(2, "", Own("가"), Shared(5), Shared(6, 2), Own("2024-06"), Shared(8))
            + Row(3, "", Own("나"), Shared(5), Shared(6), Own("2024-06"), Shared(7))
            + Row(4, "", Own("다"), Shared(5), Shared(6), Own("2024-06", "<strike val=\"1\"/>"), Shared(8))
            + Row(5, "", Own("라"), Shared(5), Shared(6), Own("2024-06", "<strike val=\"0\"/>"), Shared(8));

        var answer = (await Import(Workbook(rows))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["2 #/상태 struck_cell", "3 #/상대사 struck_cell", "4 #/일자 struck_cell"], ImportTests.Errors(answer));
    }

    [Theory]
    [InlineData("방문,완료?,2024-06,인텔", "2 #/상태 unknown_value")]
    [InlineData("방문?,완료,2024-06,인텔", "2 #/구분 unknown_value")]
    [InlineData("방문,완료*,2024-06,인텔", "2 #/상태 unknown_value")]
    public async Task A_word_with_a_question_mark_is_no_value(string cells, string error)
    {
        var file = Encoding.UTF8.GetBytes($"미팅명,구분,상태,일자,상대사\n가,{cells}\n");

        Assert.Equal([error], ImportTests.Errors(await app.Import(file, "text/csv", "?resource=meetings&dryRun=true")));
    }

    [Theory]
    [InlineData("미정", "2 #/일자 date_unclear")]
    [InlineData("XXXX")]
    public async Task An_undecided_date_beside_a_year_is_unclear(string date, params string[] errors)
    {
        var file = Encoding.UTF8.GetBytes($"미팅명,구분,상태,연도,일자,상대사\n가,방문,예정,2024,{date},인텔\n");

        Assert.Equal(errors, ImportTests.Errors(await app.Import(file, "text/csv", "?resource=meetings&dryRun=true")));
    }
}
