using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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

    [Theory]
    [InlineData("nameKo,nameEn,aliases\n한화오션,Hanwha Ocean,대우조선해양\n대우조선해양,DSME,", "3 #/id name_of_other_row")]
    [InlineData("nameKo,nameEn,aliases\n대우조선해양,DSME,\n한화오션,Hanwha Ocean,대우조선해양", "3 #/id name_of_other_row")]
    [InlineData("nameKo,nameEn,aliases\n새회사,NewCo,엔비디아", "2 #/id name_taken")]
    [InlineData("nameKo,nameEn,aliases\n새회사,NewCo,엔비디아 (weak)")]
    [InlineData("nameKo,nameEn\nSK하이닉스,Hynix Semiconductor", "2 #/id name_of_other_side")]
    [InlineData("nameKo,nameEn\nSK텔레콤(주),SKT Co", "2 #/id name_of_other_side")]
    [InlineData("id,nameKo,nameEn\nhynix-us,SK하이닉스,Hynix Semiconductor")]
    public async Task A_company_without_a_key_that_has_a_name_or_an_alias_of_another_organization_is_refused(
        string table, params string[] errors)
    {
        var answer = await app.Import(Encoding.UTF8.GetBytes(table), "text/csv", "?dryRun=true&resource=companies");

        Assert.Equal(errors, ImportTests.Errors(answer));
    }

    [Theory]
    [InlineData("곽노정 사장,Kwak Noh-jung", "2 #/nameKo more_than_name")]
    [InlineData("이재용 (회장),Lee Jae-yong", "2 #/nameKo more_than_name")]
    [InlineData("팀 쿡,Tim Cook CEO", "2 #/nameEn more_than_name")]
    [InlineData("\"김철수, 이영희\",Kim Chul-soo", "2 #/nameKo several_names")]
    [InlineData("김철수,Kim Chul-soo / Lee Young-hee", "2 #/nameEn several_names")]
    [InlineData("김철수,Kim Chul-soo")]
    public async Task A_new_person_has_one_name_and_no_title_in_it(string names, params string[] errors)
    {
        var table = $"nameKo,nameEn,organizations,titlesKo\n{names},intel,부사장\n";

        var answer = await app.Import(Encoding.UTF8.GetBytes(table), "text/csv", "?dryRun=true&resource=people");

        Assert.Equal(errors, ImportTests.Errors(answer));
    }

    [Fact]
    public async Task Imports_at_once_make_one_company_of_a_name()
    {
        for (var trial = 0; trial < 3; trial++)
        {
            var answers = await Task.WhenAll("abcd".Select(letter => app.Import(
                Encoding.UTF8.GetBytes($"nameKo,nameEn\n쌍둥이{trial},Twin {trial}{letter} Co\n"), "text/csv", "?resource=companies")));

            Assert.Single(answers, answer => answer.Status is HttpStatusCode.OK);
            Assert.Equal(3, answers.Count(answer => answer.Status is HttpStatusCode.UnprocessableEntity && answer.Text.Contains("name_taken", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_row_of_an_outdated_export_is_refused_where_it_would_undo_a_change()
    {
        var export = Encoding.UTF8.GetString(await app.GetBytes("companies.csv")).Split("\r\n");
        var intel = Array.Find(export, row => row.StartsWith("intel,", StringComparison.Ordinal))!;
        var website = new JsonObject { ["website"] = "https://www.intel.com/" };
        (await app.Patch("companies/intel", website, ("If-Match", "*"))).Is(HttpStatusCode.OK);

        var same = await app.Import(Encoding.UTF8.GetBytes($"{export[0]}\r\n{intel}\r\n"), "text/csv", "?dryRun=true&resource=companies");
        var fresh = Encoding.UTF8.GetString(await app.GetBytes("companies.csv")).Split("\r\n");
        var now = Array.Find(fresh, row => row.StartsWith("intel,", StringComparison.Ordinal))!;
        var repeated = await app.Import(Encoding.UTF8.GetBytes($"{fresh[0]}\r\n{now}\r\n"), "text/csv", "?dryRun=true&resource=companies");

        var elsewhere = Regex.Replace(intel, ",20(?=[0-9]{2}-)", ",19", RegexOptions.None, TimeSpan.FromSeconds(1));
        var other = Encoding.UTF8.GetBytes($"{export[0]}\r\n{elsewhere}\r\n");
        var moved = await app.Import(other, "text/csv", "?dryRun=true&resource=companies");

        Assert.Equal(["2 #/version outdated_row"], ImportTests.Errors(same.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Equal((0, 1, 0, 0), ImportTests.Counts(moved.Is(HttpStatusCode.OK))); // it was created in another register
        Assert.Equal((0, 0, 1, 0), ImportTests.Counts(repeated.Is(HttpStatusCode.OK)));
    }
}
