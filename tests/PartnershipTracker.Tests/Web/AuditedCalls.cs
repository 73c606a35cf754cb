using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>A request that succeeds for every operation, about a confidential meeting where the operation can be about one.</summary>
internal sealed class AuditedCalls
{
    private readonly ClassifiedRegister _app;
    private readonly Dictionary<string, Func<HiddenMeeting, Task<AuditedCall>>> _calls = new(StringComparer.Ordinal);

    public AuditedCalls(ClassifiedRegister app)
    {
        _app = app;
        AddReads();
        AddMeetings();
        AddEvidence();
        AddGrants();
        AddWebhooks();
        AddCrud("Company", "companies", "put", () => TestData.Company(), Renamed());
        AddCrud("Affiliate", "affiliates", "put", () => TestData.Company(), Renamed());
        AddCrud("Area", "areas", "put", () => TestData.Area(), Renamed());
        AddCrud("Person", "people", "put", () => TestData.Person(), Renamed());
        AddCrud("Trip", "trips", "replace", TestData.Trip, Renamed("title"));
        AddCrud("Source", "sources", "replace", () => TestData.Source(), new() { ["reliability"] = "B" });
        AddCrud("Meeting", "meetings", "replace", () => TestData.Meeting(), new() { ["summary"] = "Changed" });
        AddCrud("Citation", "citations", "replace", () => TestData.Citation(OpeningIds.Meeting(1)), new() { ["note"] = "Changed" });
        AddCollaborations();
        Catalog.Resources.All.Where(r => !Knows($"create{Pascal(r.Noun.En)}")).ToList().ForEach(AddUsual);
    }

    public static JsonObject Reason => new() { ["reason"] = "A test says so." };

    public static JsonObject Version(HiddenMeeting hidden, int version) =>
        new() { ["resource"] = "meetings", ["id"] = hidden.Meeting, ["version"] = version };

    /// <summary>Imports a company, and returns the address of the import.</summary>
    public static async Task<string> NewImport(TrackerApp app)
    {
        var answer = await app.Post("imports", new JsonObject { ["companies"] = new JsonArray(TestData.Company()) });

        return $"imports/{answer.Is(HttpStatusCode.OK).Body["importId"]}";
    }

    /// <summary>Returns the request for a new webhook of a new key.</summary>
    public static async Task<JsonObject> NewWebhook(TrackerApp app)
    {
        var key = (await app.Post("keys", TestData.ApiKey())).Is(HttpStatusCode.Created);

        return TestData.Webhook($"{key.Body["key"]!["id"]}");
    }

    public bool Knows(string operation) => _calls.ContainsKey(operation);

    public Task<AuditedCall> Of(string operation, HiddenMeeting hidden) => _calls[operation](hidden);

    /// <summary>The read with the examples of the document, about a confidential meeting.</summary>
    public static AuditedCall Get(Operation operation, HiddenMeeting hidden) => new((operation with
    {
        Path = operation.Path
            .Replace("{meetingId}", hidden.Meeting, StringComparison.Ordinal)
            .Replace("{participantId}", hidden.Participant, StringComparison.Ordinal)
            .Replace("{citationId}", hidden.Citation, StringComparison.Ordinal)
            .Replace("{sourceId}", hidden.Source, StringComparison.Ordinal)
            .Replace("{areaId}", "hbm", StringComparison.Ordinal),
    }).Url);

    private static JsonObject Renamed(string member = "name") => new() { [member] = TestData.Name("새 이름", "New name") };

    private void Add(string operation, Func<HiddenMeeting, AuditedCall> call) => _calls[operation] = h => Task.FromResult(call(h));

    private void AddReads()
    {
        Add("search", h => new($"search?q={h.Token}"));
        Add("listSuggestions", h => new($"search/suggestions?q={h.Token}"));
        Add("getNetworkPath", h => new($"network/path?from=sk-group&to={h.Company}"));
        Add("listAudit", _ => new("audit"));
        Add("listChanges", _ => new("changes?limit=1000&include=image"));
        Add("getNetwork", h => new($"network?around={h.Company}"));
    }

    private void AddMeetings()
    {
        Add("putAreaLink", h => new(HttpMethod.Put, $"meetings/{h.Meeting}/areas/data-centers", TestData.Link(h.Company)));
        Add("deleteAreaLink", h => new(HttpMethod.Delete, $"meetings/{h.Meeting}/areas/hbm"));
        Add("createParticipant", h => new(HttpMethod.Post, $"meetings/{h.Meeting}/participants", TestData.Participant("intel")));
        Add("replaceParticipant", h =>
            new(HttpMethod.Put, $"meetings/{h.Meeting}/participants/{h.Participant}", TestData.Participant("sk-hynix", "ours")));
        Add("deleteParticipant", h => new(HttpMethod.Delete, $"meetings/{h.Meeting}/participants/{h.Participant}"));
        Add("createRestoration", h => new(HttpMethod.Post, "restorations", Version(h, 1)));
        _calls["deleteImport"] = async _ => new(HttpMethod.Delete, await NewImport(_app));
        Add("createImport", _ => new(HttpMethod.Post, "imports", new JsonObject { ["companies"] = new JsonArray(TestData.Company()) }));
    }

