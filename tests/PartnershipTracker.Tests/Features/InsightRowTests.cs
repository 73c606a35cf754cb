using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>The flat rows of insights as JSON, which have the cells of the CSV file at the same address.</summary>
public sealed class InsightRowTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    /// <summary>The insights, with queries of which each has other columns filled.</summary>
    private static readonly string[] Insights =
    [
        "coverage", "coverage?rows=area&columns=year", "coverage?rows=person&columns=company", "coverage/gaps",
        "coverage/gaps?rows=company&columns=area&staleAfter=P1D", "stats/meetings", "stats/meetings?groupBy=month&groupBy=area",
        "stats/collaborations", "stats/collaborations?groupBy=stage&groupBy=company", "stats/summary", "quality", "network/nodes",
        "network/edges", "network/edges?around=openai&depth=1", "timeline", "timeline?type=stage&company=openai&sort=-date",
    ];

    public static TheoryData<string> Rows => [.. Insights];

    [Fact]
    public async Task Every_insight_with_a_table_has_its_rows_as_JSON()
    {
        string[] collections = [.. Catalog.Resources.All.Select(r => r.Collection), "imports/template", "meeting-participants", "meeting-areas"];
        var paths = (await app.Operations()).Select(o => o.Path).ToHashSet(StringComparer.Ordinal);
        var tables = paths.Where(p => p.EndsWith(".csv", StringComparison.Ordinal) && !p.Contains('{', StringComparison.Ordinal))
            .Select(p => p[(TrackerApp.Api.Length + 1)..^4]).Except(collections).Order().ToList();

        Assert.Equal(tables, Insights.Select(i => i.Split('?')[0]).Distinct().Order());
        Assert.All(tables, table => Assert.Contains($"{TrackerApp.Api}/{table}.json", paths));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Rows_have_the_names_and_the_cells_of_the_file(string insight)
    {
        var (names, file) = ExportTests.Read(await app.GetBytes(At(insight, "csv")));

        var rows = (await app.Get(At(insight, "json"))).Is(HttpStatusCode.OK).Items;

        Assert.NotEmpty(rows);
        Assert.Equal(file.Count, rows.Count);

        foreach (var (row, cells) in rows.Zip(file, (row, cells) => (row!.AsObject(), cells)))
        {
            Assert.Equal(names, row.Select(member => member.Key));
            Assert.Equal(cells.Values, row.Select(member => $"{member.Value}"));
        }
    }

    [Theory]
    [InlineData("groupBy=month", "group", "")]
    [InlineData("groupBy=company&groupBy=month", "group2", "2")]
    public async Task Uncertain_dates_have_a_name_in_both_languages(string query, string member, string suffix)
    {
        var row = (await app.Get($"stats/meetings.json?{query}")).Items.First(r => $"{r![member]}" == "uncertain")!;

        Assert.Equal(
            ("불확실", "Uncertain", "2024-06", "2024-07"),
            ($"{row[$"{member}Ko"]}", $"{row[$"{member}En"]}", $"{row[$"uncertainFrom{suffix}"]}", $"{row[$"uncertainTo{suffix}"]}"));
    }

    [Fact]
    public async Task Numbers_are_numbers_and_empty_cells_are_null()
    {
        var row = (await app.Get("stats/meetings.json?groupBy=month")).Items[0]!;

        Assert.Equal(JsonValueKind.Number, row["meetings"]!.GetValueKind());
        Assert.Equal(JsonValueKind.Number, row["daysSinceLeast"]!.GetValueKind());
        Assert.True(row.AsObject().ContainsKey("group2"));
        Assert.Null(row["group2"]);
    }

    [Fact]
    public async Task A_row_has_the_id_and_the_names_in_both_languages()
    {
        var cell = Row((await app.Get("coverage.json")).Items, "row", "sk-hynix");
        var group = Row((await app.Get("stats/collaborations.json?groupBy=company")).Items, "group", "nvidia");
        var edge = Row((await app.Get("network/edges.json?type=collaboration")).Items, "source", "sk-hynix");
        var entry = (await app.Get("timeline.json?company=intel&type=meeting")).Items[0]!;

        Assert.Equal(("SK하이닉스", "SK hynix"), ($"{cell["rowKo"]}", $"{cell["rowEn"]}"));
        Assert.Equal(("엔비디아", "NVIDIA"), ($"{group["groupKo"]}", $"{group["groupEn"]}"));
        Assert.Equal(("affiliate", "SK하이닉스", "SK hynix"), ($"{edge["sourceType"]}", $"{edge["sourceKo"]}", $"{edge["sourceEn"]}"));
        Assert.Equal(("sk-group; sk-hynix", "SK그룹; SK하이닉스"), ($"{entry["affiliates"]}", $"{entry["affiliatesKo"]}"));
    }

    [Theory]
    [InlineData("timeline.json?from=2025-01-01", "id")]
    [InlineData("stats/meetings.json?from=2025-01-01", "group")]
    [InlineData("network/edges.json?from=2025-01-01&type=participation", "id")]
    [InlineData("coverage.json?from=2025-01-01&rows=year&columns=company", "row")]
    public async Task A_caller_without_the_clearance_gets_no_row_of_something_hidden(string rows, string id)
    {
        var hidden = TestData.Meeting("2025-05-05", "tsmc");
        hidden["confidentiality"] = "restricted";
        (await app.Post("meetings", hidden)).Is(HttpStatusCode.Created);

        Assert.NotEmpty((await app.Get(rows)).Is(HttpStatusCode.OK).Each(id));
        Assert.Empty((await app.Get(rows, ("X-Api-Key", await app.Key(["read"], "public")))).Is(HttpStatusCode.OK).Each(id));
    }

    private static JsonNode Row(JsonArray rows, string column, string value) => rows.First(row => $"{row![column]}" == value)!;

    private static string At(string insight, string extension)
    {
        var (path, query) = (insight.Split('?')[0], insight.Split('?').ElementAtOrDefault(1));
        var isPage = path is "timeline" && extension is "json";

        return $"{path}.{extension}?{query}{(isPage ? "&limit=200" : "")}".Replace("?&", "?", StringComparison.Ordinal).TrimEnd('?');
    }
}
