namespace PartnershipTracker.Features.Imports;

/// <summary>The detection of cycles: items that refer to themselves through one another, so that none of them can come first.</summary>
internal static class CycleDetection
{
    /// <summary>Finds the ids of the items that are part of a cycle.</summary>
    /// <param name="references">The ids of the waiting items, each with the ids that it refers to.</param>
    public static HashSet<string> Among(IEnumerable<(string IdText, IEnumerable<string> References)> references)
    {
        var referencesOf = references.ToLookup(r => r.IdText, r => r.References, StringComparer.Ordinal);

        return referencesOf.Select(r => r.Key).Where(start => Reaches(referencesOf, start)).ToHashSet(StringComparer.Ordinal);
    }

    private static bool Reaches(ILookup<string, IEnumerable<string>> referencesOf, string start)
    {
        var (seen, ahead) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([start]));

        while (ahead.TryDequeue(out var current))
        {
            foreach (var next in referencesOf[current].SelectMany(all => all).Where(seen.Add))
            {
                ahead.Enqueue(next);
            }
        }

        return seen.Contains(start);
    }
}
