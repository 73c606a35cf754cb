namespace PartnershipTracker.Features.Imports;

/// <summary>
/// A reader of items that finds all members that cannot be read. Each is left out, so that it does not hide the next one.
/// </summary>
internal static class TolerantReader
{
    /// <summary>Reads an item.</summary>
    /// <returns>The item without its unreadable members, or null when nothing of it can be read; and the faults.</returns>
    public static (TItem? Item, IReadOnlyList<Fault> Faults) Read<TItem>(JsonObject json, Func<JsonObject, TItem> read)
        where TItem : class
    {
        var (faults, rest) = (new List<Fault>(), json);

        while (true)
        {
            var (item, found) = InSavepoint.Catch(() => read(rest));
            faults.AddRange(found.Where(f => faults.Count == 0 || f.Code is not "malformed")); // what was left out is required

            if (item is not null || faults.Count >= ProblemException.MaxErrors)
            {
                return (item, faults);
            }

            rest = ReferenceEquals(rest, json) ? (JsonObject)json.DeepClone() : rest;

            if (!found.All(f => Remove(rest, f.Pointer!)))
            {
                return (null, faults);
            }
        }
    }

    /// <summary>Returns true if a fault follows from another one, whose value is missing.</summary>
    public static bool Follows(Fault fault, Fault from) => fault.Pointer == from.Pointer
        || fault.Pointer!.StartsWith(from.Pointer + "/", StringComparison.Ordinal)
        || from.Pointer!.StartsWith(fault.Pointer + "/", StringComparison.Ordinal);

    /// <summary>Removes the innermost member on the way to a value. The items of a list keep their places.</summary>
    private static bool Remove(JsonObject json, string pointer)
    {
        JsonNode? at = json;
        (JsonObject Parent, string Name)? member = null;

        foreach (var step in pointer.Split('/')[1..].Select(JsonFaults.Unescape))
        {
            if (at is JsonObject parent && parent.ContainsKey(step))
            {
                (member, at) = ((parent, step), parent[step]);
            }
            else
            {
                at = at is JsonArray items && int.TryParse(step, CultureInfo.InvariantCulture, out var index) && index < items.Count
                    ? items[index] : null;
            }
        }

        return member is { } found && found.Parent.Remove(found.Name);
    }
}
