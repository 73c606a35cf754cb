using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Every operation of the API document, and every kind of feed link, in a register with confidential meetings: an answer has an audit entry
/// by the caller about each of them that it shows, and none about another.
/// </summary>
public sealed class AuditedReadTests(ClassifiedRegister app) : IClassFixture<ClassifiedRegister>
{
    /// <summary>The rows whose answers show a confidential meeting or a citation of one. Those of all other rows show neither.</summary>
    private static readonly HashSet<string> Shows = new(StringComparer.Ordinal)
    {
        "listMeetingParticipants", "exportMeetingParticipantsCsv", "exportMeetingParticipantsXlsx", "listMeetingAreas",
        "exportMeetingAreasCsv", "exportMeetingAreasXlsx", "listMeetings", "getMeeting", "listMeetingHistory", "listMeetingsOfArea", "listMeetingsOfTrip", "listAreaLinks", "getAreaLink",
        "listParticipants", "getParticipant", "listCitations", "getCitation", "listCitationHistory", "listSourceFacts", "showSourceText",
        "listTimeline", "drawTimeline", "getNetwork", "getNetworkPath", "exportNetworkGraphml", "search", "listAudit", "listChanges",
        "exportMeetingsCsv", "exportMeetingsXlsx", "exportMeetingsIcs", "exportCitationsCsv", "exportCitationsXlsx",
        "exportTimelineCsv", "exportTimelineXlsx", "listTimelineRows", "listNetworkNodesRows", "exportNetworkNodesCsv",
        "exportNetworkNodesXlsx", "listNetworkEdgesRows", "exportNetworkEdgesCsv", "exportNetworkEdgesXlsx", "exportRegisterNdjson",
        "createCitation", "patchCitation", "replaceCitation", "patchMeeting", "replaceMeeting", "putAreaLink", "createRestoration",
        "createRetraction", "createParticipant", "replaceParticipant",
    };

    /// <summary>The rows of operations whose answers depend on more than the operation.</summary>
    private static readonly Dictionary<string, Func<HiddenMeeting, AuditedCall>> Variants = new(StringComparer.Ordinal)
    {
        ["getMeeting, then"] = h => new($"meetings/{h.Meeting}?asOf={TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffff}Z"),
        ["getMeeting, some fields"] = h => new($"meetings/{h.Meeting}?fields=kind"),
        ["getTrip, with its meetings"] = _ => new($"trips/{OpeningIds.Trip}?include=meetings"),
        ["getSource, with its citations"] = h => new($"sources/{h.Source}?include=citations"),
        ["getCitation, with its meeting"] = h => new($"citations/{h.Citation}?include=meeting"),
        ["patchMeeting, nothing"] = h => new(HttpMethod.Patch, $"meetings/{h.Meeting}", new JsonObject()),
        ["replaceMeeting, nothing"] = h => new(HttpMethod.Put, $"meetings/{h.Meeting}", h.Same),
        ["putAreaLink, nothing"] = h => new(HttpMethod.Put, $"meetings/{h.Meeting}/areas/hbm", TestData.Link(h.Company)),
        ["replaceParticipant, nothing"] = h =>
            new(HttpMethod.Put, $"meetings/{h.Meeting}/participants/{h.Participant}", TestData.Participant("sk-group", "ours")),
        ["patchCitation, nothing"] = h => new(HttpMethod.Patch, $"citations/{h.Citation}", new JsonObject()),
        ["replaceCitation, nothing"] = h => new(HttpMethod.Put, $"citations/{h.Citation}", h.CitationRequest),
        ["createRetraction, dry run, nothing"] = h =>
            new(HttpMethod.Post, $"sources/{h.Source}/retraction?dryRun=true", AuditedCalls.Reason),
        ["createRestoration, nothing"] = h => new(HttpMethod.Post, "restorations", AuditedCalls.Version(h, 2)),
    };

    /// <summary>The rows of deletions that are refused, because what they name refers to the resource.</summary>
    private static readonly Dictionary<string, Func<HiddenMeeting, AuditedCall>> Refusals = new(StringComparer.Ordinal)
    {
        ["deleteCompany, met"] = h => new(HttpMethod.Delete, $"companies/{h.Company}"),
        ["deleteSource, cited"] = h => new(HttpMethod.Delete, $"sources/{h.Source}"),
        ["deleteMeeting, cited"] = h => new(HttpMethod.Delete, $"meetings/{h.Meeting}"),
        ["deleteParticipant, linked"] = h => new(HttpMethod.Delete, $"meetings/{h.Meeting}/participants/{h.Participants[1]}"),
    };

