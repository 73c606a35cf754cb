using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class CoverageTests(CoverageTests.SeededApp app) : IClassFixture<CoverageTests.SeededApp>
{
    private static readonly string[] Dimensions = ["affiliate", "company", "area", "person", "year", "quarter", "month"];

    private static readonly string[] Times = ["year", "quarter", "month"];

    /// <summary>The opening data with meetings whose dates are hard to count.</summary>
    public sealed class SeededApp(TestServer server) : TrackerApp(server)
    {
        /// <summary>The coverage of the opening data alone.</summary>
        public JsonNode Opening { get; private set; } = null!;

        public JsonNode OpeningGaps { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Opening = (await Get("coverage?rows=affiliate&columns=company")).Is(HttpStatusCode.OK).Body;
            OpeningGaps = (await Get("coverage/gaps")).Is(HttpStatusCode.OK).Body;
            string[] dates =
            [
                "2023-12-30/2024-02-03", "2024-06", "2024", "[2024-03-31..2024-04-01]", "2024-07-09/..", "2024-05-02", "2023-02/2023-05",
                "2024-06-15", "2022-11-30~", "[2024-04-05..2024-04-09]",
            ];

            foreach (var (index, date) in dates.Index())
            {
                var meeting = TestData.Meeting(date, index % 2 == 0 ? "nvidia" : "tsmc");
                (meeting["participants"]![1]!["person"], meeting["confidentiality"]) = (index % 3 == 0 ? "sam-altman" : null, "public");
                var made = (await Post("meetings", meeting)).Is(HttpStatusCode.Created);
                var company = index % 2 == 0 ? "nvidia" : "tsmc";
                await Put($"{made.Headers["Location"]}/areas/{(index % 3 == 0 ? "hbm" : "ai-services")}", TestData.Link(company));
                await Put($"{made.Headers["Location"]}/areas/hbm-packaging", TestData.Link(company));
            }
        }
    }

    [Fact]
    public void The_opening_data_fills_six_of_twelve_cells()
    {
        var cells = app.Opening["cells"]!.AsArray();

        Assert.Equal(["sk-hynix", "sk-telecom"], Ids(app.Opening["rows"]!));
        Assert.Equal(["amazon", "intel", "microsoft", "nvidia", "openai", "tsmc"], Ids(app.Opening["columns"]!));
        Assert.Equal(6, cells.Count);
        Assert.Equal("""{"collaborations":7,"meetings":6}""", app.Opening["totals"]!.ToJsonString());
        var two = cells.Single(c => $"{c!["row"]} {c["column"]}" == "sk-telecom microsoft")!;
        Assert.Equal("""[{"stage":"expanding","collaborations":2}]""", two["stages"]!.ToJsonString());
        Assert.Equal("[2024-06-22..2024-07-09]", $"{two["lastMet"]!["edtf"]}");
    }

    [Fact]
    public void The_gaps_of_the_opening_data_are_the_other_six_cells_and_the_uncovered_areas()
    {
        Assert.Equal(
            [
                "sk-hynix amazon empty", "sk-hynix microsoft empty", "sk-hynix openai empty",
                "sk-telecom intel empty", "sk-telecom nvidia empty", "sk-telecom tsmc empty",
            ],
            app.OpeningGaps["items"]!.AsArray().Select(g => $"{g!["row"]} {g["column"]} {g["reason"]}"));
        Assert.Equal(
            ["personal-ai-assistant", "semiconductor-materials", "energy-solutions"],
            app.OpeningGaps["areas"]!.AsArray().Select(a => $"{a!["id"]}"));
    }

    [Fact]
    public async Task A_cell_is_stale_if_its_last_meeting_is_certainly_older()
    {
        var nothing = (await app.Get("coverage/gaps?company=openai&company=intel&staleAfter=P90Y")).Is(HttpStatusCode.OK);
        var all = (await app.Get("coverage/gaps?company=openai&company=intel&staleAfter=P30D")).Is(HttpStatusCode.OK);

        Assert.DoesNotContain("stale", nothing.Text, StringComparison.Ordinal);
        Assert.Equal(["sk-hynix intel", "sk-telecom openai"], all.Items.Where(g => $"{g!["reason"]}" == "stale")
            .Select(g => $"{g!["row"]} {g["column"]}"));
    }

    [Fact]
    public async Task An_area_without_collaborations_has_a_row_and_a_parent_counts_its_subtree()
    {
        var rows = (await app.Get("coverage?rows=area&columns=company")).Body["rows"]!["items"]!.AsArray()
            .ToDictionary(r => $"{r!["id"]}", r => (int)r!["collaborations"]!);

        Assert.Equal((0, 3, 3, 1), (rows["energy-solutions"], rows["semiconductors"], rows["hbm"], rows["hbm-packaging"]));
        Assert.Equal(
            ["ai-services", "data-centers", "semiconductors", "energy-solutions"],
            Ids((await app.Get("coverage?rows=area&columns=company&depth=1")).Body["rows"]!));
    }

    [Fact]
    public async Task The_group_is_shown_only_on_request()
    {
        Assert.Equal(["sk-group"], Ids((await app.Get("coverage?kind=group")).Body["rows"]!));
        Assert.Equal(["sk-group", "sk-hynix", "sk-telecom"], Ids((await app.Get("coverage?kind=group&kind=affiliate")).Body["rows"]!));
        Assert.Equal(["sk-group"], Ids((await app.Get("coverage?affiliate=sk-group")).Body["rows"]!));
    }

    public static TheoryData<string, string> Pairs =>
        new(from row in Dimensions
            from column in Dimensions
            where row != column && !(Times.Contains(row) && Times.Contains(column))
            select (row, column));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_list_behind_every_cell_has_as_many_items_as_the_cell_counts(string rows, string columns)
    {
        foreach (var filter in new[] { "", "&kind=group&kind=affiliate&from=2024-01-15&to=2024-06-20", "&area=semiconductors&status=held" })
        {
            var coverage = (await app.Get($"coverage?rows={rows}&columns={columns}{filter}")).Is(HttpStatusCode.OK).Body;
            Assert.NotEmpty(coverage["cells"]!.AsArray());

            foreach (var cell in coverage["cells"]!.AsArray().Where(c => $"{c!["row"]}" != "uncertain" && $"{c["column"]}" != "uncertain"))
            {
                await AssertLists(coverage, cell!, "meetings");
                await AssertLists(coverage, cell!, "collaborations");
            }
        }
    }

    [Fact]
    public async Task A_meeting_in_two_cells_counts_once_in_the_totals()
    {
        var coverage = (await app.Get("coverage?rows=area&columns=month")).Body;
        var sum = coverage["cells"]!.AsArray().Sum(c => (int)c!["meetings"]!);
        var linked = await app.Query<long>("SELECT count(DISTINCT meeting_id) FROM meeting_areas");

        Assert.Equal(linked, (int)coverage["totals"]!["meetings"]!);
        Assert.True(sum > linked);
    }

    [Theory]
    [InlineData("coverage?rows=company&columns=company", "invalid_request columns contradicts")]
    [InlineData("coverage?rows=year&columns=month", "invalid_request columns contradicts")]
    [InlineData("coverage?rows=colour", "invalid_request rows unknown_value")]
    [InlineData("coverage?rows=month&match=certain", "invalid_request match contradicts")]
    [InlineData("coverage?depth=0", "invalid_request depth not_a_number")]
    [InlineData("coverage/gaps?rows=month", "invalid_request rows unknown_value")]
    [InlineData("coverage/gaps?staleAfter=180", "invalid_request staleAfter pattern")]
    [InlineData("coverage/gaps?staleAfter=P", "invalid_request staleAfter pattern")]
    [InlineData("coverage?limit=5", "invalid_request limit unknown_parameter")]
    public async Task Invalid_matrix_parameters_are_refused(string url, string problem) =>
        Assert.Equal(problem, (await app.Get(url)).Is(HttpStatusCode.BadRequest).Problem);

    /// <summary>Expands the template as a client does, and compares the total of the list with the count of the cell.</summary>
    private async Task AssertLists(JsonNode coverage, JsonNode cell, string what)
    {
        var template = coverage["links"]![what]?.ToString();
        Assert.Equal(template is null, cell[what] is null);

        if (template is not null)
        {
            JsonNode?[] items = [Item(coverage["rows"]!, cell["row"]!), Item(coverage["columns"]!, cell["column"]!)];
            var time = Array.Find(items, item => item!["from"] is not null);
            var url = template.Replace("{row}", $"{cell["row"]}", StringComparison.Ordinal)
                .Replace("{column}", $"{cell["column"]}", StringComparison.Ordinal)
                .Replace("{from}", $"{time?["from"]}", StringComparison.Ordinal)
                .Replace("{to}", $"{time?["to"]}", StringComparison.Ordinal);
            var list = (await app.Get($"{url}&count=true&limit=1")).Is(HttpStatusCode.OK);
            Assert.True((int)list.Body["total"]! == (int)cell[what]!, $"{url} has {list.Body["total"]}, the cell {cell[what]}");
        }
    }

    private static JsonNode? Item(JsonNode axis, JsonNode id) =>
        axis["items"]!.AsArray().Single(item => $"{item!["id"]}" == $"{id}");

    private static string[] Ids(JsonNode axis) => [.. axis["items"]!.AsArray().Select(i => $"{i!["id"]}")];
}
