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

    /// <summary>Returns all edges between two nodes.</summary>
    public IReadOnlyList<NetworkEdgeRow> Between(string one, string other) =>
        [.. _ties[one].Where(t => t.Other(one) == other).OrderBy(t => t.Type, StringComparer.Ordinal)];

    public int WeightBetween(string one, string other) => Between(one, other).Sum(t => t.Weight);

    /// <summary>Returns the nodes that an edge connects with a node.</summary>
    public IEnumerable<string> Neighbours(string node) => _ties[node].Select(t => t.Other(node)).Distinct(StringComparer.Ordinal);
}
