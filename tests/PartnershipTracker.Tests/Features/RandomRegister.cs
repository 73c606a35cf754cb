using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace PartnershipTracker.Tests.Features;

/// <summary>A small random register as an export has it, with texts that separators, formulas and marks could corrupt.</summary>
public sealed class RandomRegister
{
    public static readonly Gen<RandomRegister> Any = Gen.Int[0, int.MaxValue - 1].Select(seed => new RandomRegister(seed));

    private static readonly string[] Pieces =
    [
        "VP; GM", ";", " (weak)", "\\", "\\;", "=", "'", "\"", ",", "-", "+", "@", "한글", "é", "（", "😀", "0012", "1e5", "TRUE", "2024-05", "a b",
    ];

    private static readonly string[] Dates =
    [
        "2024", "2024-04", "2024-06-28", "2024-06-28/2024-06-29", "[2024-06-22..2024-07-09]", "2024-06~", "2024?", "2024-07-09/..",
    ];

    private readonly Random _random;
    private readonly List<(string Resource, JsonObject Item)> _items = [];
    private int _count;

    private RandomRegister(int seed)
    {
        (Seed, _random) = (seed, new Random(seed));
        var affiliates = Many(1, 3, n => Organization("affiliates", $"a-{n}"));
        affiliates.Skip(1).ToList().ForEach(a => a["parent"] = Maybe(() => Id(affiliates[0])));
        affiliates.ForEach(a => a["kind"] = "affiliate");
        var companies = Many(1, 3, n => Organization("companies", $"c-{n}"));
        var areas = Many(1, 4, n => Keyed("areas", $"area-{n}", ("description", Maybe(Lines))));
        areas.Skip(1).ToList().ForEach(a => a["parent"] = Maybe(() => Id(areas[0])));
        var people = Many(0, 3, n => Keyed("people", $"p-{n}", ("positions", List(0, 3, () => Position([.. affiliates, .. companies])))));
        var trips = Many(0, 2, _ => Record("trips", ("title", Name()), ("traveller", MaybeId(people)), ("date", Date())));
        var meetings = Many(1, 3, _ => Meeting(affiliates, companies, people, areas, trips));
        var triples = affiliates.SelectMany(a => companies.SelectMany(c => areas.Select(area => (Id(a), Id(c), Id(area))))).ToArray();
        var collaborations = _random.GetItems(triples, _random.Next(3)).Distinct().Select(Collaboration).ToList();
        var sources = Many(0, 2, n => Source(n));
        Many(0, sources.Count * 2, _ => Citation(sources, meetings, people, trips, collaborations));
    }

