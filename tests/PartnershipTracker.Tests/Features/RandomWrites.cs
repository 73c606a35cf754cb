using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Random writes of every kind, the same for the same seed. Many are refused, as a caller's would be; none fails.</summary>
public sealed class RandomWrites(TrackerApp app, int seed)
{
    private static readonly (string, string) Any = ("If-Match", "*");

    private readonly Random _random = new(seed);
    private readonly List<(string Resource, string Url)> _items = [];

    /// <summary>The writes that were not refused.</summary>
    public int Accepted { get; private set; }

    public async Task Send(int count)
    {
        string[] resources = [.. ResourceLifecycleTests.Resources.Select(row => row.Data)];

        for (var i = 0; i < count; i++)
        {
            var resource = OneOf(resources);
            var answer = _items.Count < 20 ? await Create(resource) : await (_random.Next(16) switch
            {
                0 or 1 => Create(resource),
                2 => Delete(),
                3 => Patch(),
                4 => Replace(),
                5 => Cite(),
                6 => Link(),
                7 => AddParticipant(),
                8 => Retract(),
                9 => Import(),
                10 => Restore(),
                11 => Move(),
                12 => ChangeParticipant(),
                13 => StoreText(),
                14 => Rearrange(),
                _ => Classify(),
            });

            Assert.True((int)answer.Status < 500, $"{answer.Url}: {answer.Text}");
            Accepted += (int)answer.Status < 300 ? 1 : 0;
        }
    }

    private T OneOf<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private (string Resource, string Url) ItemOf(string resource) =>
        _items.Where(item => item.Resource == resource).ToList() is { Count: > 0 } items ? OneOf(items) : (resource, $"{resource}/none");

    /// <summary>Returns a source to cite. If all cited one, its retraction would change thousands of items and take too long.</summary>
    private string Source() => _random.Next(40) is 0 ? OpeningIds.Source : IdIn(ItemOf("sources").Url);

    private async Task<ApiResponse> Create(string resource)
    {
        var request = await SampleRequests.Create(app, resource);

        if (resource == "meetings")
        {
            request["areas"] = new JsonArray(new JsonObject { ["area"] = OneOf(["hbm", "ai-services"]), ["basis"] = "stated" });
        }
        else if (resource == "citations")
        {
            var meeting = await app.Get(ItemOf("meetings").Url);
            request = meeting.Status is HttpStatusCode.OK
                ? TestData.Citation(meeting.Body["id"]!.ToString(), source: Source())
                : request;
        }

        var answer = await app.Post(resource, request);

        if (answer.Status is HttpStatusCode.Created)
        {
            _items.Add((resource, answer.Headers["Location"]));
        }

        return answer;
    }

    private Task<ApiResponse> Delete() => app.Delete(OneOf(_items).Url, Any);

    private Task<ApiResponse> Patch()
    {
        var (resource, url) = OneOf(_items);
        var patch = SampleRequests.Change(resource);
        var (name, value) = patch.First();
        patch[name] = value is JsonObject ? TestData.Name("이름", $"Name {_random.Next(9)}") : $"{_random.Next(9)}";

        return app.Patch(url, patch, Any);
    }

    private async Task<ApiResponse> Replace()
    {
        var (resource, url) = OneOf(_items);

        return await app.Put(url, SampleRequests.Replacement(resource, await SampleRequests.Create(app, resource)), Any);
    }

    /// <summary>Cites a part of a meeting, which changes the evidence of the meeting.</summary>
    private async Task<ApiResponse> Cite()
    {
        var meeting = await app.Get(ItemOf("meetings").Url);

        if (meeting.Status is not HttpStatusCode.OK)
        {
            return meeting;
        }

        var part = OneOf<JsonNode?>([.. meeting.Body["participants"]!.AsArray()])!["id"]!.ToString();
        var citation = TestData.Citation(meeting.Body["id"]!.ToString(), "participant", part, Source());
        citation["stance"] = OneOf(["supports", "contradicts"]);

        return await app.Post("citations", citation);
    }

    private Task<ApiResponse> Link() => _random.Next(3) is 0
        ? app.Delete($"{ItemOf("meetings").Url}/areas/hbm")
        : app.Put($"{ItemOf("meetings").Url}/areas/{OneOf(["hbm", "data-centers"])}", TestData.Link());

    private Task<ApiResponse> AddParticipant() =>
        app.Post($"{ItemOf("meetings").Url}/participants", TestData.Participant(OneOf(["intel", "openai"])));

