using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Meetings as a calendar: those with exact days and, on request, the others.</summary>
public sealed class CalendarTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Theory]
    [InlineData("2031-05-06", true, "20310506", "20310507", "CONFIRMED")]
    [InlineData("2031-05-06/2031-05-08", true, "20310506", "20310509", "CONFIRMED")]
    [InlineData("2031-05", false, "20310501", "20310601", "TENTATIVE")]
    [InlineData("2031", false, "20310101", "20320101", "TENTATIVE")]
    [InlineData("[2031-05-06..2031-05-08]", false, "20310506", "20310509", "TENTATIVE")]
    [InlineData("2031-05-06~", false, "20310506", "20310507", "TENTATIVE")]
    [InlineData("2031-05-06?/2031-05-08", false, "20310506", "20310509", "TENTATIVE")]
    [InlineData("2031-05-06/..", false, "20310506", "20310507", "TENTATIVE")]
    [InlineData("../2031-05-06", false, "20310506", "20310507", "TENTATIVE")]
    [InlineData("[2031-05-06,2031-05-08]", false, "20310506", "20310509", "TENTATIVE")]
    [InlineData("2031-33", false, "20310101", "20310401", "TENTATIVE")]
    public async Task An_event_is_as_exact_as_the_date_of_its_meeting(string date, bool isExact, string start, string end, string status)
    {
        var id = await Meet(date, "planned");
        var exact = await Event(id, "");
        var all = await Event(id, "uncertain=true");

        Assert.Equal(isExact, exact is not null);
        Assert.Equal((start, end, status), (all!["DTSTART;VALUE=DATE"], all["DTEND;VALUE=DATE"], all["STATUS"]));
        Assert.Equal(isExact ? "Meeting" : $"Meeting ({date.Replace(",", "\\,", StringComparison.Ordinal)})", all["SUMMARY"]);
    }

    [Fact]
    public async Task A_meeting_with_an_unknown_date_is_no_event() => Assert.Null(await Event(await Meet("XXXX", "planned"), "uncertain=true"));

    [Fact]
    public async Task A_cancelled_meeting_keeps_its_UID_and_raises_its_sequence()
    {
        var id = await Meet("2032-01-02", "planned");
        var before = (await Event(id, ""))!;
        (await app.Patch($"meetings/{id}", new System.Text.Json.Nodes.JsonObject { ["status"] = "cancelled" }, ("If-Match", "*")))
            .Is(HttpStatusCode.OK);
        var after = (await Event(id, ""))!;

        Assert.Equal((before["UID"], "0", "1", "CANCELLED"), (after["UID"], before["SEQUENCE"], after["SEQUENCE"], after["STATUS"]));
    }

    [Fact]
    public async Task A_line_has_at_most_75_octets_and_folding_splits_no_character()
    {
        var title = string.Concat(Enumerable.Repeat("최태원 회장, 미국; 출장\\회동 ", 8)).Trim();
        var id = await Meet("2033-01-02", "held", title);
        var bytes = await app.GetBytes("meetings.ics?lang=ko&from=2033-01-01");
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n").Select(line => Encoding.Latin1.GetBytes(line)).ToList();

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 75));
        Assert.All(lines, line => Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(line))); // the mark of a split character
        Assert.Contains(lines, line => line is [(byte)' ', ..]); // a folded line
        Assert.Equal(
            title.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
                .Replace(",", "\\,", StringComparison.Ordinal),
            (await Event(id, "lang=ko"))!["SUMMARY"]);
    }

    [Fact]
    public async Task A_calendar_has_the_properties_of_a_subscription()
    {
        var answer = (await app.Get("meetings.ics?lang=ko")).Is(HttpStatusCode.OK);

        Assert.Equal("text/calendar; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\r\nSUMMARY:SK 경영전략회의\r\n", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", answer.Text, StringComparison.Ordinal);
    }

    private async Task<string> Meet(string date, string status, string title = "회동")
    {
        var meeting = TestData.Meeting(date);
        (meeting["title"], meeting["status"]) = (TestData.Name(title, "Meeting"), status);

        return (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
    }

    /// <summary>Returns the unfolded properties of an event; null if the calendar does not have it.</summary>
    private async Task<Dictionary<string, string>?> Event(string id, string query)
    {
        var text = Encoding.UTF8.GetString(await app.GetBytes($"meetings.ics?{query}")).Replace("\r\n ", "", StringComparison.Ordinal);
        var block = text.Split("BEGIN:VEVENT\r\n").SingleOrDefault(e => e.StartsWith($"UID:{id}@", StringComparison.Ordinal));

        return block?.Split("END:VEVENT")[0].Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1]);
    }
}
