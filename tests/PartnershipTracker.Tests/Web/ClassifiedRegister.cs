using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>A confidential meeting with everything about it, and the texts by which an answer shows it.</summary>
/// <param name="Meeting">Its id.</param>
/// <param name="Participants">The ids of its participants.</param>
/// <param name="Citation">The id of the only citation about it.</param>
/// <param name="Source">The id of the source of that citation, whose text is attached.</param>
/// <param name="Company">The key of a company that no other meeting or collaboration is about.</param>
/// <param name="Token">A word that is in the texts of the meeting and of the citation.</param>
public sealed record HiddenMeeting(string Meeting, string[] Participants, string Citation, string Source, string Company, string Token)
{
    public JsonObject Request
    {
        get
        {
            var meeting = TestData.Meeting("2023-01-05", Company);
            meeting["title"] = TestData.Name($"회동 {Token}", $"Meeting {Token}");
            (meeting["trip"], meeting["confidentiality"]) = (OpeningIds.Trip, "confidential");

            return meeting;
        }
    }

    /// <summary>The request that replaces the meeting with itself.</summary>
    public JsonObject Same
    {
        get
        {
            var meeting = Request;

            foreach (var (index, id) in Participants.Index())
            {
                meeting["participants"]![index]!["id"] = id;
            }

            return meeting;
        }
    }

    public string Participant => Participants[0];

    public JsonObject CitationRequest
    {
        get
        {
            var citation = TestData.Citation(Meeting, source: Source, quote: "회동했다");
            citation["note"] = $"Note {Token}";

            return citation;
        }
    }

    /// <summary>Finds the meeting, or something about it, in a text.</summary>
    public bool IsShownBy(string text) =>
        Array.Exists([Meeting, Participant, Citation, Token], mark => text.Contains(mark, StringComparison.Ordinal));
}

/// <summary>A register with confidential meetings, and a caller who may do and see everything.</summary>
public sealed class ClassifiedRegister(TestServer server) : DocumentExampleApp(server)
{
    public const string Actor = "key:auditee";

    private readonly List<HiddenMeeting> _hidden = [];
    private string _key = "";

    public IReadOnlyList<HiddenMeeting> Hidden => _hidden;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _key = await Key([.. Scopes.All], id: "auditee");
        await Hide();
    }

    /// <summary>Adds a confidential meeting, which is linked to an area and cited.</summary>
    public async Task<HiddenMeeting> Hide()
    {
        var token = $"canary{Guid.CreateVersion7():n}";
        var hidden = new HiddenMeeting("", [], "", "", TestData.Key("partner"), token);
        await Create("companies", TestData.Company(hidden.Company));
        var meeting = await Create("meetings", hidden.Request);
        hidden = hidden with
        {
            Meeting = meeting["id"]!.ToString(),
            Participants = [.. meeting["participants"]!.AsArray().Select(p => p!["id"]!.ToString())],
        };
        (await Put($"meetings/{hidden.Meeting}/areas/hbm", TestData.Link(hidden.Company))).Is(HttpStatusCode.Created);
        hidden = hidden with { Source = (await Create("sources", TestData.Source()))["id"]!.ToString() };
        var text = Encoding.UTF8.GetBytes($"두 사람이 {hidden.Company}에서 회동했다.");
        (await SendBytes(HttpMethod.Put, $"sources/{hidden.Source}/text", text, ("Content-Type", "text/plain"))).Is(HttpStatusCode.OK);
        hidden = hidden with { Citation = (await Create("citations", hidden.CitationRequest))["id"]!.ToString() };
        _hidden.Add(hidden);

        return hidden;
    }

    /// <summary>Adds something, and returns its address.</summary>
    public async Task<string> New(string collection, JsonObject body) =>
        (await Post(collection, body)).Is(HttpStatusCode.Created).Headers["Location"];

    /// <summary>The same request as the caller; a feed link needs no other credential.</summary>
    public Task<ApiResponse> Ask(AuditedCall call) => Send(
        call.Method, call.Path, call.Body, [("If-Match", "*"), .. call.Headers, .. call.IsFeed ? [] : new[] { ("X-Api-Key", _key) }]);

    /// <summary>The text of an answer; of a workbook, the texts of all its parts.</summary>
    public async Task<string> TextOf(ApiResponse answer, AuditedCall call) => call.Path.EndsWith(".xlsx", StringComparison.Ordinal)
        ? await Workbook.Sheet(this, call.Path, 1, ("X-Api-Key", _key))
        : answer.Text + answer.Headers.GetValueOrDefault("Location");

    public Task<long> LastEntry() => Query<long>("SELECT max(sequence) FROM audit");

    /// <summary>The changes and reads after an entry by a caller: kind and target.</summary>
    public async Task<IReadOnlyList<(string Kind, string Target)>> EntriesAfter(long entry, string actor)
    {
        var rows = JsonNode.Parse(await Query<string>(
            $"""
            SELECT coalesce(json_agg(json_build_array(kind, resource || '/' || resource_id)), '[]')::text
            FROM audit WHERE sequence > {entry} AND actor = '{actor}' AND kind <> 'refusal'
            """))!.AsArray();

        return [.. rows.Select(row => (row![0]!.ToString(), row[1]?.ToString() ?? ""))];
    }

    /// <summary>The targets of the entries that are about a meeting: the meeting and its citations.</summary>
    public async Task<ILookup<string, string>> Targets() => JsonNode.Parse(await Query<string>(
        """
        SELECT json_agg(json_build_array(image::json->'target'->>'id', 'citations/' || resource_id))::text
        FROM changes WHERE resource = 'citations' AND image::json->'target'->>'type' IN ('meeting', 'participant', 'area_link')
        """))!.AsArray().Select(row => (row![0]!.ToString(), row[1]!.ToString()))
        .Concat(_hidden.Select(h => (h.Meeting, $"meetings/{h.Meeting}")))
        .ToLookup(t => t.Item1, t => t.Item2, StringComparer.Ordinal);

    private async Task<JsonNode> Create(string collection, JsonObject body) =>
        (await Post(collection, body)).Is(HttpStatusCode.Created).Body;
}

/// <summary>A request of the theory.</summary>
public sealed record AuditedCall(HttpMethod Method, string Path, JsonNode? Body = null, params (string, string)[] Headers)
{
    public AuditedCall(string path)
        : this(HttpMethod.Get, path)
    {
    }

    public bool IsFeed => Path.StartsWith("/feeds/", StringComparison.Ordinal);

    /// <summary>The principal whom the audit names.</summary>
    public string Actor { get; init; } = ClassifiedRegister.Actor;
}
