using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Web;

/// <summary>Bounds of the document that no validator of a single field can check.</summary>
public sealed class BoundsTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task A_parameter_can_be_repeated_at_most_100_times(int times, HttpStatusCode status) =>
        (await app.Get("meetings?" + string.Join('&', Enumerable.Range(1, times).Select(i => $"company=company-{i}")))).Is(status);

    [Fact]
    public async Task A_matrix_with_more_than_1000_months_or_areas_needs_a_filter()
    {
        foreach (var date in (string[])["1900-01", "2199-07"])
        {
            (await app.Post("meetings", TestData.Meeting(date))).Is(HttpStatusCode.Created);
        }

        var areas = string.Join(',', Enumerable.Range(1, 1_000).Select(_ => TestData.Area().ToJsonString()));
        (await app.Import(Encoding.UTF8.GetBytes($$"""{"areas":[{{areas}}]}"""), "application/json")).Is(HttpStatusCode.OK);

        foreach (var view in (string[])["coverage", "coverage.csv", "coverage.svg"])
        {
            Assert.Equal("unprocessable from too_many", (await app.Get($"{view}?rows=company&columns=month")).Problem);
            (await app.Get($"{view}?rows=company&columns=month&from=2199-01-01")).Is(HttpStatusCode.OK);
        }

        foreach (var view in (string[])["coverage", "coverage.csv"])
        {
            Assert.Equal("unprocessable area too_many", (await app.Get($"{view}?rows=company&columns=area")).Problem);
        }

        var picture = (await app.Get("coverage.svg?rows=company&columns=area")).Is(HttpStatusCode.OK).Text;
        Assert.Contains("40 of 10", picture, StringComparison.Ordinal); // of more than a thousand areas, those with most meetings
    }

    [Fact]
    public async Task An_existing_participant_cannot_be_added_again()
    {
        var participant = TestData.Participant();
        participant["id"] = OpeningIds.Participant(1, 2);

        Assert.Equal("already_exists #/id taken", (await app.Post($"meetings/{OpeningIds.Meeting(1)}/participants", participant)).Problem);
    }

    [Fact]
    public async Task A_meeting_has_at_most_200_participants()
    {
        var meeting = TestData.Meeting();
        var participants = meeting["participants"]!.AsArray();

        while (participants.Count < 200)
        {
            participants.Add(TestData.Participant("tsmc"));
        }

        var added = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);

        Assert.Equal(
            "unprocessable # too_many", (await app.Post($"meetings/{added.Body["id"]}/participants", TestData.Participant())).Problem);
    }
}
