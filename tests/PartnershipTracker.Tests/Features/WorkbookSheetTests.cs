using System.Net;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Features;

/// <summary>Sheets with merged cells, hidden rows and cells with errors, which only workbooks have.</summary>
public sealed class WorkbookSheetTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Header = ["제목", "구분", "상태", "일자", "당사", "상대사", "비고"];

    private Task<ApiResponse> Import(string rows) => app.Import(
        XlsxImportTests.Workbook(("현황", rows)), XlsxImportTests.MediaType, "?resource=meetings&dryRun=true");

    private static string Sheet(params string[][] rows) => XlsxImportTests.Sheet([Header, .. rows]);

    [Fact]
    public async Task A_cell_that_is_merged_with_the_one_above_is_refused_because_nothing_is_filled_down()
    {
        var rows = Sheet(
            ["가", "방문", "완료", "2023-05-03", "SK하이닉스", "인텔"], ["나", "방문", "완료", "2023-05-04", "", "TSMC", "긴"],
            ["다", "방문", "완료", "2023-05-05", "SK텔레콤", "오픈AI"]);

        var refused = await Import($"{rows}<mergeCells><mergeCell ref=\"E2:E3\"/><mergeCell ref=\"G3:H3\"/><mergeCell ref=\"A1:A1\"/></mergeCells>");

        Assert.Equal(["3 #/당사 merged_cell"], ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Contains("fill in the value in each row", refused.Text, StringComparison.Ordinal);
        Assert.Equal((3, 0, 0, 0), ImportTests.Counts((await Import(rows)).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task An_item_that_covers_two_rows_is_one_item()
    {
        var rows = Sheet(["가", "방문", "완료", "2023-05-03", "SK하이닉스", "인텔"], ["", "", "", "", "", ""]);

        var answer = await Import($"{rows}<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"E2:E3\"/></mergeCells>");

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Hidden_rows_are_read_with_a_note()
    {
        var rows = Sheet(["가", "방문", "완료", "2023-05-03", "", "인텔"], ["나", "방문", "완료", "2023-05-04", "", "TSMC"]);

        var answer = await Import(rows.Replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">", StringComparison.Ordinal));

        Assert.Equal((2, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        Assert.Contains("3 # hidden_rows", SpreadsheetTests.Notes(answer));
        Assert.DoesNotContain("hidden_rows", (await Import(rows)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_a_formula_is_no_empty_cell_wherever_it_stands()
    {
        var rows = Sheet(
            ["가", "방문", "완료", "2023-05-03", "SK하이닉스", "인텔", "#REF!"], ["나", "방문", "완료", "#N/A", "SK하이닉스", "TSMC", ""]);
        var withoutNames = Regex.Replace(rows.Replace("<row r=\"3\">", "<row>", StringComparison.Ordinal), "<c r=\"[A-Z][23]\"", "<c", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.All(
            await Task.WhenAll(Import(rows), Import(withoutNames)),
            refused => Assert.Equal(["2 #/비고 error_cell", "3 #/일자 error_cell"], ImportTests.Errors(refused)));
    }
}
