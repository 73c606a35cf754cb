using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The graph of all connections, whose edges have the facts behind them.</summary>
internal sealed class NetworkReader
{
    public const int MaxEdges = 5000;
    public const int MaxFacts = 20;
    public const int MaxHops = 4;
    public const int DefaultDepth = 2;

    private const int MaxProbed = 20_000;

    private readonly ILookup<string, NetworkEdgeRow> _ties;

    private NetworkReader(IEnumerable<NetworkEdgeRow> ties) => _ties = ties
        .SelectMany(tie => new[] { (tie.Source, tie), (tie.Target, tie) })
        .ToLookup(t => t.Item1, t => t.tie, StringComparer.Ordinal);

    /// <summary>The edges, the heaviest first, in a stable order.</summary>
    public IReadOnlyList<NetworkEdgeRow> Ties => [.. _ties.SelectMany(t => t).Distinct().OrderByDescending(t => t.Weight)
        .ThenBy(t => t.Type).ThenBy(t => t.Source, StringComparer.Ordinal).ThenBy(t => t.Target, StringComparer.Ordinal)];

    /// <summary>
    /// Returns true if a part of the meetings has more edges already than an answer may have. It costs little, whereas the whole graph of a
    /// large register takes seconds.
    /// </summary>
    public static async Task<bool> IsTooLarge(
        TrackerDb db, NetworkQuery query, MeetingCriteria criteria, CancellationToken cancellation)
    {
        if (query.Type is { Length: > 0 } && !query.Type.Contains(EnumNames.Write(EdgeType.Participation)))
        {
            return false;
        }

        var some = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id).Take(MaxProbed);

        return (await db.Over<int>(some, "met(id)", NetworkEdgeRow.CountOfParticipants, [], cancellation)).Single() > MaxEdges;
    }

    public static async Task<NetworkReader> Of(
        TrackerDb db, NetworkQuery query, MeetingCriteria criteria, CancellationToken cancellation)
    {
        var met = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id);
        var types = query.Type is { Length: > 0 } asked ? asked : [.. EnumNames.Names(typeof(EdgeType))];
        var participants = await db.Over<NetworkEdgeRow>(met, "met(id)", NetworkEdgeRow.OfParticipants, [], cancellation);
        var links = await db.Over<NetworkEdgeRow>(met, "met(id)", NetworkEdgeRow.OfLinks, [], cancellation);
        var others = await db.Over<NetworkEdgeRow>(
            (await db.Collaborations(criteria, cancellation, query.Stage)).Select(c => new { c.Id, c.AffiliateId, c.CompanyId }),
            "found(id, affiliate, company)", NetworkEdgeRow.OfOthers, [], cancellation);

        return new(participants.Concat(links).Concat(others).Where(tie => types.Contains(tie.Type)));
    }

    /// <summary>Returns the part of the graph within a number of hops of a node.</summary>
    public NetworkReader Around(string center, int depth)
    {
        var distance = Distances(center, depth - 1);

        return new(distance.Keys.SelectMany(node => _ties[node]).Distinct());
    }

    /// <summary>Returns the nodes of a shortest path; of several, the first in the order of edges. Null if there is none.</summary>
    public IReadOnlyList<string>? Path(string from, string to)
    {
        var distance = Distances(to, MaxHops);

        if (!distance.TryGetValue(from, out var left))
        {
            return null;
        }

        var path = new List<string> { from };

        for (; left > 0; left--)
        {
            path.Add(Neighbours(path[^1]).First(node => distance.GetValueOrDefault(node, int.MaxValue) == left - 1));
        }

        return path;
    }

    /// <summary>Returns all edges between two nodes.</summary>
    public IReadOnlyList<NetworkEdgeRow> Between(string one, string other) =>
        [.. _ties[one].Where(t => t.Other(one) == other).OrderBy(t => t.Type, StringComparer.Ordinal)];

    private Dictionary<string, int> Distances(string center, int most)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal) { [center] = 0 };
        var front = new List<string> { center };

        for (var hops = 1; hops <= most && front.Count > 0; hops++)
        {
            front = [.. front.SelectMany(Neighbours).Distinct().Where(node => known.TryAdd(node, hops))];
        }

        return known;
    }

    private IEnumerable<string> Neighbours(string node) => _ties[node].OrderByDescending(t => t.Weight)
        .ThenBy(t => t.Other(node), StringComparer.Ordinal).Select(t => t.Other(node));
}
