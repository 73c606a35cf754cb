using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsvHelper;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>Files with the same content as the lists.</summary>
public sealed class ExportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Theory]
    [InlineData("companies", "sort=-name")]
    [InlineData("affiliates", "kind=affiliate")]
    [InlineData("areas", "parent=hbm&sort=id")]
    [InlineData("people", "organization=openai")]
    [InlineData("trips", "from=2024-06-01&traveller=chey-tae-won")]
    [InlineData("meetings", "area=hbm&sort=-date")]
    [InlineData("meetings", "q=최태원&from=2024-06-01&to=2024-06-30&match=certain")]
    [InlineData("meetings", "sort=-tripOrder")]
    [InlineData("collaborations", "stage=expanding&sort=-affiliate")]
    [InlineData("timeline", "company=openai&sort=-date")]
    public async Task A_table_has_a_row_for_each_item_of_the_list_in_its_order(string list, string query)
    {
        var items = (await app.Get($"{list}?{query}")).Is(HttpStatusCode.OK).Each("id");
        var (names, rows) = Read(await app.GetBytes($"{list}.csv?{query}"));
        var sheet = await Workbook.Cells(app, $"{list}.xlsx?{query}", 1);

        Assert.NotEmpty(items);
        Assert.Equal(items, rows.Select(row => row["id"]));
        Assert.Equal(names, sheet[0]);
        Assert.Equal(items, sheet.Skip(1).Select(cells => cells[names.IndexOf("id")]));
    }

    [Fact]
    public async Task A_row_has_the_keys_and_both_names_of_the_references_of_a_meeting()
    {
        var (_, rows) = Read(await app.GetBytes($"meetings.csv?trip={OpeningIds.Trip}&company=intel"));
        var row = Assert.Single(rows);

        Assert.Equal(
            ("chey-tae-won", "최태원", "Chey Tae-won", "intel", "인텔", "Intel"),
            (row["people"], row["peopleKo"], row["peopleEn"], row["companies"], row["companiesKo"], row["companiesEn"]));
        Assert.Equal(("sk-group; sk-hynix", "SK그룹; SK하이닉스"), (row["affiliates"], row["affiliatesKo"]));
        Assert.Equal(("hbm-manufacturing", "HBM manufacturing innovation", "inferred"), (row["areas"], row["areasEn"], row["bases"]));
        Assert.Equal(("[2024-06-22..2024-07-09]", "2024-06-22", "2024-07-09"), (row["date"], row["earliest"], row["latest"]));
        Assert.Equal(("4", "Chey Tae-won in the United States"), (row["tripOrder"], row["tripEn"]));
    }

    [Fact]
    public async Task Coverage_and_statistics_files_have_the_values_of_the_JSON_responses()
    {
        var cells = (await app.Get("coverage?rows=company&columns=area")).Body["cells"]!.AsArray();
        var groups = (await app.Get("stats/meetings?groupBy=month")).Items;
        var stages = (await app.Get("stats/collaborations?groupBy=stage&groupBy=company")).Items;

        Assert.All([cells, groups, stages], items => Assert.NotEmpty(items));
        Assert.Equal(
            cells.Select(c => $"{c!["row"]} {c["column"]} {c["meetings"]}"),
            Read(await app.GetBytes("coverage.csv?rows=company&columns=area"))
                .Rows.Select(r => $"{r["row"]} {r["column"]} {r["meetings"]}"));
        Assert.Equal(
            groups.Select(g => $"{g!["groups"]![0]!["id"]} {g["meetings"]}"),
            Read(await app.GetBytes("stats/meetings.csv?groupBy=month")).Rows.Select(r => $"{r["group"]} {r["meetings"]}"));
        Assert.Equal(
            stages.Select(g => $"{g!["groups"]![0]!["id"]} {g["groups"]![1]!["id"]} {g["collaborations"]}"),
            Read(await app.GetBytes("stats/collaborations.csv?groupBy=stage&groupBy=company"))
                .Rows.Select(r => $"{r["group"]} {r["group2"]} {r["collaborations"]}"));
    }

    [Fact]
    public async Task CSV_is_UTF_8_with_a_byte_order_mark_and_CRLF_line_ends()
    {
        var bytes = await app.GetBytes("people.csv");
        var text = Encoding.UTF8.GetString(bytes);

        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes.Take(3));
        Assert.Contains("최태원,Chey Tae-won,Choi Tae-won; 최 회장 (weak),sk-group", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\",\"a\")")]
    [InlineData("+1+1")]
    [InlineData("-2+3, and more")]
    [InlineData("@SUM(A1)")]
    [InlineData("＝1+1")]
    public async Task No_cell_can_start_a_formula(string title)
    {
        var meeting = TestData.Meeting();
        meeting["title"] = TestData.Name(title, "quoted \"twice\"\u2028");
        meeting["title"]!["en"] = "a \"quoted\", title";
        meeting["summary"] = "=1\n=2, \"3\"";
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var (names, rows) = Read(await app.GetBytes("meetings.csv"));
        var row = rows.Single(r => r["id"] == id);
        var cells = (await Workbook.Cells(app, "meetings.xlsx", 1)).Single(c => c[0] == id);

        Assert.Equal(("'" + title, "a \"quoted\", title", "'=1\n=2, \"3\""), (row["titleKo"], row["titleEn"], row["summary"]));
        Assert.Equal((title, "a \"quoted\", title", "=1\n=2, \"3\""), (cells[2], cells[3], cells[names.IndexOf("summary")]));
    }

    [Fact]
    public async Task A_workbook_has_typed_cells_a_frozen_header_and_a_sheet_about_the_request()
    {
        const string Url = "meetings.xlsx?trip=" + OpeningIds.Trip + "&sort=tripOrder";
        var cells = await Workbook.Cells(app, Url, 1);
        var first = cells[0].Zip(cells[1]).ToDictionary(c => c.First, c => c.Second);
        var about = (await Workbook.Cells(app, Url, 4)).ToDictionary(row => row[0], row => row[1]);

        Assert.Equal($"1:{new DateTime(2024, 6, 22, 0, 0, 0, DateTimeKind.Utc).ToOADate()}", first["earliest"]);
        Assert.StartsWith("2:4", first["createdAt"], StringComparison.Ordinal);
        Assert.Equal(("0:1", "0:4"), (first["tripOrder"], first["version"])); // three citations moved it
        Assert.Contains("ySplit=\"1\"", await Workbook.Sheet(app, Url, 1), StringComparison.Ordinal);
        Assert.Equal(
            (OpeningIds.Trip, "tripOrder", Caller.LocalAdministrator, "0:5"), (about["trip"], about["sort"], about["by"], about["rows"]));
        Assert.EndsWith($"/api/v1/{Url}", about["url"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meetings.csv?limit=5", "limit")]
    [InlineData("companies.xlsx?cursor=AAAA", "cursor")]
    [InlineData("timeline.csv?count=true", "count")]
    [InlineData("meetings.ics?limit=1", "limit")]
    public async Task A_file_refuses_paging_parameters(string path, string parameter) =>
        Assert.Equal($"invalid_request {parameter} unknown_parameter", (await app.Get(path)).Is(HttpStatusCode.BadRequest).Problem);

    [Fact]
    public async Task A_list_is_json_whatever_the_client_accepts() =>
        Assert.Equal("application/json", (await app.Get("meetings", ("Accept", "text/csv"))).Is(HttpStatusCode.OK).MediaType);

    [Fact]
    public async Task A_graph_has_the_nodes_and_edges_of_the_network()
    {
        XNamespace ns = "http://graphml.graphdrawing.org/xmlns";
        var network = (await app.Get("network?around=openai&depth=1")).Body;
        var graph = XDocument.Parse((await app.Get("network.graphml?around=openai&depth=1")).Is(HttpStatusCode.OK).Text);
        string ValueOf(XElement of, string key) => of.Elements(ns + "data").Single(d => d.Attribute("key")!.Value == key).Value;

        Assert.Equal(
            network["nodes"]!.AsArray().Select(n => $"{n!["id"]} {n["type"]} {n["name"]!["ko"]} {n["name"]!["en"]}"),
            graph.Descendants(ns + "node").Select(n =>
                $"{n.Attribute("id")!.Value} {ValueOf(n, "type")} {ValueOf(n, "nameKo")} {ValueOf(n, "nameEn")}"));
        Assert.Equal(
            network["edges"]!.AsArray().Select(e => $"{e!["source"]} {e["target"]} {e["type"]} {e["weight"]}"),
            graph.Descendants(ns + "edge").Select(e =>
                $"{e.Attribute("source")!.Value} {e.Attribute("target")!.Value} {ValueOf(e, "edgeType")} {ValueOf(e, "weight")}"));
    }

    [Fact]
    public async Task An_export_of_a_confidential_meeting_is_audited()
    {
        var meeting = TestData.Meeting("2025-03-03");
        meeting["confidentiality"] = "confidential";
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var key = ("X-Api-Key", await app.Key([Scopes.Export], "confidential", "exporter"));

        foreach (var file in new[] { "meetings.csv", "meetings.xlsx", "meetings.ics", "timeline.csv" })
        {
            (await app.Send(HttpMethod.Head, $"{file}?from=2025-01-01", null, key)).Is(HttpStatusCode.OK); // shows nothing
            (await app.Get($"{file}?to=2024-12-31", key)).Is(HttpStatusCode.OK); // does not show the meeting
            Assert.Empty(await Entries(file));
            var url = $"{file}?from=2025-03-01&to=2025-03-31";
            var shown = file.EndsWith(".xlsx", StringComparison.Ordinal)
                ? await Workbook.Sheet(app, url, 1, key)
                : (await app.Get(url, key)).Is(HttpStatusCode.OK).Text;
            Assert.Contains(id, shown, StringComparison.Ordinal);
            var entry = Assert.Single(await Entries(file));
            Assert.Equal(("key:exporter", 1), (entry["actor"]!.ToString(), (int)entry["version"]!));
        }

        async Task<List<JsonNode>> Entries(string file) => [.. (await app.Get($"audit?kind=read&target=meetings/{id}&limit=200")).Items
            .OfType<JsonNode>().Where(e => e["route"]!.ToString() == $"GET /api/v1/{file}")];
    }

    internal static (List<string> Names, List<Dictionary<string, string>> Rows) Read(byte[] bytes)
    {
        using var csv = new CsvReader(new StreamReader(new MemoryStream(bytes), Encoding.UTF8), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();

        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return ([.. csv.HeaderRecord!], rows);
    }
}
