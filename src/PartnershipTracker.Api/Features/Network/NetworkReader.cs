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
    /// there is none. The nodes are found from the end, as far as a neighbour of the first node.
    /// </summary>
    public static async Task<(IReadOnlyList<string> Nodes, NetworkReader Graph)?> Path(
        string from, string to, NetworkEdges edges, CancellationToken cancellation)
    {
        if (from == to)
        {
            return ([from], new([]));
        }

        var graph = new NetworkReader(await edges.Of([from], cancellation));
        var distance = new Dictionary<string, int>(StringComparer.Ordinal) { [to] = 0 };
        string[] front = [to];

        for (var hops = 1; hops < MaxHops && front.Length > 0 && !graph.Neighbours(from).Any(distance.ContainsKey); hops++)
        {
            front = [.. (await edges.Neighbours(front, cancellation)).Where(node => distance.TryAdd(node, hops))];
        }

        if (!graph.Neighbours(from).Any(distance.ContainsKey))
        {
            return null;
        }

        var path = new List<string> { from };
        var ties = new List<NetworkEdgeRow>(graph.Ties);

        while (path[^1] != to)
        {
            var near = graph.Neighbours(path[^1]).ToList();
            path.Add(near.MinBy(node => distance.GetValueOrDefault(node, int.MaxValue))!);

            if (path[^1] != to)
            {
                graph = new(await edges.Of([path[^1]], cancellation));
                ties.AddRange(graph.Ties);
            }
        }

        return (path, new(ties.DistinctBy(tie => (tie.Type, tie.Source, tie.Target))));
    }

    /// <summary>Returns all edges between two nodes.</summary>
    public IReadOnlyList<NetworkEdgeRow> Between(string one, string other) =>
        [.. _ties[one].Where(t => t.Other(one) == other).OrderBy(t => t.Type, StringComparer.Ordinal)];

    private IEnumerable<string> Neighbours(string node) => _ties[node].OrderByDescending(t => t.Weight)
        .ThenBy(t => t.Other(node), StringComparer.Ordinal).Select(t => t.Other(node));
}