    private void AddEvidence()
    {
        _calls["putSourceText"] = async _ => new(
            HttpMethod.Put, $"{await _app.New("sources", TestData.Source())}/text", JsonValue.Create("Text"),
            ("Content-Type", "text/plain"));
        Add("createRetraction", h => new(HttpMethod.Post, $"sources/{h.Source}/retraction", Reason));
        _calls["deleteRetraction"] = async h =>
        {
            (await _app.Post($"sources/{h.Source}/retraction", Reason)).Is(HttpStatusCode.OK);

            return new(HttpMethod.Delete, $"sources/{h.Source}/retraction");
        };
    }

    private void AddGrants()
    {
        AddCrud("Feed", "feeds", null, () => TestData.Feed(), new() { ["description"] = "Changed" });
        AddCrud("Key", "keys", null, () => TestData.ApiKey(), new() { ["description"] = "Changed" });
        _calls["createKeySecret"] = async _ => new(HttpMethod.Post, $"{await _app.New("keys", TestData.ApiKey())}/secrets");
        _calls["deleteKeySecret"] = async _ =>
        {
            var key = (await _app.Post("keys", TestData.ApiKey())).Is(HttpStatusCode.Created);

            return new(HttpMethod.Delete, $"{key.Headers["Location"]}/secrets/{key.Body["secretId"]}");
        };
    }

    private void AddWebhooks()
    {
        _calls["createWebhook"] = async _ => new(HttpMethod.Post, "webhooks", await NewWebhook(_app));
        _calls["patchWebhook"] = async _ => new(HttpMethod.Patch, await New(), new JsonObject { ["description"] = "Changed" });
        _calls["deleteWebhook"] = async _ => new(HttpMethod.Delete, await New());
        _calls["testWebhook"] = async _ => new(HttpMethod.Post, $"{await New()}/test");
        _calls["createWebhookSecret"] = async _ => new(HttpMethod.Post, $"{await New()}/secrets");
        _calls["deleteWebhookSecret"] = async _ =>
        {
            var webhook = await New();
            var second = (await _app.Post($"{webhook}/secrets", null)).Is(HttpStatusCode.Created);

            return new(HttpMethod.Delete, $"{webhook}/secrets/{second.Body["secretId"]}");
        };

        async Task<string> New() => await _app.New("webhooks", await NewWebhook(_app));
    }

    private void AddCollaborations()
    {
        Add("createCollaboration", h => new(HttpMethod.Post, "collaborations", Collaboration(h)));
        _calls["replaceCollaboration"] = async h =>
            new(HttpMethod.Put, await _app.New("collaborations", Collaboration(h)), Collaboration(h));
        _calls["patchCollaboration"] = async h =>
            new(HttpMethod.Patch, await _app.New("collaborations", Collaboration(h)), new JsonObject { ["stage"] = "ended" });
        _calls["deleteCollaboration"] = async h => new(HttpMethod.Delete, await _app.New("collaborations", Collaboration(h)));

        static JsonObject Collaboration(HiddenMeeting hidden)
        {
            var collaboration = TestData.Collaboration("hbm");
            collaboration["company"] = hidden.Company;

            return collaboration;
        }
    }

    /// <summary>The usual writes of a collection, about something new; those of meetings and citations, about the hidden ones.</summary>
    private void AddCrud(string noun, string collection, string? put, Func<JsonObject> body, JsonObject patch)
    {
        async Task<string> Address(HiddenMeeting hidden, bool isDeleted = false) => collection switch
        {
            "meetings" when !isDeleted => $"meetings/{hidden.Meeting}",
            "citations" => $"citations/{hidden.Citation}",
            _ => await _app.New(collection, body()),
        };

        JsonObject Body(HiddenMeeting hidden) => collection switch
        {
            "meetings" => Changed(hidden.Request, patch),
            "citations" => Changed(hidden.CitationRequest, patch),
            _ => Changed(body(), patch),
        };

        Add($"create{noun}", h => new(HttpMethod.Post, collection, collection is "citations" ? h.CitationRequest : body()));
        _calls[$"patch{noun}"] = async h => new(HttpMethod.Patch, await Address(h), patch.DeepClone());
        _calls[$"delete{noun}"] = async h => new(HttpMethod.Delete, await Address(h, isDeleted: true));

        if (put is not null)
        {
            _calls[$"{put}{noun}"] = async h =>
            {
                var address = await Address(h);
                var replaced = Body(h);

                if (replaced.ContainsKey("id"))
                {
                    replaced["id"] = address.Split('/')[^1];
                }

                return new(HttpMethod.Put, address, replaced);
            };
        }
    }

    /// <summary>The usual writes of a resource that has no calls of its own above.</summary>
    private void AddUsual(Resource resource)
    {
        var (noun, collection) = (Pascal(resource.Noun.En), resource.Collection);
        async Task<JsonObject> Body() => await SampleRequests.Create(_app, collection);

        _calls[$"create{noun}"] = async _ => new(HttpMethod.Post, collection, await Body());
        _calls[$"patch{noun}"] = async _ =>
            new(HttpMethod.Patch, await _app.New(collection, await Body()), SampleRequests.Change(collection));
        _calls[$"delete{noun}"] = async _ => new(HttpMethod.Delete, await _app.New(collection, await Body()));
        _calls[$"{(resource.IsKeyed ? "put" : "replace")}{noun}"] = async _ =>
        {
            var body = await Body();

            return new(HttpMethod.Put, await _app.New(collection, body), SampleRequests.Replacement(collection, body));
        };
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static JsonObject Changed(JsonObject body, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }
}
