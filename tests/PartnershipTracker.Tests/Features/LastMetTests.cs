using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The date of the last meeting of a group.</summary>
public sealed class LastMetTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Theory]
    [InlineData("2031-06")]
    [InlineData("2032")]
    [InlineData("[2033-06-03..2033-06-10]")]
    public async Task A_meeting_that_lies_in_the_future_gets_no_more_precise_date(string date)
    {
        var company = (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        (await app.Post("meetings", TestData.Meeting(date, company))).Is(HttpStatusCode.Created);

        var counts = (await app.Get($"stats/meetings?groupBy=company&company={company}")).Is(HttpStatusCode.OK);

        Assert.Equal(date, $"{Assert.Single(counts.Items)!["lastMet"]!["edtf"]}");
    }

    [Fact]
    public async Task A_meeting_that_has_begun_and_ends_in_the_future_was_last_met_today()
    {
        var company = (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        (await app.Post("meetings", TestData.Meeting("2024-01-01/2199-12-31", company))).Is(HttpStatusCode.Created);

        var counts = (await app.Get($"stats/meetings?groupBy=company&company={company}")).Is(HttpStatusCode.OK);

        Assert.Equal("day", $"{Assert.Single(counts.Items)!["lastMet"]!["precision"]}");
    }
}
