using Npgsql;
using NpgsqlTypes;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The edges in the database that a query selects: all of them, or those of some nodes.</summary>
internal sealed class NetworkEdges(TrackerDb db, NetworkQuery query, MeetingCriteria criteria)
{
    /// <summary>
    /// The number of participations up to which the meetings of the other nodes are read, instead of those of the nodes.
    /// </summary>
    private const int MaxSought = 10_000;

    /// <summary>The number of meetings that show some neighbours of a node.</summary>
    private const int SampleSize = 500;

    /// <summary>The numbers of meetings in which edges are counted before all are read: few are enough for a dense network.</summary>
    private static readonly int[] Probes = [4_000, 20_000];

    private List<NetworkEdgeRow>? _others;

    /// <summary>True if the edges of meetings need no facts, but only their numbers.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Returns the edges of the nodes, or only those between them and others; without nodes, all.</summary>
    public async Task<IReadOnlyList<NetworkEdgeRow>> Of(string[]? nodes, CancellationToken cancellation, string[]? others = null)
    {
        var met = (await db.Met(criteria, query.Kind, cancellation)).Select(m => new { m.Id, m.Status });
        var found = new List<NetworkEdgeRow>(await Others(nodes, others, cancellation));

        foreach (var (type, pairs) in await OfMeetings(nodes, others, cancellation))
        {
            found.AddRange(await db.Over<NetworkEdgeRow>(
                met, NetworkSql.Met, IsCounted ? NetworkSql.Counts(type, pairs) : NetworkSql.Edges(type, pairs), Parameters(nodes, others),
                cancellation));
        }

        return found;
    }

    /// <summary>Returns the nodes at the other ends of the nodes' edges.</summary>
    public Task<HashSet<string>> Neighbours(string[] nodes, CancellationToken cancellation) => Ends(
        nodes, null, "CASE WHEN source = ANY (@nodes) THEN target ELSE source END", cancellation);

    /// <summary>Returns some of the nodes that met a node.</summary>
    public async Task<string[]> Sample(string node, CancellationToken cancellation) =>
    [
        .. await db.Over<string>(
            (await db.Met(criteria, query.Kind, cancellation)).Select(m => new { m.Id, m.Status }),
            NetworkSql.Met,
            $"""
            SELECT DISTINCT CASE source WHEN @nodes[1] THEN target ELSE source END AS "Value"
            FROM ({NetworkSql.OfParticipants($"{NetworkSql.MeetingsOf("@nodes")} LIMIT {SampleSize}")}) pairs
            """,
            Parameters([node], null),
            cancellation),
    ];

    /// <summary>Returns those of the nodes that have an edge to one of the others, of which none is one of the nodes.</summary>
    public Task<HashSet<string>> Connected(string[] nodes, string[] others, CancellationToken cancellation) => Ends(
        nodes, others, "CASE WHEN source = ANY (@nodes) THEN source ELSE target END", cancellation);

    private async Task<HashSet<string>> Ends(string[] nodes, string[]? others, string end, CancellationToken cancellation)
    {
        var met = (await db.Met(criteria, query.Kind, cancellation)).Select(m => new { m.Id, m.Status });
        var all = nodes.ToHashSet(StringComparer.Ordinal);
        var found = (await Others(nodes, others, cancellation))
            .Select(t => all.Contains(t.Source) == others is null ? t.Target : t.Source)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var (_, pairs) in await OfMeetings(nodes, others, cancellation))
        {
            found.UnionWith(await db.Over<string>(
                met, NetworkSql.Met, $"""SELECT DISTINCT {end} AS "Value" FROM ({pairs}) pairs""", Parameters(nodes, others),
                cancellation));
        }

