namespace PartnershipTracker.Features.Imports;

/// <summary>Finds who refers to themselves, one through the other: none of them can come first.</summary>
internal static class CycleDetection
{
    /// <param name="references">Each of those that wait, and what it refers to.</param>
    public static HashSet<string> Among(IEnumerable<(string Address, IEnumerable<string> To)> references)
    {
        var to = references.ToLookup(r => r.Address, r => r.To, StringComparer.Ordinal);

        return to.Select(r => r.Key).Where(start => Reaches(to, start)).ToHashSet(StringComparer.Ordinal);
    }

    private static bool Reaches(ILookup<string, IEnumerable<string>> to, string start)
    {
        var (seen, ahead) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([start]));

        while (ahead.TryDequeue(out var here))
        {
            foreach (var next in to[here].SelectMany(all => all).Where(seen.Add))
            {
                ahead.Enqueue(next);
            }
        }

        return seen.Contains(start);
    }
}
