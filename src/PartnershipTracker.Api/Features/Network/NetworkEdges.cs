using Npgsql;
using NpgsqlTypes;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The edges in the database that a query selects: all of them, or those of some nodes.</summary>
internal sealed class NetworkEdges(TrackerDb db, NetworkQuery query, MeetingCriteria criteria)
{
    /// <summary>
    /// The number of participations up to which the meetings of other nodes are looked up, to read only those of both lists.
    /// </summary>
    private const int MaxSought = 10_000;

    /// <summary>The number of meetings that show some neighbours of a node.</summary>
    private const int SampleSize = 500;

    /// <summary>The numbers of meetings in which edges are counted before all are read: few are enough for a dense network.</summary>
    private static readonly int[] Probes = [4_000, 20_000];

    /// <summary>
    /// The SQL of the collaborations <c>found</c>, and of the edges without a filter: positions and memberships. They are few.
    /// </summary>
    private const string OfOthers =
        """
        SELECT 'collaboration' AS type, affiliate AS source, company AS target, count(*)::int AS weight,
            (array_agg('collaborations/' || id ORDER BY id DESC))[1:20] AS facts
        FROM found GROUP BY affiliate, company
        UNION ALL
        SELECT 'position', person_id, organization_id, count(*)::int, ARRAY['people/' || person_id]
        FROM positions GROUP BY person_id, organization_id
        UNION ALL
        SELECT 'membership', id, parent_id, 1, ARRAY['affiliates/' || id]
        FROM organizations WHERE parent_id IS NOT NULL
        """;

    private List<NetworkEdgeRow>? _others;

    /// <summary>Returns the edges of the nodes, or only those between them and others; without nodes, all.</summary>
    public async Task<IReadOnlyList<NetworkEdgeRow>> Of(string[]? nodes, CancellationToken cancellation, string[]? others = null)
    {
        var met = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id);
        var found = new List<NetworkEdgeRow>(await Others(nodes, others, cancellation));

