using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class ParticipantTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<(string Url, ApiResponse Meeting)> Meeting()
    {
        var meeting = (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created);

        return ($"meetings/{meeting.Body["id"]}", meeting);
    }

    [Fact]
    public async Task A_participant_can_be_added_replaced_and_removed()
    {
        var (url, _) = await Meeting();

        var added = (await app.Post($"{url}/participants", TestData.Participant("intel"))).Is(HttpStatusCode.Created);
        var address = added.Headers["Location"];
        Assert.Equal((2, 2), (added.Version, (await app.Get(address)).Version));
        Assert.Equal(3, (await app.Get($"{url}/participants")).Items.Count);

        var group = new JsonObject
        {
            ["party"] = TestData.Name("업계 관계자", "People of the industry"),
            ["side"] = "third_party",
            ["headCount"] = 12,
        };
        var replaced = (await app.Put(address, group)).Is(HttpStatusCode.OK);
        Assert.Equal(3, replaced.Version);
        Assert.Equal("업계 관계자", replaced.Body["party"]!["ko"]!.ToString());
        Assert.Null(replaced.Body["organization"]);

        Assert.Equal(4, (await app.Delete(address)).Is(HttpStatusCode.NoContent).Version);
        (await app.Delete(address)).Is(HttpStatusCode.NotFound);
        (await app.Put(address, group)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Replacing_a_meeting_keeps_the_participants_that_are_sent_with_their_ids()
    {
        var (url, meeting) = await Meeting();
        var kept = meeting.Body["participants"]![1]!["id"]!.ToString();
        var request = TestData.Meeting();
        var known = TestData.Participant();
        (known["id"], known["statedTitle"]) = (kept, "수장");
        request["participants"] = new JsonArray(known, TestData.Participant("sk-hynix", "ours"));

        var replaced = (await app.Put(url, request, ("If-Match", meeting.ETag))).Is(HttpStatusCode.OK);

        var participants = replaced.Body["participants"]!.AsArray();
        Assert.Equal(["nvidia", "sk-hynix"], participants.Select(p => p!["organization"]!.ToString()));
        Assert.Equal(kept, participants[0]!["id"]!.ToString());
        Assert.DoesNotContain(participants[1]!["id"]!.ToString(), meeting.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_participants_of_a_GET_can_be_sent_back_unchanged()
    {
        var (url, meeting) = await Meeting();
        var patch = new JsonObject
        {
            ["participants"] = meeting.Body["participants"]!.DeepClone(),
            ["date"] = meeting.Body["date"]!.DeepClone(),
        };

        var same = (await app.Patch(url, patch, ("If-Match", meeting.ETag))).Is(HttpStatusCode.OK);

        Assert.Equal(meeting.ETag, same.ETag);
        Assert.Equal(meeting.Text, same.Text);
    }

    [Theory]
    [InlineData("""{"side":"ours"}""", "invalid_request #/organization one_of_two")]
    [InlineData("""{"organization":"intel","party":{"ko":"인텔"},"side":"ours"}""", "invalid_request #/organization one_of_two")]
    [InlineData("""{"organization":"no-such","side":"ours"}""", "unprocessable #/organization unknown_reference")]
    [InlineData("""{"organization":"intel","person":"intel","side":"theirs"}""", "unprocessable #/person unknown_reference")]
    [InlineData("""{"organization":"intel","side":"ours"}""", "unprocessable #/organization unknown_reference")]
    [InlineData("""{"organization":"sk-hynix","side":"theirs"}""", "unprocessable #/organization unknown_reference")]
    [InlineData("""{"organization":"sk-hynix","side":"third_party"}""", "unprocessable #/organization unknown_reference")]
    [InlineData("""{"organization":"intel"}""", "invalid_request #/side required")]
    [InlineData("""{"organization":"intel","side":"ours","headCount":0}""", "invalid_request #/headCount out_of_range")]
    [InlineData("""{"party":{},"side":"ours"}""", "invalid_request #/party language_required")]
    public async Task An_invalid_participant_is_refused(string participant, string problem)
    {
        var (url, meeting) = await Meeting();

        Assert.Equal(problem, (await app.Post($"{url}/participants", JsonNode.Parse(participant))).Problem);
        Assert.Equal(meeting.ETag, (await app.Get(url)).ETag);
    }

    [Fact]
    public async Task A_date_can_be_patched_as_a_text_or_as_an_object()
    {
        var (url, _) = await Meeting();

        foreach (var date in new[] { "\"2024-05\"", """{"edtf":"2024-07~"}""", """{"edtf":"2024-08","precision":"month"}""" })
        {
            (await app.Patch(url, new JsonObject { ["date"] = JsonNode.Parse(date) }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        }

        Assert.Equal("2024-08-31", (await app.Get(url)).Body["date"]!["latest"]!.ToString());
    }

    [Fact]
    public async Task The_history_shows_a_replaced_participant_and_a_changed_order()
    {
        var (url, meeting) = await Meeting();
        var (ours, theirs) = (meeting.Body["participants"]![0]!, meeting.Body["participants"]![1]!);
        foreach (var first in new[] { theirs.DeepClone(), TestData.Participant("intel") })
        {
            var participants = new JsonArray(first, ours.DeepClone());
            (await app.Patch(url, new JsonObject { ["participants"] = participants }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        }

        var history = (await app.Get($"{url}/history")).Items;

        var replaced = Assert.Single(history[0]!["changes"]!.AsArray())!;
        Assert.Equal(
            ("#/participants/0", "nvidia", "intel"),
            (replaced["pointer"]!.ToString(), $"{replaced["before"]!["organization"]}", $"{replaced["after"]!["organization"]}"));
        var reordered = Assert.Single(history[1]!["changes"]!.AsArray())!;
        Assert.Equal("#/participants", reordered["pointer"]!.ToString());
        Assert.Equal([theirs["id"]!.ToString(), ours["id"]!.ToString()], reordered["after"]!.AsArray().Select(id => id!.ToString()));
    }

    [Fact]
    public async Task A_participant_id_of_another_meeting_is_refused()
    {
        var (url, meeting) = await Meeting();
        var stranger = TestData.Participant();
        stranger["id"] = OpeningIds.Participant(1, 2);
        Assert.Equal("unprocessable #/id unknown_reference", (await app.Post($"{url}/participants", stranger.DeepClone())).Problem);
        var request = TestData.Meeting();
        request["participants"] = new JsonArray(stranger.DeepClone());
        Assert.Equal("unprocessable #/participants/0/id unknown_reference", (await app.Post("meetings", request)).Problem);

        var refused = await app.Patch(url, new JsonObject { ["participants"] = new JsonArray(stranger) }, ("If-Match", meeting.ETag));

        Assert.Equal("unprocessable #/participants/0/id unknown_reference", refused.Problem);
    }
}
