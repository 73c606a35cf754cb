using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>The addresses, versions, resources and cursors of earlier answers, of which later requests are made.</summary>
internal sealed class RequestMemory
{
    /// <summary>The collections that an import can add to.</summary>
    public static readonly string[] Imported =
        ["sources", "affiliates", "companies", "people", "areas", "trips", "meetings", "collaborations", "citations"];

    private const int Most = 200;

    /// <summary>Known ids by collection, and cursors.</summary>
    private readonly Dictionary<string, List<string>> _known = new(StringComparer.Ordinal) { ["cursor"] = [] };

    /// <summary>Known addresses by the path of the document that they fit.</summary>
    private readonly Dictionary<string, List<string>> _paths = new(StringComparer.Ordinal);

    /// <summary>The addresses without parameters, such as that of a template beside those of imports.</summary>
    private readonly HashSet<string> _fixed;

    private readonly Dictionary<string, string> _collections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _resources = new(StringComparer.Ordinal);
    private readonly List<(string Collection, string Id)> _deleted = [];

    public RequestMemory(DocumentReader document)
    {
        _fixed = [.. document.Operations.Select(o => o.Path).Where(p => !p.Contains('{', StringComparison.Ordinal))];

        foreach (var path in document.Operations.Select(o => o.Path).Distinct().Where(IsItem))
        {
            _paths[path] = [];
            _known[Collection(path)] = [];
        }
    }

    public IReadOnlyList<(string Collection, string Id)> Deleted => _deleted;

    public IReadOnlyList<string> Ids => [.. _known.Where(k => k.Key != "cursor").SelectMany(k => k.Value)];

    /// <summary>Returns the collection of an address: <c>meetings</c> of <c>/api/v1/meetings/{meetingId}</c>.</summary>
    public static string Collection(string path) =>
        path.Split('/').LastOrDefault(s => s is not ("" or ['{', ..] or "history" or "text"), "").Split('.')[0];

    /// <summary>Returns what is known for the name of a parameter or member.</summary>
    public IReadOnlyList<string> For(string name) => name switch
    {
        "person" or "traveller" => _known["people"],
        "organization" => [.. _known["companies"], .. _known["affiliates"]],
        "company" => _known["companies"],
        "parent" or "around" => _known["areas"],
        "target" or "id" or "sharedName" or "from" or "to" => Ids,
        _ => _known.GetValueOrDefault(name) ?? _known.GetValueOrDefault($"{name}s") ?? [],
    };

    public string? CollectionOf(string id) => _collections.GetValueOrDefault(id);

    public IReadOnlyList<string> Paths(string documented) => _paths.GetValueOrDefault(documented) ?? [];

    /// <summary>Returns the last known ETag of the resource that an address belongs to.</summary>
    public string? Version(string path) => _versions.GetValueOrDefault(Root(path));

    /// <summary>Returns true if the resource that an address belongs to exists.</summary>
    public bool IsKnown(string path) => _collections.ContainsKey(Root(path).Split('/')[^1]);

    public JsonObject? Resource(string path) => _resources.GetValueOrDefault(path);

    public void Learn(GeneratedRequest request, HttpResponseMessage response, JsonNode? answer)
    {
        var documented = request.Operation.Path;
        var isGone = (int)response.StatusCode is 404 || (response.IsSuccessStatusCode && request.Operation.Method is "delete");

        if (request.Query.Contains("dryRun=true", StringComparison.Ordinal))
        {
            return;
        }

        if ((int)response.StatusCode is 412)
        {
            // Another resource that was written has raised it
            _versions.Remove(Root(request.Path));
            _resources.Remove(Root(request.Path));
        }

        if (isGone && IsItem(documented))
        {
            Forget(request.Path, documented);
        }

        if (!response.IsSuccessStatusCode || request.Operation.Method is "delete")
        {
            return;
        }

        var path = response.Headers.Location is { IsAbsoluteUri: false } location ? location.ToString().Split('?')[0] : request.Path;
        Keep(path);

        if (response.Headers.ETag is { IsWeak: false } version && (request.Operation.Method is not "get" || path == Root(path)))
        {
            _versions[Root(path)] = version.ToString();
        }

        if (answer is JsonObject members)
        {
            Learn(path, members, response.Headers.ETag is { IsWeak: false });
        }
    }

    private void Learn(string path, JsonObject answer, bool isWhole)
    {
        if (isWhole && Documented(path) is not null)
        {
            _resources[path] = answer;
        }

        foreach (var item in (answer["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Keep($"{path}/{Uri.EscapeDataString($"{item["id"] ?? item["area"]}")}");
        }

        if (answer["nextCursor"] is { } cursor)
        {
            Add(_known["cursor"], $"{cursor}");
        }
    }

    private void Keep(string path)
    {
        // The key of the drill itself must not be changed
        if (Documented(path) is not { } documented || path.Split('/').Contains(Tracker.KeyId))
        {
            return;
        }

        var (collection, id) = (Collection(documented), path.Split('/')[^1]);
        Add(_paths[documented], path);
        Add(_known[collection], id);
        _collections.TryAdd(id, collection);
    }

    private void Forget(string path, string documented)
    {
        _paths[documented].Remove(path);
        _resources.Remove(path);

        if (path == Root(path))
        {
            var (collection, id) = (Collection(documented), path.Split('/')[^1]);
            _versions.Remove(path);
            _collections.Remove(id);
            _paths.Values.ToList().ForEach(known => known.RemoveAll(p => p.StartsWith($"{path}/", StringComparison.Ordinal)));

            if (_known[collection].Remove(id))
            {
                _deleted.Add((collection, id));
            }
        }
    }

    private static void Add(List<string> values, string value)
    {
        if (!values.Contains(value))
        {
            values.Add(value);
        }

        if (values.Count > Most)
        {
            values.RemoveAt(0);
        }
    }

    private static bool IsItem(string documented) => documented.EndsWith('}');

    /// <summary>Returns the address of the resource that an address is below.</summary>
    public static string Root(string path) => string.Join('/', path.Split('/').Take(5));

    /// <summary>Returns the path of the document that the address of a resource fits.</summary>
    private string? Documented(string path)
    {
        var parts = path.Split('/');

        return _fixed.Contains(path) ? null : _paths.Keys.FirstOrDefault(documented =>
            documented.Split('/') is var said
            && said.Length == parts.Length
            && said.Zip(parts).All(pair => pair.First is ['{', ..] ? pair.Second is not "" : pair.First == pair.Second));
    }
}
