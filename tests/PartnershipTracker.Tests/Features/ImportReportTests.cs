using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>The reports of imports, to be corrected and sent again.</summary>
public sealed class ImportReportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private Task<ApiResponse> Csv(string text, string query, params (string, string)[] headers) =>
        app.Import(Encoding.UTF8.GetBytes(text), "text/csv", query, headers);

    private async Task<JsonArray> Rows(ApiResponse answer, string query = "", params (string, string)[] headers) =>
        (await app.Get($"{ImportRowTests.AddressOf(answer)}/rows?limit=200&{query}", headers)).Is(HttpStatusCode.OK).Items;

    private async Task<string> New(string collection, JsonObject body) =>
        (await app.Post(collection, body)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_report_of_a_faulty_file_is_the_file_with_remarks(string format)
    {
        var key = TestData.Key("reported");
        var refused = await Csv(
            $"nameEn,country,id\nFine,KR,{key}\n\"A, \"\"B\"\"\",Atlantis,{key}-2\nShort\n", "?resource=companies");
        var url = $"{ImportRowTests.AddressOf(refused)}/report.{format}";
        var cells = format is "csv" ? await Cells(url) : await Workbook.Cells(app, url, 1);

        Assert.Equal(["nameEn", "country", "id", "resourceId", "outcome", "remarks"], cells[0]);
        Assert.Equal(["Fine", "KR", key, key, "create", ""], cells[1]);
        Assert.Equal(["A, \"B\"", "Atlantis", $"{key}-2", $"{key}-2", "refuse"], cells[2][..5]);
        Assert.Contains("country", cells[2][5], StringComparison.Ordinal);
        Assert.Equal(
            "The row has 1 cells, but the header has 3. If the row is right as it is here, empty the cell `resourceId`.", cells[3][5]);
    }

    [Fact]
    public async Task A_report_is_corrected_in_one_cell_and_imported()
    {
        const string File = "titleEn,kind,status,date,affiliates,companies\n"
            + "Reported A,site_visit,held,2024,sk-hynix,intel\nReported B,site_visit,held,2024-13,sk-hynix,intel\n";
        var refused = (await Csv(File, "?resource=meetings")).Is(HttpStatusCode.UnprocessableEntity);
        var report = (await app.Get($"{ImportRowTests.AddressOf(refused)}/report.csv")).Is(HttpStatusCode.OK).Text;
        Assert.StartsWith("titleEn,kind,status,date,affiliates,companies,resourceId,outcome,remarks\r\n", report.TrimStart('\uFEFF'));

        var corrected = report.Replace("2024-13,", "2024-12,", StringComparison.Ordinal);
        var imported = (await Csv(corrected, "?resource=meetings")).Is(HttpStatusCode.OK);
        var again = (await Csv(corrected, "?resource=meetings")).Is(HttpStatusCode.OK);

        Assert.Equal((2, 0, 0, 0), ImportTests.Counts(imported));
        Assert.Equal((0, 2), ((int)again.Body["updated"]! + (int)again.Body["created"]!, 2));
        Assert.Equal(
            report.Split("\r\n")[1].Split(',')[6], (await Rows(imported))[0]!["id"]!.ToString()); // the proposed id became the id
    }

    [Theory]
    [InlineData("미팅명,구분,상태,일자\n한 칸 많음,방문,완료,2024-05,잉여\n", "uncorrected-row")]
    [InlineData("미팅명,구분,상태,일자,\n이름 없는 칸,방문,완료,2024-05,담당 홍\n", "uncorrected-row")]
    [InlineData("미팅명,구분,상태,일자,장소,비고\n칸 부족,방문,완료,2024-05\n", "uncorrected-row")]
    [InlineData("미팅명,구분,상태,일자\n=SUM(A1),방문,완료,2024-05\n", "'=SUM(A1)")]
    public async Task A_row_whose_fault_the_report_does_not_show_is_refused_until_just_that_is_corrected(string file, string toCorrect)
    {
        var refused = (await Csv(file, "?resource=meetings&dryRun=true")).Is(HttpStatusCode.UnprocessableEntity);
        var report = (await app.Get($"{ImportRowTests.AddressOf(refused)}/report.csv")).Is(HttpStatusCode.OK).Text;

        Assert.Equal(["2 # uncorrected_row"], ImportTests.Errors(await Csv(report, "?resource=meetings&dryRun=true")));
        var workbook = await app.GetBytes($"{ImportRowTests.AddressOf(refused)}/report.xlsx");
        Assert.Equal(
            ["2 # uncorrected_row"],
            ImportTests.Errors(await app.Import(workbook, XlsxImportTests.MediaType, "?resource=meetings&dryRun=true")));

        var elsewhere = report.Replace("2024-05", "2024-06", StringComparison.Ordinal);
        Assert.Equal(["2 # uncorrected_row"], ImportTests.Errors(await Csv(elsewhere, "?resource=meetings&dryRun=true")));

        var mark = report.IndexOf("uncorrected-", StringComparison.Ordinal);
        var there = report.Replace(toCorrect, toCorrect.StartsWith('\'') ? "합" : "", StringComparison.Ordinal);

        foreach (var corrected in new[] { there, report.Remove(mark, report.IndexOf(',', mark) - mark) })
        {
            Assert.Equal((1, 0, 0, 0), ImportTests.Counts((await Csv(corrected, "?resource=meetings&dryRun=true")).Is(HttpStatusCode.OK)));
        }
    }

    [Fact]
    public async Task The_report_of_a_workbook_has_a_sheet_for_each_table_and_is_imported_as_a_whole()
    {
        var (company, person) = (TestData.Key("sheet"), TestData.Key("sheet"));
        var companies = XlsxImportTests.Sheet([["id", "영문명", "국가"], [company, "Sheeted", "Atlantis"]]);
        var people = XlsxImportTests.Sheet([["Company", "Full name", "id", "title"], ["Sheeted", "Kim Sheet", person, "CEO"], ["Sheeted"]]);
        var refused = (await app.Import(
            XlsxImportTests.Workbook(("people", people), ("companies", companies)), XlsxImportTests.MediaType)).Is(HttpStatusCode.UnprocessableEntity);
        var url = $"{ImportRowTests.AddressOf(refused)}/report";
        var (first, second) = (await Workbook.Cells(app, $"{url}.xlsx", 1), await Workbook.Cells(app, $"{url}.xlsx", 2));

        Assert.Equal(["id", "영문명", "국가", "resourceId", "outcome", "remarks"], first[0]);
        Assert.Equal(["Company", "Full name", "id", "title", "nameKo", "resourceId", "outcome", "remarks"], second[0]);
        Assert.Equal([company, "Sheeted", "Atlantis", company, "refuse"], first[1][..5]);
        Assert.Equal(["line", "resource", "resourceId", "outcome", "remarks"], (await Cells($"{url}.csv"))[0]);
        Assert.Equal(["2", "companies", company, "refuse"], (await Cells($"{url}.csv"))[1][..4]);

        first[1][2] = "KR";
        var corrected = XlsxImportTests.Workbook(
            ("companies", XlsxImportTests.Sheet(first)), ("people", XlsxImportTests.Sheet(second[..2])));
        Assert.Equal((2, 0, 0, 0), ImportTests.Counts((await app.Import(corrected, XlsxImportTests.MediaType)).Is(HttpStatusCode.OK)));
        Assert.Equal(company, (await app.Get($"people/{person}")).Body["positions"]![0]!["organization"]!.ToString());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_report_that_is_sent_back_unchanged_does_what_its_dry_run_showed(string format)
    {
        var stem = TestData.Key("resent");
        var known = await New("companies", new()
        {
            ["id"] = stem,
            ["name"] = new JsonObject { ["en"] = stem },
            ["aliases"] = new JsonArray(new JsonObject { ["name"] = $"{stem} alias" }),
            ["country"] = "TW",
        });
        var tried = (await Csv($"영문명,국가,별칭,종목코드\n{stem},한국,,-\n{stem} two,-,,{(format is "csv" ? "'-" : "-")}\n", "?resource=companies&dryRun=true")).Is(HttpStatusCode.OK);
        var url = $"{ImportRowTests.AddressOf(tried)}/report.{format}";

        var resent = format is "csv"
            ? await app.Import(await app.GetBytes(url), "text/csv", "?resource=companies")
            : await app.Import(await app.GetBytes(url), XlsxImportTests.MediaType, "?resource=companies");

        Assert.Equal(ImportTests.Counts(tried), ImportTests.Counts(resent.Is(HttpStatusCode.OK)));
        var company = (await app.Get($"companies/{known}")).Body;
        Assert.Equal($"KR {stem} alias", $"{company["country"]} {company["aliases"]![0]!["name"]}");
        Assert.Equal(format is "csv" ? "-" : "", $"{(await app.Get($"companies/{stem}-two")).Body["externalIds"]!["ticker"]}");
    }

    [Fact]
    public async Task A_refused_import_tells_how_its_file_was_read()
    {
        var refused = await Csv("Companies of 2024\n\nnameEn;country\nNowhere;Atlantis\nTotal;1\n", "?resource=companies");

        var state = (await app.Get(ImportRowTests.AddressOf(refused.Is(HttpStatusCode.UnprocessableEntity)))).Body;

        Assert.Equal("1 2", $"{state["failed"]} {state["skipped"]}");
        Assert.Equal(
            ["1 title_row", "3 read_as_csv", "5 subtotal"], state["notes"]!.AsArray().Select(note => $"{note!["line"]} {note["code"]}"));
    }

    private async Task<List<List<string>>> Cells(string url)
    {
        using var text = new StringReader((await app.Get(url)).Is(HttpStatusCode.OK).Text.TrimStart('\uFEFF'));
        using var parser = new CsvHelper.CsvParser(text, System.Globalization.CultureInfo.InvariantCulture);
        var rows = new List<List<string>>();

        while (parser.Read())
        {
            rows.Add([.. parser.Record!]);
        }

        return rows;
    }
}