        foreach (var (type, pairs) in await OfMeetings(nodes, others, cancellation))
        {
            found.AddRange(await db.Over<NetworkEdgeRow>(met, "met(id)", Edges(type, pairs), Parameters(nodes, others), cancellation));
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
            (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id),
            "met(id)",
            $"""
            SELECT DISTINCT CASE source WHEN @nodes[1] THEN target ELSE source END AS "Value"
            FROM ({OfParticipants($"{MeetingsOf("@nodes")} LIMIT {SampleSize}")}) pairs
            """,
            Parameters([node], null),
            cancellation),
    ];

    /// <summary>Returns those of the nodes that have an edge to one of the others, of which none is one of the nodes.</summary>
    public Task<HashSet<string>> Connected(string[] nodes, string[] others, CancellationToken cancellation) => Ends(
        nodes, others, "CASE WHEN source = ANY (@nodes) THEN source ELSE target END", cancellation);

    private async Task<HashSet<string>> Ends(string[] nodes, string[]? others, string end, CancellationToken cancellation)
    {
        var met = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id);
        var all = nodes.ToHashSet(StringComparer.Ordinal);
        var found = (await Others(nodes, others, cancellation))
            .Select(t => all.Contains(t.Source) == others is null ? t.Target : t.Source)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var (_, pairs) in await OfMeetings(nodes, others, cancellation))
        {
            found.UnionWith(await db.Over<string>(
                met, "met(id)", $"""SELECT DISTINCT {end} AS "Value" FROM ({pairs}) pairs""", Parameters(nodes, others), cancellation));
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
        (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id),
        "met(id)",
        $"""
        , parties AS (
            SELECT p.meeting_id, coalesce(p.person_id, p.organization_id) AS key, p.side
            FROM ({(nodes is null ? $"SELECT id FROM met LIMIT {meetings}"
                : $"SELECT id FROM met WHERE id IN ({SomeMeetings((meetings / nodes.Length) + 1)})")}) met
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
            "found(id, affiliate, company)", OfOthers, [], cancellation);
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
            var ofNodes = nodes is null ? null : MeetingsOf("@nodes");
            var ofOthers = others is not null && await HaveFewMeetings(others, cancellation) ? MeetingsOf("@others") : null;
            pairs.Add((EdgeType.Participation, Between(OfParticipants(ofNodes, ofOthers), others)));
        }

        if (IsAsked(EdgeType.Link))
        {
            pairs.Add((EdgeType.Link, OfLinks(nodes is not null, others is not null)));
        }

        return pairs;
    }

    private async Task<bool> HaveFewMeetings(string[] nodes, CancellationToken cancellation)
    {
        var sql = $"""SELECT count(*)::int AS "Value" FROM ({MeetingsOf("@nodes")} LIMIT {MaxSought}) found""";

        return await db.Database.SqlQueryRaw<int>(sql, [.. Parameters(nodes, null)]).SingleAsync(cancellation) < MaxSought;
    }

    private static string Between(string pairs, string[]? others) => others is null ? pairs :
        $"""
        SELECT * FROM ({pairs}) pairs
        WHERE (source = ANY (@nodes) AND target = ANY (@others)) OR (target = ANY (@nodes) AND source = ANY (@others))
        """;

    private bool IsAsked(EdgeType type) => query.Type is not { Length: > 0 } asked || asked.Contains(EnumNames.Write(type));

    /// <summary>
    /// Returns the SQL of edges. The latest facts are chosen from whole arrays, in a pass over each: a sort of all meetings would not fit
    /// in memory.
    /// </summary>
    private static string Edges(EdgeType type, string pairs) =>
        $"""
        SELECT '{EnumNames.Write(type)}' AS type, source, target, cardinality(meetings) AS weight,
            array(SELECT 'meetings/' || id FROM unnest(meetings) id ORDER BY id DESC LIMIT 20) AS facts
        FROM (SELECT source, target, array_agg(id) AS meetings FROM ({pairs}) pairs GROUP BY source, target) edges
        """;

    /// <summary>
    /// Returns the SQL of participations: of the person or, where no source names one, of the organization. It reads the meetings that are
    /// in both lists; without lists, all.
    /// </summary>
    private static string OfParticipants(string? ofNodes, string? ofOthers = null) =>
        $"""
        SELECT met.id, source, target
        FROM met JOIN (
            SELECT meeting_id, array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side = 'ours') AS ours,
                array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side <> 'ours') AS theirs
            FROM meeting_participants
            WHERE {(ofNodes is null ? "true" : $"meeting_id IN ({ofNodes})")}
                AND {(ofOthers is null ? "true" : $"meeting_id IN ({ofOthers})")}
            GROUP BY meeting_id) parties ON parties.meeting_id = met.id
        CROSS JOIN unnest(ours) source CROSS JOIN unnest(theirs) target
        WHERE source <> target {(ofNodes is null ? "" : "AND (source = ANY (@nodes) OR target = ANY (@nodes))")}
        """;

    private static string MeetingsOf(string nodes) =>
        $"""
        SELECT meeting_id FROM meeting_participants WHERE person_id = ANY ({nodes}) UNION ALL
        SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id = ANY ({nodes})
        """;

    private static string SomeMeetings(int ofEach) =>
        $"""
        SELECT meeting_id FROM unnest(@nodes) node CROSS JOIN LATERAL (
            (SELECT meeting_id FROM meeting_participants WHERE person_id = node LIMIT {ofEach})
            UNION ALL
            (SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id = node LIMIT {ofEach})) first
        """;

    /// <summary>
    /// Returns the SQL of area links. One index finds them by organization, another one by area. It names the meetings once, because the
    /// database would make a list of all of them for two uses.
    /// </summary>
    private static string OfLinks(bool isOfNodes, bool isToOthers)
    {
        var ofNodes =
            $"""
            (SELECT meeting_id, organization_id, area_id FROM meeting_area_organizations
            WHERE organization_id = ANY (@nodes) {(isToOthers ? "AND area_id = ANY (@others)" : "")}
            UNION ALL
            SELECT o.meeting_id, o.organization_id, o.area_id
            FROM meeting_areas l JOIN meeting_area_organizations o ON o.meeting_id = l.meeting_id AND o.area_id = l.area_id
            WHERE l.area_id = ANY (@nodes) AND o.organization_id <> ALL (@nodes)
                {(isToOthers ? "AND o.organization_id = ANY (@others)" : "")})
            """;

        return
            $"""
            SELECT met.id, o.organization_id AS source, o.area_id AS target
            FROM met JOIN {(isOfNodes ? ofNodes : "meeting_area_organizations")} o ON o.meeting_id = met.id
            """;
    }

    private static IEnumerable<NpgsqlParameter> Parameters(string[]? nodes, string[]? others) =>
        from list in new[] { (Name: "nodes", Keys: nodes), (Name: "others", Keys: others) }
        where list.Keys is not null
        select new NpgsqlParameter(list.Name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = list.Keys };
}