    private static readonly string[] FeedViews = ["timeline.svg", "meetings.ics", "meetings.csv", "network"];

    public static TheoryData<string> Rows =>
    [
        .. ScopesNeeded.Of.Keys, .. Variants.Keys, .. Refusals.Keys, .. FeedViews.Select(view => $"feed of {view}"), "feed of coverage.svg",
    ];

    [Fact]
    public async Task Every_operation_has_a_row() => Assert.Empty((await app.Operations())
        .Where(o => !ScopesNeeded.Of.ContainsKey(o.Id) || (o.Method != "GET" && !new AuditedCalls(app).Knows(o.Id))).Select(o => o.Id));

    [Fact]
    public void Every_response_of_a_classified_entity_says_what_it_shows() => Assert.Empty(typeof(Program).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Response", StringComparison.Ordinal) && !type.IsAssignableTo(typeof(IAuditedRead)))
        .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFrom<,>)
            && i.GetGenericArguments()[0].IsAssignableTo(typeof(IClassified))))
        .Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_an_answer_shows_of_something_confidential_is_audited(string row)
    {
        var call = await CallOf(row);
        var last = await app.LastEntry();

        var answer = await app.Ask(call);
        Assert.True(
            Refusals.ContainsKey(row) ? answer.Status is HttpStatusCode.Conflict : (int)answer.Status is >= 200 and < 300,
            $"{(int)answer.Status} {answer.Text}");
        var entries = await app.EntriesAfter(last, call.Actor);
        var text = await app.TextOf(answer, call);

        var showsCompanies = row.Contains("AreaLink", StringComparison.Ordinal) || row.Contains("NetworkNodes", StringComparison.Ordinal)
            || row.Contains("NetworkEdges", StringComparison.Ordinal) || row is "exportNetworkGraphml";
        var shown = app.Hidden
            .Where(h => h.IsShownBy(text) || (showsCompanies && text.Contains(h.Company, StringComparison.Ordinal))).ToList();
        Assert.Equal(IsToShow(row), shown.Count > 0);
        await AssertAudited(shown, entries);

        if (row.EndsWith("nothing", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(entries, e => e.Kind == "change");
        }
    }

    private static bool IsToShow(string row) => Variants.ContainsKey(row) || Refusals.ContainsKey(row) || Shows.Contains(row)
        || FeedViews.Contains(row.Split(' ')[^1]);

    private async Task AssertAudited(List<HiddenMeeting> shown, IReadOnlyList<(string Kind, string Target)> entries)
    {
        var targets = await app.Targets();
        var isOfAudit = entries.Any(e => e.Target.StartsWith("audit/", StringComparison.Ordinal));

        foreach (var hidden in app.Hidden)
        {
            var about = entries.Where(e => targets[hidden.Meeting].Contains(e.Target)).ToList();

            if (shown.Contains(hidden))
            {
                Assert.True(isOfAudit || about.Count > 0, $"{hidden.Meeting} is shown, and there is no entry about it.");
            }
            else
            {
                Assert.DoesNotContain(about, e => e.Kind == "read");
            }

            Assert.False(about.GroupBy(e => e.Target).Any(same => same.DistinctBy(e => e.Kind).Count() > 1), string.Join(", ", about));
        }

        Assert.True(shown.Count > 0 || !isOfAudit);
    }

    private async Task<AuditedCall> CallOf(string row)
    {
        if (row.StartsWith("feed of ", StringComparison.Ordinal))
        {
            return await FeedOf(row["feed of ".Length..]);
        }

        if ((Variants.GetValueOrDefault(row) ?? Refusals.GetValueOrDefault(row)) is { } variant)
        {
            return variant(await app.Hide());
        }

        var calls = new AuditedCalls(app);

        return calls.Knows(row)
            ? await calls.Of(row, await app.Hide())
            : AuditedCalls.Get((await app.Operations()).Single(o => o.Id == row), app.Hidden[0]);
    }

    private async Task<AuditedCall> FeedOf(string view)
    {
        var feed = TestData.Feed(view: view, clearance: "restricted");
        var made = (await app.Post("feeds", feed)).Is(HttpStatusCode.Created);

        return new(made.Body["link"]!.ToString()) { Actor = $"feed:{feed["id"]}" };
    }
}
