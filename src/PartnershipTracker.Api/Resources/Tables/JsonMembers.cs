namespace PartnershipTracker.Resources.Tables;

/// <summary>Members of a JSON object by their pointer.</summary>
internal static class JsonMembers
{
    public static JsonNode? At(JsonObject item, string pointer) =>
        pointer.Split('/')[1..].Aggregate((JsonNode?)item, (at, step) => (at as JsonObject)?[step]);

    public static void Set(JsonObject item, string pointer, JsonNode? value)
    {
        var steps = pointer.Split('/')[1..];

        foreach (var step in steps[..^1])
        {
            item = item[step] as JsonObject ?? (JsonObject)(item[step] = new JsonObject());
        }

        item[steps[^1]] = value;
    }
}
