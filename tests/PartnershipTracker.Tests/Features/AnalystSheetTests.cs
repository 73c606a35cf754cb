using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Spreadsheets as analysts have them: after one correction from the report they go in, and nothing but what they say.</summary>
public sealed class AnalystSheetTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    public static TheoryData<string, string> Sheets()
    {
        var sheets = new TheoryData<string, string>();

        foreach (var name in Directory.GetFiles(AnalystSheet.Folder, "*.txt").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
        {
            sheets.Add(name!, "csv");
            sheets.Add(name!, "xlsx");
        }

        return sheets;
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public async Task A_sheet_goes_in_after_one_correction_of_its_report_with_its_facts_alone(string name, string format)
    {
        var sheet = AnalystSheet.Read(name);
        var file = format is "csv" ? sheet.Csv : sheet.ToXlsx();
        var dryRun = await app.Import(file, format is "csv" ? "text/csv" : XlsxImportTests.MediaType, $"?resource={sheet.Resource}&dryRun=true");
        dryRun.Is(sheet.IsCorrect ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity);
        var report = (await app.Get($"{AddressOf(dryRun)}/report.csv")).Is(HttpStatusCode.OK).Text.TrimStart('\uFEFF');
        var rows = AnalystSheet.Rows(report, ",");
        Assert.All(sheet.Remarks, remark => Assert.Contains(remark.Text, rows[remark.Row][^1], StringComparison.Ordinal));
        Assert.All(sheet.Unremarked, remark => Assert.DoesNotContain(remark.Text, rows[remark.Row][^1], StringComparison.Ordinal));
        Assert.All(format is "csv" ? sheet.Notes : [], note => Assert.Contains(note, dryRun.Text, StringComparison.Ordinal));

        var imported = (await app.Import(sheet.Correct(report), "text/csv", $"?resource={sheet.Resource}"))
            .Is(HttpStatusCode.OK);
        var made = (await app.Get($"imports/{imported.Body["importId"]}/rows?limit=200")).Items;

        Assert.Equal(sheet.Facts, await Facts(sheet.Resource, made));
        await Undo($"imports/{imported.Body["importId"]}");
    }

    /// <summary>Undoes an import. On a busy machine that takes longer than a request waits.</summary>
    private async Task Undo(string import)
    {
        var undone = await app.Delete(import, ("If-Match", "*"));

        while (undone.Status is HttpStatusCode.Accepted && await IsRunning($"operations/{undone.Body["id"]}"))
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Contains(undone.Status, new[] { HttpStatusCode.NoContent, HttpStatusCode.Accepted });
    }

    private async Task<bool> IsRunning(string operation) => $"{(await app.Get(operation)).Body["state"]}" is "running" or "queued";

    private async Task<IEnumerable<string>> Facts(string resource, JsonArray rows)
    {
        var facts = new List<string>();

        foreach (var row in rows)
        {
            Assert.Equal("create", $"{row!["outcome"]}");
            facts.Add(AnalystSheet.FactOf(resource, (await app.Get($"{resource}/{row["id"]}")).Is(HttpStatusCode.OK).Body));
        }

        return facts.Order(StringComparer.Ordinal);
    }

    /// <summary>The address of the import that an answer, or a refusal, is about.</summary>
    private static string AddressOf(ApiResponse answer) =>
        answer.Status is HttpStatusCode.OK ? $"imports/{answer.Body["importId"]}" : answer.Body["instance"]!.ToString();
}
