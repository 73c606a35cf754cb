using System.Text.Json.Nodes;

namespace PartnershipTracker.Http;

/// <summary>The fields in which two images of a root differ.</summary>
public static class Difference
{
    /// <summary>Every change moves these; to list them would say nothing.</summary>
    private static readonly string[] Bookkeeping = ["#/version", "#/updatedAt"];

    public static IEnumerable<FieldChange> Between(JsonNode? before, JsonNode? after) =>
        Walk("#", before, after).Where(c => !Bookkeeping.Contains(c.Pointer));

    private static IEnumerable<FieldChange> Walk(string pointer, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        _ when JsonNode.DeepEquals(before, after) => [],
        (JsonObject b, JsonObject a) => b.Select(m => m.Key).Union(a.Select(m => m.Key), StringComparer.Ordinal)
            .SelectMany(name => Walk($"{pointer}/{name}", b[name], a[name])),
        (JsonArray b, JsonArray a) when Identities(b) is { } old && Identities(a) is { } now => Parts(pointer, old, now),
        _ => [new(pointer, before?.DeepClone(), after?.DeepClone())],
    };

    /// <summary>
    /// Parts are compared with themselves, wherever they moved: a pointer is the place that a part has now or, of one that is gone, had
    /// before.
    /// </summary>
    private static IEnumerable<FieldChange> Parts(
        string pointer,
        IReadOnlyDictionary<string, (int Index, JsonNode Part)> before,
        IReadOnlyDictionary<string, (int Index, JsonNode Part)> after)
    {
        var gone = before
            .Where(b => !after.ContainsKey(b.Key))
            .Select(b => new FieldChange($"{pointer}/{b.Value.Index}", b.Value.Part.DeepClone(), null));
        var kept = after.SelectMany(a => Walk(
            $"{pointer}/{a.Value.Index}", before.TryGetValue(a.Key, out var b) ? b.Part : null, a.Value.Part));

        return gone.Concat(kept);
    }

    /// <summary>The parts by what identifies them among their siblings; null when something in the array is no part.</summary>
    private static Dictionary<string, (int Index, JsonNode Part)>? Identities(JsonArray parts)
    {
        var known = new Dictionary<string, (int, JsonNode)>(StringComparer.Ordinal);

        return parts.Index().All(p => (p.Item?["id"] ?? p.Item?["area"])?.ToString() is { } id && known.TryAdd(id, (p.Index, p.Item!)))
            ? known
            : null;
    }
}
