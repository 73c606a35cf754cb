namespace PartnershipTracker.Features.Network;

/// <summary>A graph of connections, whose edges have the facts behind them.</summary>
internal sealed class NetworkReader
{
    public const int MaxEdges = 5000;
    public const int MaxFacts = 20;
    public const int MaxHops = 4;
    public const int DefaultDepth = 2;

    private readonly ILookup<string, NetworkEdgeRow> _ties;

    public NetworkReader(IEnumerable<NetworkEdgeRow> ties) => _ties = ties
        .SelectMany(tie => new[] { (tie.Source, tie), (tie.Target, tie) })
        .ToLookup(t => t.Item1, t => t.tie, StringComparer.Ordinal);

    /// <summary>The edges, the heaviest first, in a stable order.</summary>
    public IReadOnlyList<NetworkEdgeRow> Ties => [.. _ties.SelectMany(t => t).Distinct().OrderByDescending(t => t.Weight)
        .ThenBy(t => t.Type).ThenBy(t => t.Source, StringComparer.Ordinal).ThenBy(t => t.Target, StringComparer.Ordinal)];

    /// <summary>
    /// Returns the part of the graph within a number of hops of a node, read hop by hop; null if it has too many edges for an answer.
    /// </summary>
    public static async Task<NetworkReader?> Around(string center, int depth, NetworkEdges edges, CancellationToken cancellation)
    {
        var ties = new Dictionary<(string, string, string), NetworkEdgeRow>();
        var known = new HashSet<string>(StringComparer.Ordinal) { center };
        string[] front = [center];

        if (depth > 1 && await edges.AreTooMany(await edges.Sample(center, cancellation), cancellation))
        {
            return null; // before all edges of the center are read
        }

        for (var hop = 1; hop <= depth && front.Length > 0; hop++)
        {
            if (hop > 1 && await edges.AreTooMany(front, cancellation))
            {
                return null;
            }

            foreach (var tie in await edges.Of(front, cancellation))
            {
                ties[(tie.Type, tie.Source, tie.Target)] = tie;
            }

            if (ties.Count > MaxEdges)
            {
                return null;
            }

            front = [.. ties.Values.SelectMany(tie => new[] { tie.Source, tie.Target }).Where(known.Add)];
        }

        return new(ties.Values);
    }

    /// <summary>
    /// Returns a shortest path as its nodes and a graph with all edges between them; of several, the first in the order of edges. Null if
    /// there is none. The nodes are found from the end, as far as a neighbour of the first node. The last of these steps looks only at
    /// these neighbours, because all nodes that are three hops away are most of the network.
    /// </summary>
    public static async Task<(IReadOnlyList<string> Nodes, NetworkReader Graph)?> Path(
        string from, string to, NetworkEdges edges, CancellationToken cancellation)
    {
        if (from == to)
        {
            return ([from], new([]));
        }

        string[] first = [.. await edges.Neighbours([from], cancellation)];
        var levels = new List<string[]> { new[] { to } };
        var known = new HashSet<string>(StringComparer.Ordinal) { to };

        while (levels[^1].Length > 0 && !levels[^1].Intersect(first).Any())
        {
            if (levels.Count == MaxHops)
            {
                return null;
            }

            levels.Add(levels.Count == MaxHops - 1
                ? [.. await edges.Connected(first, levels[^1], cancellation)]
                : [.. (await edges.Neighbours(levels[^1], cancellation)).Where(known.Add)]);
        }

        if (levels[^1].Length == 0)
        {
            return null;
        }

        var (path, ties) = (new List<string> { from }, new List<NetworkEdgeRow>());

        foreach (var level in Enumerable.Reverse(levels))
        {
            var graph = new NetworkReader(await edges.Of([path[^1]], cancellation, level));
            path.Add(graph.Neighbours(path[^1]).First());
            ties.AddRange(graph.Ties);
        }

        return (path, new(ties.DistinctBy(tie => (tie.Type, tie.Source, tie.Target))));
    }

    /// <summary>Returns all edges between two nodes.</summary>
    public IReadOnlyList<NetworkEdgeRow> Between(string one, string other) =>
        [.. _ties[one].Where(t => t.Other(one) == other).OrderBy(t => t.Type, StringComparer.Ordinal)];

    private IEnumerable<string> Neighbours(string node) => _ties[node].OrderByDescending(t => t.Weight)
        .ThenBy(t => t.Other(node), StringComparer.Ordinal).Select(t => t.Other(node));
}
