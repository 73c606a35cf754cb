namespace PartnershipTracker.Resources.Reading;

/// <summary>The difference of two images of a root, field by field.</summary>
public static class ImageDifference
{
    /// <summary>The fields that every change changes, and that are not listed.</summary>
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
    /// Compares each part with itself, also when it moved. A pointer is the present place of a part or, if the part was removed, its former
    /// place. A part in the place of another is one change. A different order is shown by the ids.
    /// </summary>
    private static IEnumerable<FieldChange> Parts(
        string pointer, Dictionary<string, (int Index, JsonNode Part)> before, Dictionary<string, (int Index, JsonNode Part)> after)
    {
        var gone = before.Where(b => !after.ContainsKey(b.Key)).ToDictionary(b => b.Value.Index, b => b.Value.Part);
        var come = after.Where(a => !before.ContainsKey(a.Key)).ToDictionary(a => a.Value.Index, a => a.Value.Part);
        var changed = gone.Keys.Union(come.Keys).Order().Select(index => new FieldChange(
            $"{pointer}/{index}", gone.GetValueOrDefault(index)?.DeepClone(), come.GetValueOrDefault(index)?.DeepClone()));
        var kept = after.Where(a => before.ContainsKey(a.Key))
            .SelectMany(a => Walk($"{pointer}/{a.Value.Index}", before[a.Key].Part, a.Value.Part));
        var order = Reordered(pointer, [.. before.Keys.Where(after.ContainsKey)], [.. after.Keys.Where(before.ContainsKey)]);

        return [.. order, .. changed, .. kept];
    }

    private static IEnumerable<FieldChange> Reordered(string pointer, string[] before, string[] after) => before.SequenceEqual(after)
        ? []
        : [new(pointer, Ids(before), Ids(after))];

    private static JsonArray Ids(string[] ids) => [.. ids.Select(id => JsonValue.Create(id))];

    /// <summary>Returns the parts by their ids among their siblings; null when an item of the array is no part.</summary>
    private static Dictionary<string, (int Index, JsonNode Part)>? Identities(JsonArray parts)
    {
        var known = new Dictionary<string, (int, JsonNode)>(StringComparer.Ordinal);

        return parts.Index().All(p => p.Item is JsonObject part && (part["id"] ?? part["area"])?.ToString() is { } id
                && known.TryAdd(id, (p.Index, part)))
            ? known
            : null;
    }
}
