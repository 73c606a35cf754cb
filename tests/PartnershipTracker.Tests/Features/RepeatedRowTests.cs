using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Tables that state the same resource or part twice, which exists or not.</summary>
public sealed class RepeatedRowTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Tables = [.. Catalog.Resources.All.Select(r => r.Collection), "meeting-participants", "meeting-areas"];

    public static TheoryData<string> All => [.. Tables];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_row_of_an_export_that_occurs_twice_is_refused_the_second_time(string table)
    {
        var export = Encoding.UTF8.GetString(await app.GetBytes($"{table}.csv")).Split("\r\n");
        var file = Encoding.UTF8.GetBytes($"{export[0]}\r\n{export[1]}\r\n{export[1]}\r\n");

        var answer = (await app.Import(file, "text/csv", $"?dryRun=true&resource={table}")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("duplicate_item", answer.Body["errors"]!.AsArray().Select(e => $"{e!["code"]}"));
    }

    [Theory]
    [InlineData("id,nameEn\nrepeated,A\nrepeated,B", "3 #/id duplicate_item")]
    [InlineData("nameEn\nRepeated One\nRepeated One", "3 #/id duplicate_item")]
    [InlineData("id,nameEn\nnvidia,NVIDIA\nintel,Intel\nnvidia,NVIDIA", "4 #/id duplicate_item")]
    [InlineData("nameKo,nameEn\n한빛,Hanbit Inc\n한빛,Hanbit Materials", "3 #/id name_of_other_row")]
    [InlineData("id,nameKo,nameEn\n,㈜한빛,Hanbit Inc\nhb,한빛,HB", "2 #/id name_of_other_row")]
    [InlineData("nameKo,nameEn\n한빛,Hanbit Inc\n한빛,Hanbit Materials\n한빛,Hanbit Inc", "3 #/id name_of_other_row", "4 #/id duplicate_item")]
    public async Task A_company_that_occurs_twice_in_a_table_is_refused_the_second_time(string table, params string[] errors)
    {
        var file = Encoding.UTF8.GetBytes(table);

        var refused = await app.Import(file, "text/csv", "?dryRun=true&resource=companies");
        var partial = await app.Import(file, "text/csv", "?dryRun=true&resource=companies&mode=partial");

        Assert.Equal(errors, ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Equal(errors, ImportTests.Errors(partial.Is(HttpStatusCode.OK)));
    }
}
