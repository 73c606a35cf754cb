using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// The cost of an import whose tables are small at its start. PostgreSQL plans the statements of triggers once, for the small tables, and
/// keeps these plans until the transaction ends.
/// </summary>
public sealed class LargeImportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Items = 1_500;

    private const string RowsOfScans = "SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables";

    [Theory]
    [InlineData("companies")]
    [InlineData("areas")]
    [InlineData("people")]
    [InlineData("trips")]
    [InlineData("meetings")]
    public async Task No_row_of_an_import_is_compared_with_all_rows_before_it(string resource)
    {
        var file = new StringBuilder();

        for (var i = 0; i < Items; i++)
        {
            var item = resource switch
            {
                "companies" => TestData.Company(),
                "areas" => TestData.Area(),
                "people" => TestData.Person(),
                "trips" => new JsonObject { ["title"] = TestData.Name($"Trip {i}"), ["date"] = "2024" },
                _ => TestData.Meeting(),
            };
            item["resource"] = resource;

            if (resource is "meetings")
            {
                item["title"] = TestData.Name($"회동 {i}", $"Meeting {i}");
            }

            file.Append(item.ToJsonString()).Append('\n');
        }

        await app.Query<object?>("VACUUM (ANALYZE)"); // PostgreSQL knows that the tables are small
        var before = await app.Query<long>(RowsOfScans);
        var answer = await app.Import(Encoding.UTF8.GetBytes(file.ToString()), "application/x-ndjson");
        Assert.Equal(Items, ImportTests.Counts(answer.Is(HttpStatusCode.OK)).Created);

        // A batch may read a table as a whole, a row may not.
        Assert.InRange(await app.Query<long>(RowsOfScans) - before, 0, 40 * Items);
    }
}