    /// <summary>Retracts a source, or takes that back, which changes the evidence of all that rests on it.</summary>
    private Task<ApiResponse> Retract()
    {
        var source = _random.Next(2) is 0 ? $"sources/{OpeningIds.Source}" : ItemOf("sources").Url;

        return _random.Next(2) is 0
            ? app.Post($"{source}/retraction", new JsonObject { ["reason"] = "A test says so." })
            : app.Delete($"{source}/retraction");
    }

    /// <summary>Imports new and known items. Sometimes one is invalid, which prevents the whole import or only itself.</summary>
    private Task<ApiResponse> Import()
    {
        var id = $"imported-{_random.Next(20)}";
        var company = TestData.Company(id);
        company["name"] = TestData.Name("회사", $"Company {_random.Next(9)}");
        var meeting = TestData.Meeting($"2023-0{_random.Next(1, 9)}", id);
        (meeting["externalId"], meeting["areas"]) = (id, new JsonArray());

        var companies = _random.Next(3) is 0 ? new JsonArray(company, TestData.Company("NOT A KEY")) : new JsonArray(company);

        return app.Post(
            $"imports?mode={OneOf(["all", "partial"])}",
            new JsonObject { ["companies"] = companies, ["meetings"] = new JsonArray(meeting) });
    }

    private async Task<ApiResponse> Restore()
    {
        var (resource, url) = OneOf(_items);
        var restoration = new JsonObject { ["resource"] = resource, ["id"] = IdIn(url), ["version"] = _random.Next(1, 4) };

        return await app.Post("restorations", restoration);
    }

    /// <summary>Moves an area with all below it, or makes it a top one.</summary>
    private Task<ApiResponse> Move() => app.Patch(
        ItemOf("areas").Url, new JsonObject { ["parent"] = OneOf([null, "hbm", "ai-services", IdIn(ItemOf("areas").Url)]) }, Any);

    /// <summary>Replaces or removes a participant, or an organization with it.</summary>
    private async Task<ApiResponse> ChangeParticipant()
    {
        var meeting = await app.Get(ItemOf("meetings").Url);

        if (meeting.Status is not HttpStatusCode.OK)
        {
            return meeting;
        }

        var url = $"{meeting.Url}/participants/{OneOf<JsonNode?>([.. meeting.Body["participants"]!.AsArray()])!["id"]}";

        return _random.Next(2) is 0
            ? await app.Delete(url, Any)
            : await app.Put(url, TestData.Participant(OneOf(["tsmc", "sk-telecom"]), OneOf(["ours", "theirs"])), Any);
    }

    private Task<ApiResponse> StoreText() => app.SendBytes(
        HttpMethod.Put, $"{ItemOf("sources").Url}/text", Encoding.UTF8.GetBytes(new string('가', _random.Next(1, 99))),
        ("Content-Type", "text/plain"));

    /// <summary>Replaces a list or a date within an item, or takes it out of its trip.</summary>
    private Task<ApiResponse> Rearrange()
    {
        var (resource, member, value) = OneOf<(string, string, JsonNode?)>(
        [
            ("meetings", "participants", new JsonArray(TestData.Participant("sk-hynix", "ours"), TestData.Participant("amazon"))),
            ("meetings", "areas", new JsonArray(new JsonObject { ["area"] = "data-centers", ["basis"] = "inferred" })),
            ("meetings", "readers", _random.Next(2) is 0 ? new JsonArray() : new JsonArray("key:some")),
            ("meetings", "date", $"20{_random.Next(10, 30)}-0{_random.Next(1, 9)}{OneOf(["", "-17", "~"])}"),
            ("meetings", "trip", null),
            ("people", "positions", TestData.Person(organization: OneOf(["intel", "tsmc"]))["positions"]!.DeepClone()),
            (OneOf(["companies", "affiliates"]), "aliases", new JsonArray(new JsonObject { ["name"] = $"Alias {_random.Next(9)}" })),
            ("collaborations", "stages", new JsonArray(new JsonObject { ["stage"] = OneOf(["exploring", "active"]), ["since"] = "2022" })),
        ]);

        return app.Patch(ItemOf(resource).Url, new JsonObject { [member] = value }, Any);
    }

    private static string IdIn(string url) => url[(url.LastIndexOf('/') + 1)..];

    /// <summary>Changes who may see a meeting, which its citations follow.</summary>
    private Task<ApiResponse> Classify() => app.Patch(
        ItemOf("meetings").Url, new JsonObject { ["confidentiality"] = OneOf(["public", "internal", "confidential"]) }, Any);
}
