namespace PartnershipTracker.Features.Imports;

/// <summary>The matching of the parts of an item, such as the participants of a meeting, with the existing parts.</summary>
internal static class PartMatcher
{
    private const string Id = "id";

    public static bool HasPartsWithoutId(JsonObject item) =>
        item.Any(m => m.Value is JsonArray parts && parts.Any(p => p is JsonObject part && !part.ContainsKey(Id)));

    /// <summary>Gives parts without an id the ids of the existing parts that are equal to them.</summary>
    /// <param name="item">The item as the file has it.</param>
    /// <param name="wanted">The same item with its default values.</param>
    /// <param name="existing">The existing item.</param>
    public static void KeepIds(JsonObject item, JsonObject wanted, JsonObject existing)
    {
        foreach (var (name, list) in item)
        {
            if (list is JsonArray parts && wanted[name] is JsonArray whole && parts.Count == whole.Count
                && existing[name] is JsonArray known)
            {
                KeepIds(parts, whole, [.. known.OfType<JsonObject>().Where(p => p.ContainsKey(Id))]);
            }
        }
    }

    private static void KeepIds(JsonArray parts, JsonArray whole, List<JsonObject> existing)
    {
        existing.RemoveAll(other => parts.OfType<JsonObject>().Any(p => $"{p[Id]}" == $"{other[Id]}"));

        foreach (var (part, wanted) in parts.OfType<JsonObject>().Zip(whole.OfType<JsonObject>()).Where(p => !p.First.ContainsKey(Id)))
        {
            if (existing.Find(other => WithoutId(other) == WithoutId(wanted)) is { } same)
            {
                part[Id] = same[Id]!.DeepClone();
                existing.Remove(same);
            }
        }
    }

    public static string WithoutId(JsonObject part) => new JsonObject(
        part.Where(m => m.Key != Id).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))).ToJsonString();
}