        return found;
    }

    /// <summary>
    /// Returns true if a part of the meetings gives the nodes more edges than an answer may have. It costs little, whereas reading all
    /// edges of a large register takes seconds.
    /// </summary>
    public async Task<bool> AreTooMany(string[]? nodes, CancellationToken cancellation)
    {
        foreach (var meetings in nodes is not [] && IsAsked(EdgeType.Participation) ? Probes : [])
        {
            if (await Count(nodes, meetings, cancellation) > NetworkReader.MaxEdges)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts the participations in some of the meetings. If there are nodes, these are about as many of each.</summary>
    private async Task<int> Count(string[]? nodes, int meetings, CancellationToken cancellation) => (await db.Over<int>(
        (await db.Met(criteria, query.Kind, cancellation)).Select(m => new { m.Id, m.Status }),
        NetworkSql.Met,
        $"""
        , parties AS (
            SELECT p.meeting_id, coalesce(p.person_id, p.organization_id) AS key, p.side
            FROM ({(nodes is null ? $"SELECT id FROM met LIMIT {meetings}"
                : $"SELECT id FROM met WHERE id IN ({NetworkSql.SomeMeetings((meetings / nodes.Length) + 1)})")}) met
                CROSS JOIN LATERAL ( -- from the index, and not from the whole table
                    SELECT meeting_id, person_id, organization_id, side FROM meeting_participants WHERE meeting_id = met.id OFFSET 0) p)
        SELECT count(*)::int AS "Value"
        FROM (
            SELECT DISTINCT ours.key, theirs.key
            FROM parties ours JOIN parties theirs ON theirs.meeting_id = ours.meeting_id AND theirs.side <> 'ours'
            WHERE ours.side = 'ours' AND ours.key <> theirs.key
                {(nodes is null ? "" : "AND (ours.key = ANY (@nodes) OR theirs.key = ANY (@nodes))")}) edges
        """,
        Parameters(nodes, null),
        cancellation)).Single();

    private async Task<IEnumerable<NetworkEdgeRow>> Others(string[]? nodes, string[]? others, CancellationToken cancellation)
    {
        _others ??= await db.Over<NetworkEdgeRow>(
            (await db.Collaborations(criteria, cancellation, query.Stage)).Select(c => new { c.Id, c.AffiliateId, c.CompanyId }),
            "found(id, affiliate, company)", NetworkSql.OfOthers, [], cancellation);
        var (near, far) = (nodes?.ToHashSet(StringComparer.Ordinal), others?.ToHashSet(StringComparer.Ordinal));

        return _others.Where(tie => IsAsked(EnumNames.Read<EdgeType>(tie.Type))
            && (IsBetween(tie.Source, tie.Target) || IsBetween(tie.Target, tie.Source)));

        bool IsBetween(string one, string other) => near?.Contains(one) is not false && far?.Contains(other) is not false;
    }

    /// <summary>Returns the SQL of the edges in each of the meetings <c>met</c>, for each type.</summary>
    private async Task<List<(EdgeType Type, string Pairs)>> OfMeetings(string[]? nodes, string[]? others, CancellationToken cancellation)
    {
        var pairs = new List<(EdgeType, string)>();

        if (IsAsked(EdgeType.Participation))
        {
            var meetings = nodes is null ? null
                : others is not null && await HaveFewMeetings(others, cancellation) ? NetworkSql.MeetingsOf("@others")
                : NetworkSql.MeetingsOf("@nodes");
            pairs.Add((EdgeType.Participation, NetworkSql.Between(NetworkSql.OfParticipants(meetings), others)));
        }

        if (IsAsked(EdgeType.Link))
        {
            pairs.Add((EdgeType.Link, NetworkSql.OfLinks(nodes is not null, others is not null)));
        }

        return pairs;
    }

    private async Task<bool> HaveFewMeetings(string[] nodes, CancellationToken cancellation)
    {
        var sql = $"""SELECT count(*)::int AS "Value" FROM ({NetworkSql.MeetingsOf("@nodes")} LIMIT {MaxSought}) found""";

        return await db.Database.SqlQueryRaw<int>(sql, [.. Parameters(nodes, null)]).SingleAsync(cancellation) < MaxSought;
    }

    private bool IsAsked(EdgeType type) => query.Type is not { Length: > 0 } asked || asked.Contains(EnumNames.Write(type));

    private static IEnumerable<NpgsqlParameter> Parameters(string[]? nodes, string[]? others) =>
        from list in new[] { (Name: "nodes", Keys: nodes), (Name: "others", Keys: others) }
        where list.Keys is not null
        select new NpgsqlParameter(list.Name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = list.Keys };
}
