using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// Random tables that are disturbed as people disturb them: each row states the same facts or is refused. The suite tries them for some
/// seconds; SHEETS=5000 tries as many.
/// </summary>
public sealed class DisturbedSheetTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Seconds = 5;

    private static int? Times =>
        Environment.GetEnvironmentVariable("SHEETS") is { } times ? int.Parse(times, CultureInfo.InvariantCulture) : null;

    [Fact]
    public Task A_disturbed_table_states_the_same_facts_or_is_refused() =>
        DisturbedSheet.Any.SampleAsync(
            Try, iter: Times ?? -1, time: Times is null ? Seconds : -1, threads: 1, print: sheet => $"{sheet}");

    private async Task Try(DisturbedSheet sheet)
    {
        var answer = await app.Import(
            sheet.File, sheet.IsXlsx ? XlsxImportTests.MediaType : "text/csv", "?resource=meetings&dryRun=true");
        var address = answer.Status is HttpStatusCode.OK ? $"imports/{answer.Body["importId"]}" : answer.Body["instance"]!.ToString();
        var rows = (await app.Get($"{address}/rows?limit=200")).Is(HttpStatusCode.OK).Items;
        var created = rows.Where(row => $"{row!["outcome"]}" is "create").Select(row => FactOf(row!["changes"]![0]!["after"]!)).ToList();

        Assert.All(created, fact => Assert.Contains(fact, sheet.Facts));
        Assert.Equal(created.Count, created.Distinct(StringComparer.Ordinal).Count());
        Assert.True(!sheet.IsClear || (answer.Status is HttpStatusCode.OK && created.Count == sheet.Facts.Count), answer.Text);
        Assert.True(answer.Status is not HttpStatusCode.OK || created.Count == sheet.Facts.Count, answer.Text);
    }

    private static string FactOf(JsonNode meeting) =>
        $"{meeting["title"]!["ko"]} | {meeting["kind"]} {meeting["status"]} {meeting["date"]!["edtf"]} | {meeting["place"]?["city"]} | {meeting["summary"]} | "
        + string.Join(',', meeting["participants"]!.AsArray().Select(p => $"{p!["side"]} {p["organization"]}").Order(StringComparer.Ordinal));
}
