using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Writing operations on the same few resources, by name.</summary>
internal sealed class WritePairs
{
    private static readonly (string, string) Any = ("If-Match", "*");

    private readonly TrackerApp _app;
    private readonly string[] _sources;
    private readonly string _meeting, _participant, _other, _trip, _company, _area, _collaboration, _person, _position, _citation;
    private int _round;

    private WritePairs(TrackerApp app, string[] sources, JsonNode meeting, JsonNode person, string[] others, string citation)
    {
        (_app, _sources, _citation) = (app, sources, citation);
        (_meeting, _participant) = ($"{meeting["id"]}", $"{meeting["participants"]![1]!["id"]}");
        (_person, _position) = ($"{person["id"]}", $"{person["positions"]![0]!["id"]}");
        (_trip, _company, _area, _collaboration, _other) = (others[0], others[1], others[2], others[3], others[4]);
    }

    public IReadOnlyDictionary<string, Func<Task<ApiResponse>>> All => Evidence().Concat(Facts())
        .ToDictionary(write => write.Key, write => write.Value, StringComparer.Ordinal);

    public static async Task<WritePairs> Create(TrackerApp app)
    {
        async Task<JsonNode> New(string resource, JsonObject request) =>
            (await app.Post(resource, request)).Is(HttpStatusCode.Created).Body;

        async Task<string> Id(string resource, JsonObject request) => $"{(await New(resource, request))["id"]}";

        string[] sources = [await Id("sources", TestData.Source()), await Id("sources", TestData.Source())];
        var (meeting, person) = (await New("meetings", TestData.Meeting()), await New("people", TestData.Person()));
        var area = await Id("areas", TestData.Area());
        string[] others =
        [
            await Id("trips", TestData.Trip()), await Id("companies", TestData.Company()), area,
            await Id("collaborations", TestData.Collaboration(area)), await Id("meetings", TestData.Meeting()),
        ];

        return new(
            app, sources, meeting, person, others, await Id("citations", TestData.Citation($"{meeting["id"]}", source: sources[0])));
    }

    private Dictionary<string, Func<Task<ApiResponse>>> Evidence() => new()
    {
        ["cite a meeting"] = () => Cite(Next() % 2 == 0 ? _meeting : _other, "meeting"),
        ["cite a participant"] = () => Cite(_meeting, "participant", _participant),
        ["cite a position"] = () => Cite(_person, "position", _position),
        ["cite a trip"] = () => Cite(_trip, "trip"),
        ["cite a collaboration"] = () => Cite(_collaboration, "collaboration"),
        ["change a citation"] = () => Change($"citations/{_citation}", "note", $"{Next()}"),
        ["move a citation to another source"] = () =>
            _app.Put($"citations/{_citation}", TestData.Citation(_meeting, source: _sources[Next() % 2]), Any),
        ["delete a citation and restore it"] = async () =>
        {
            await _app.Delete($"citations/{_citation}", Any);

            return await _app.Post(
                "restorations", new JsonObject { ["resource"] = "citations", ["id"] = _citation, ["version"] = 1 });
        },
        ["retract a source"] = () =>
            _app.Post($"sources/{_sources[Next() % 2]}/retraction", new JsonObject { ["reason"] = "A test says so." }),
        ["restore a source"] = () => _app.Delete($"sources/{_sources[Next() % 2]}/retraction"),
        ["attach a text"] = () => _app.SendBytes(
            HttpMethod.Put, $"sources/{_sources[0]}/text", Encoding.UTF8.GetBytes("그는 두 회사를 찾아가 협력을 논의하였다고 한다."),
            ("Content-Type", "text/plain")),
        ["change a source"] = () => Change($"sources/{_sources[0]}", "title", Name()),
        ["import"] = () => _app.Post("imports", new JsonObject
        {
            ["citations"] = new JsonArray(With(TestData.Citation(_meeting, source: _sources[1]), _citation, "note", $"{Next()}")),
            ["meetings"] = new JsonArray(With(TestData.Meeting(), _other, "summary", $"{Next()}")),
            ["trips"] = new JsonArray(With(TestData.Trip(), _trip, "title", Name())),
            ["sources"] = new JsonArray(With(TestData.Source(), _sources[1], "title", Name())),
        }),
    };

    private Dictionary<string, Func<Task<ApiResponse>>> Facts() => new()
    {
        ["create a meeting"] = () => _app.Post("meetings", TestData.Meeting(company: _company)),
        ["classify a meeting"] = () => Change($"meetings/{_meeting}", "confidentiality", "confidential"),
        ["declassify a meeting"] = () => _app.Patch(
            $"meetings/{_meeting}", new JsonObject { ["confidentiality"] = "internal" }, Any, ("Change-Reason", "A test")),
        ["replace a participant"] = () =>
            _app.Put($"meetings/{_meeting}/participants/{_participant}", TestData.Participant(_company), Any),
        ["add a participant"] = () => _app.Post($"meetings/{_meeting}/participants", TestData.Participant(_company)),
        ["link an area"] = () => _app.Put($"meetings/{_meeting}/areas/{_area}", TestData.Link(_company)),
        ["remove a link"] = () => _app.Delete($"meetings/{_meeting}/areas/{_area}"),
        ["move an area"] = () => Change($"areas/{_area}", "parent", Next() % 2 == 0 ? "hbm" : null),
        ["change a company"] = () => Change($"companies/{_company}", "website", $"https://example.com/{Next()}"),
        ["change a person"] = () => Change($"people/{_person}", "name", Name()),
        ["change a trip"] = () => Change($"trips/{_trip}", "title", Name()),
        ["change a collaboration"] = () => Change($"collaborations/{_collaboration}", "description", $"{Next()}"),
    };

    /// <summary>Creates a citation and deletes it, because a retraction that changes hundreds would take long.</summary>
    private async Task<ApiResponse> Cite(string target, string type, string? part = null)
    {
        var created = await _app.Post("citations", TestData.Citation(target, type, part, _sources[0], "그는 두 회사를"));

        return created.Status is HttpStatusCode.Created ? await _app.Delete(created.Headers["Location"], Any) : created;
    }

    private Task<ApiResponse> Change(string path, string member, JsonNode? value) =>
        _app.Patch(path, new JsonObject { [member] = value }, Any);

    private int Next() => Interlocked.Increment(ref _round);

    private JsonObject Name() => TestData.Name("이름", Next().ToString(CultureInfo.InvariantCulture));

    private static JsonObject With(JsonObject item, string id, string member, JsonNode value)
    {
        (item["id"], item[member]) = (id, value);

        return item;
    }
}
