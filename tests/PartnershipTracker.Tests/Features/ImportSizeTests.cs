using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Import files with cells, lines and items that are larger, or more, than memory holds.</summary>
public sealed class ImportSizeTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Cell = 256 * 1024;
    private const int Item = 1024 * 1024;
    private const string Header = "externalId,titleEn,kind,status,date,summary\n";

    private async Task<string[]> Errors(string mediaType, string file, string query = "") =>
        ImportTests.Errors((await app.Import(Encoding.UTF8.GetBytes(file), mediaType, query)).Is(HttpStatusCode.UnprocessableEntity));

    [Theory]
    [InlineData("a,A,site_visit,held,2024,\nb,B,site_visit,held,2024,", "", "3 #/summary cell_too_large")]
    [InlineData("a,A,site_visit,held,2024,\nb,\"", "\",site_visit,held,2024,", "3 #/titleEn cell_too_large")]
    [InlineData("a,\"A\nB\",site_visit,held,2024,\nb,\"", "\n", "4 #/titleEn cell_too_large")]
    public async Task A_cell_that_is_too_large_is_refused_with_its_line_and_column(string before, string after, string error)
    {
        foreach (var mode in new[] { "all", "partial" })
        {
            var file = Header + before + new string('x', Cell + 10) + after;

            var answer = await app.Import(Encoding.UTF8.GetBytes(file), "text/csv", $"?resource=meetings&mode={mode}");

            Assert.Equal(mode is "all" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK, answer.Status);
            Assert.Equal([error], ImportTests.Errors(answer));
        }
    }

    [Fact]
    public async Task The_rows_after_a_cell_that_is_too_large_are_imported_where_its_end_is_known()
    {
        var large = new string('x', Cell + 10);
        var file = $"{Header}{Row("large-1", "A")}{Row("large-2", large)}{Row("large-3", $"\"{large}\"")}{Row("large-4", "B")}";

        var answer = await app.Import(Encoding.UTF8.GetBytes(file), "text/csv", "?resource=meetings&mode=partial");

        Assert.Equal(["3 #/titleEn cell_too_large", "4 #/titleEn cell_too_large"], ImportTests.Errors(answer.Is(HttpStatusCode.OK)));
        Assert.Equal((2, 2), ((int)answer.Body["created"]!, (int)answer.Body["failed"]!));

        static string Row(string id, string title) => $"{id},{title},site_visit,held,2024,\n";
    }

    [Fact]
    public async Task A_cell_without_an_end_refuses_the_file_with_its_line_and_column()
    {
        foreach (var mode in new[] { "all", "partial" })
        {
            var file = $"{Header}before-the-end,A,site_visit,held,2024,\nb,\"{new string('x', 3 * Item)}\n";

            var answer = await app.Import(Encoding.UTF8.GetBytes(file), "text/csv", $"?resource=meetings&mode={mode}");

            Assert.Equal(["3 #/titleEn cell_too_large"], ImportTests.Errors(answer));
            Assert.Contains("Nothing of the file is imported", answer.Text, StringComparison.Ordinal);
            Assert.Equal(0, await app.Query<long>("SELECT count(*) FROM meetings WHERE external_id = 'before-the-end'"));
        }
    }

    [Fact]
    public async Task A_cell_just_below_the_largest_size_is_read() => Assert.Equal(
        ["2 #/summary too_long"],
        await Errors("text/csv", $"{Header}a,A,site_visit,held,2024,{new string('x', Cell - 10)}\n", "?resource=meetings"));

    [Fact]
    public async Task A_row_or_header_of_many_cells_is_refused()
    {
        Assert.Equal(["2 # item_too_large"], await Errors("text/csv", Header + new string(',', Item) + "\n", "?resource=meetings"));
        Assert.Equal(["1 # item_too_large"], await Errors("text/csv", new string(',', Item), "?resource=meetings"));
        var header = $"externalId{string.Concat(Enumerable.Repeat(",x", 100_000))}\n";
        var columns = await Errors("text/csv", header, "?resource=meetings");
        Assert.Equal((1000, "1 #/x unknown_column"), (columns.Length, columns[0]));
    }

    [Fact]
    public async Task An_item_of_more_than_100_000_values_is_refused()
    {
        var aliases = string.Join(',', Enumerable.Repeat("\"x\"", 150_000));

        var errors = await Errors("application/x-ndjson", $"{{\"resource\":\"areas\",\"id\":\"a\",\"aliases\":[{aliases}]}}\n");

        Assert.Equal(["1 # too_many"], errors);
    }

    [Fact]
    public async Task A_line_of_NDJSON_and_an_item_of_a_bundle_that_are_too_large_are_refused()
    {
        var item = $"{{\"resource\":\"areas\",\"id\":\"large\",\"name\":{{\"en\":\"{new string('x', Item)}\"}}}}";

        Assert.Equal(["2 # item_too_large"], await Errors("application/x-ndjson", $"\n{item}\n"));
        Assert.Equal(["2 #/areas/0 item_too_large"], await Errors("application/json", $"{{\"areas\":[\n{item}]}}"));
    }

    [Fact]
    public async Task A_file_of_too_many_lines_is_refused() => Assert.Equal(
        ["5000001 # too_many_lines"],
        await Errors("application/x-ndjson", new string('\n', 5_000_000) + "{\"resource\":\"areas\",\"id\":\"last\"}"));

    [Fact]
    public async Task All_invalid_lines_are_counted_and_the_first_ones_are_listed()
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 3000)) + "{\"resource\":\"areas\",\"id\":\"hbm\"}");

        var answer = (await app.Import(file, "application/x-ndjson", "?mode=partial")).Is(HttpStatusCode.OK).Body;

        Assert.Equal((3001, 1000), ((int)answer["failed"]!, answer["errors"]!.AsArray().Count));
    }

    [Fact]
    public async Task An_error_does_not_repeat_a_large_value()
    {
        var name = new string('x', Item / 2);

        var answer = await app.Import(
            Encoding.UTF8.GetBytes($"{{\"resource\":\"areas\",\"id\":\"child\",\"name\":{{\"en\":\"C\"}},\"parent\":\"{name}\"}}"),
            "application/x-ndjson");

        var error = Assert.Single(answer.Is(HttpStatusCode.UnprocessableEntity).Body["errors"]!.AsArray())!;
        Assert.InRange($"{error["detail"]}".Length, 1, 10_000);
    }
}
