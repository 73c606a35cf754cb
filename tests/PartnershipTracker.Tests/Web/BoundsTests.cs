using System.Net;

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
