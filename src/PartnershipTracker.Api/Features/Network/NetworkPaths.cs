namespace PartnershipTracker.Features.Network;

/// <summary>The shortest paths between two nodes, those through better supported facts first.</summary>
/// <param name="Paths">The nodes of each path.</param>
/// <param name="Graph">All edges between the nodes of the paths.</param>
/// <param name="HasMore">True when there are more paths of this length.</param>
internal sealed record NetworkPaths(IReadOnlyList<IReadOnlyList<string>> Paths, NetworkReader Graph, bool HasMore)
{
    public const int MaxPaths = 5;

    /// <summary>
    /// The number of nodes that are considered for each step, the ones with the most facts: two nodes may have a million paths.
    /// </summary>
    private const int MaxChoices = 10;

    /// <summary>Returns some shortest paths; null if there is none.</summary>
    public static async Task<NetworkPaths?> Find(
        string from, string to, NetworkEdges edges, FactSupport support, CancellationToken cancellation)
    {
        if (from == to)
        {
            return new([[from]], new([]), HasMore: false);
        }

        if (await Levels(from, to, edges, cancellation) is not { } levels)
        {
            return null;
        }

        var (ties, graph, hasMore) = (new List<NetworkEdgeRow>(), new NetworkReader([]), false);
        List<string[]> paths = [[from]];

        foreach (var level in Enumerable.Reverse(levels))
        {
            string[] ends = [.. paths.Select(p => p[^1]).Distinct(StringComparer.Ordinal)];
            ties.AddRange(await edges.Of(ends, cancellation, level));
            graph = new(ties.DistinctBy(tie => (tie.Type, tie.Source, tie.Target)));
            var choices = Choices(graph, paths, level.ToHashSet(StringComparer.Ordinal).Contains);
            hasMore |= choices.Count > MaxChoices;
            var chosen = choices.Take(MaxChoices).ToHashSet(StringComparer.Ordinal);
            paths = [.. paths.SelectMany(p => graph.Neighbours(p[^1]).Where(chosen.Contains).Select(node => p.Append(node).ToArray()))];
        }

        return new(
            [.. (await support.Rank(paths, graph, cancellation)).Take(MaxPaths)], graph, hasMore || paths.Count > MaxPaths);
    }

    /// <summary>
    /// Returns the nodes at each distance from the end, as far as a neighbour of the first node; null if there is no path. The last step
    /// looks only at the neighbours of the first node, because all nodes that are three hops away are most of the network.
    /// </summary>
    private static async Task<List<string[]>?> Levels(string from, string to, NetworkEdges edges, CancellationToken cancellation)
    {
        var first = await edges.Neighbours([from], cancellation);
        var levels = new List<string[]> { new[] { to } };
        var known = new HashSet<string>(StringComparer.Ordinal) { to };

        while (levels[^1].Length > 0 && !levels[^1].Any(first.Contains))
        {
            if (levels.Count == NetworkReader.MaxHops)
            {
                return null;
            }

            levels.Add(levels.Count == NetworkReader.MaxHops - 1
                ? [.. await edges.Connected([.. first], levels[^1], cancellation)]
                : [.. (await edges.Neighbours(levels[^1], cancellation)).Where(known.Add)]);
        }

        return levels[^1].Length == 0 ? null : levels;
    }

    /// <summary>Returns the nodes that continue a path, those with the most facts first.</summary>
    private static List<string> Choices(NetworkReader graph, List<string[]> paths, Func<string, bool> isNearer) =>
    [
        .. paths.Select(p => p[^1]).Distinct(StringComparer.Ordinal)
            .SelectMany(end => graph.Neighbours(end).Where(isNearer).Select(node => (Node: node, Weight: graph.WeightBetween(end, node))))
            .GroupBy(next => next.Node, next => next.Weight, StringComparer.Ordinal)
            .OrderByDescending(g => g.Sum()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key),
    ];
}