    public int Seed { get; }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Join('\n', _items.Select(item => item.Item.ToJsonString())));

    public override string ToString() => $"seed {Seed}";

    private static string Id(JsonObject item) => item["id"]!.ToString();

    /// <summary>A line that is neither blank nor longer than a name may be.</summary>
    public string Line() => string.Concat(_random.GetItems(Pieces, _random.Next(1, 4)).Append($"x{++_count}").OrderBy(_ => _random.Next())).Trim();

    private JsonNode Lines() => _random.Next(3) == 0 ? $"{Line()}\n{Line()}" : Line();

    private string Date() => Dates[_random.Next(Dates.Length)];

    private JsonNode? Maybe(Func<JsonNode> value) => _random.Next(2) == 0 ? null : value();

    private JsonNode? MaybeId(List<JsonObject> items) => items.Count == 0 ? null : Maybe(() => Id(One(items)));

    private T One<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private JsonNode OneOf(params string[] values) => One(values);

    private JsonObject Name() => _random.Next(3) switch
    {
        0 => new() { ["ko"] = Line() },
        1 => new() { ["en"] = Line() },
        _ => new() { ["ko"] = Line(), ["en"] = Line() },
    };

    private List<JsonObject> Many(int from, int to, Func<int, JsonObject> create) => [.. Enumerable.Range(0, _random.Next(from, to + 1)).Select(create)];

    private JsonArray List(int from, int to, Func<JsonNode> create) => [.. Enumerable.Range(0, _random.Next(from, to + 1)).Select(_ => create())];

    private JsonArray Some(List<JsonObject> items) => [.. items.Where(_ => _random.Next(2) == 0).Select(item => (JsonNode)Id(item))];

    private string NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);

        return new Guid(bytes).ToString();
    }

    private JsonObject Add(string resource, string id, params (string Name, JsonNode? Value)[] members)
    {
        var item = new JsonObject { ["resource"] = resource, ["id"] = id };
        members.Where(m => m.Value is not null).ToList().ForEach(m => item[m.Name] = m.Value);
        _items.Add((resource, item));

        return item;
    }

    private JsonObject Keyed(string resource, string id, params (string Name, JsonNode? Value)[] members) => Add(
        resource, id,
        [("name", Name()), ("aliases", List(0, 3, () => new JsonObject { ["name"] = Line(), ["weak"] = _random.Next(2) == 0 })), .. members]);

    private JsonObject Record(string resource, params (string Name, JsonNode? Value)[] members) =>
        Add(resource, NewId(), [("externalId", Maybe(() => Line())), .. members]);

    private JsonObject Organization(string resource, string id) => Keyed(
        resource, id, ("country", Maybe(() => "KR")), ("website", Maybe(() => "https://example.com/a;b")),
        ("externalIds", Maybe(() => new JsonObject { ["ticker"] = "ABC", ["wikidata"] = "Q1" })));

    private JsonObject Position(List<JsonObject> organizations) => new()
    {
        ["id"] = NewId(),
        ["organization"] = Id(One(organizations)),
        ["title"] = Name(),
        ["from"] = Maybe(() => "2019-05~"),
        ["to"] = Maybe(() => Date()),
    };

    private JsonObject Meeting(
        List<JsonObject> affiliates, List<JsonObject> companies, List<JsonObject> people, List<JsonObject> areas, List<JsonObject> trips)
    {
        var participants = List(0, 4, () => Participant(affiliates, companies, people));
        var parties = participants.Select(p => p!["organization"]?.ToString()).ToHashSet();
        var trip = MaybeId(trips);

        return Record(
            "meetings", ("title", Name()), ("kind", OneOf("executive_meeting", "site_visit", "internal_conference")),
            ("format", OneOf("in_person", "video", "unknown")), ("status", OneOf("held", "planned", "cancelled")),
            ("confidentiality", OneOf("public", "internal", "restricted")), ("date", Date()),
            ("place", Maybe(() => new JsonObject { ["venue"] = Line(), ["city"] = Line(), ["country"] = "US" })), ("trip", trip),
            ("tripOrder", trip is null ? null : Maybe(() => _random.Next(1, 9))), ("summary", Maybe(Lines)), ("participants", participants),
            ("areas", new JsonArray([.. areas.Where(_ => _random.Next(2) == 0).Select(area => new JsonObject
            {
                ["area"] = Id(area),
                ["affiliates"] = Some(affiliates),
                ["companies"] = Some([.. companies.Where(c => parties.Contains(Id(c)))]),
                ["basis"] = OneOf("stated", "inferred"),
                ["rationale"] = Maybe(Lines),
            })])));
    }

    private JsonObject Participant(List<JsonObject> affiliates, List<JsonObject> companies, List<JsonObject> people)
    {
        var side = _random.Next(4);

        return new()
        {
            ["id"] = NewId(),
            [side == 3 ? "party" : "organization"] = side == 3 ? Name() : Id(One(side == 0 ? affiliates : companies)),
            ["person"] = MaybeId(people),
            ["statedTitle"] = Maybe(() => Line()),
            ["side"] = side switch { 0 => "ours", 1 => "theirs", 2 => "third_party", _ => OneOf("ours", "theirs", "third_party") },
            ["role"] = OneOf("principal", "attendee", "host"),
            ["headCount"] = Maybe(() => _random.Next(1, 99)),
        };
    }

    private JsonObject Collaboration((string Affiliate, string Company, string Area) triple) => Record(
        "collaborations", ("affiliate", triple.Affiliate), ("company", triple.Company), ("area", triple.Area), ("description", Maybe(Lines)),
        ("stages", List(1, 3, () => new JsonObject
        {
            ["id"] = NewId(),
            ["stage"] = OneOf("exploring", "announced", "active", "ended"),
            ["since"] = Maybe(() => Date()),
            ["reported"] = Maybe(() => Date()),
        })));

    private JsonObject Source(int number) => Record(
        "sources", ("publisher", Name()), ("title", Name()), ("authors", List(0, 3, () => Line())),
        ("url", Maybe(() => $"https://news.example/{number.ToString(CultureInfo.InvariantCulture)}")), ("language", "ko"),
        ("published", Maybe(() => Date())), ("retrievedAt", Maybe(() => "2024-07-09T01:02:03.456789Z")), ("reliability", OneOf("A", "F")));

    private JsonObject Citation(
        List<JsonObject> sources, List<JsonObject> meetings, List<JsonObject> people, List<JsonObject> trips, List<JsonObject> collaborations)
    {
        (string Type, JsonObject Root, string? Part)[] facts =
        [
            .. meetings.Select(m => ("meeting", m, (string?)null)), .. trips.Select(t => ("trip", t, (string?)null)),
            .. collaborations.Select(c => ("collaboration", c, (string?)null)), .. Parts("participant", meetings, "participants", "id"),
            .. Parts("area_link", meetings, "areas", "area"), .. Parts("stage", collaborations, "stages", "id"),
            .. Parts("position", people, "positions", "id"),
        ];
        var (type, root, part) = One(facts);

        return Record(
            "citations", ("source", Id(One(sources))),
            ("target", new JsonObject { ["type"] = type, ["id"] = Id(root), ["part"] = part }),
            ("span", new JsonObject { ["start"] = _random.Next(9), ["end"] = _random.Next(10, 99) }), ("stance", OneOf("supports", "contradicts")),
            ("modality", OneOf("stated", "quoted", "plan")), ("translation", Maybe(Lines)), ("note", Maybe(Lines)));
    }

    private static IEnumerable<(string Type, JsonObject Root, string? Part)> Parts(string type, List<JsonObject> roots, string member, string key) =>
        from root in roots from part in root[member]!.AsArray() select (type, root, part[key]!.ToString());
}
