using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>The ids, versions and cursors of earlier answers, of which later requests are made.</summary>
internal sealed class RequestMemory
{
    private const int Most = 60;

    private readonly Dictionary<string, List<string>> _known = new(StringComparer.Ordinal);

    /// <summary>The last ETag by path.</summary>
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    public RequestMemory(DocumentReader document)
    {
        foreach (var collection in document.Operations.Select(o => Collection(o.Path)).Distinct())
        {
            _known[collection] = [];
        }

        _known["cursor"] = [];
    }

    public IReadOnlyList<string> Ids => [.. _known.Where(k => k.Key != "cursor").SelectMany(k => k.Value)];

    /// <summary>Returns the collection of an address: <c>meetings</c> of <c>/api/v1/meetings/{meetingId}</c>.</summary>
    public static string Collection(string path) =>
        path.Split('/', '?').LastOrDefault(s => s is not ("" or ['{', ..] or "history" or "text"), "").Split('.')[0];

    /// <summary>Returns what is known for the name of a parameter or member.</summary>
    public IReadOnlyList<string> For(string name) => name switch
    {
        "person" or "traveller" => _known["people"],
        "organization" => [.. _known["companies"], .. _known["affiliates"]],
        "company" or "companies" => _known["companies"],
        "parent" or "around" => _known["areas"],
        "credentialId" => _known["secrets"],
        "target" or "id" or "sharedName" or "from" or "to" => Ids,
        _ => _known.GetValueOrDefault(name) ?? _known.GetValueOrDefault($"{name}s") ?? [],
    };

    public string? Version(string path) => _versions.GetValueOrDefault(path);

    public void Learn(GeneratedRequest request, HttpResponseMessage response, JsonNode? answer)
    {
        if (!response.IsSuccessStatusCode)
        {
            return;
        }

        var path = response.Headers.Location is { IsAbsoluteUri: false } location ? location.ToString() : request.Path;

        if (response.Headers.ETag is { } version)
        {
            _versions[path] = version.ToString();
        }

        Learn(answer, Collection(request.Operation.Path));
    }

    private void Learn(JsonNode? node, string collection)
    {
        switch (node)
        {
            case JsonArray items:
                items.ToList().ForEach(i => Learn(i, collection));
                break;
            case JsonObject members:
                if (members["id"] is JsonValue id && id.TryGetValue<string>(out var text))
                {
                    Keep(collection, text);
                }

                if (members["next"] is JsonValue next && next.TryGetValue<string>(out var cursor))
                {
                    Keep("cursor", cursor.Split("cursor=")[^1].Split('&')[0]);
                }

                members.ToList().ForEach(m => Learn(m.Value, _known.ContainsKey(m.Key) ? m.Key : collection));
                break;
        }
    }

    private void Keep(string name, string value)
    {
        // The key of the drill itself must not be changed
        if (value == Tracker.KeyId || _known.GetValueOrDefault(name) is not { } values || values.Contains(value))
        {
            return;
        }

        values.Add(value);

        if (values.Count > Most)
        {
            values.RemoveAt(0);
        }
    }
}
