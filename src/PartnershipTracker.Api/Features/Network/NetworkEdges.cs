using Npgsql;
using NpgsqlTypes;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The edges in the database that a query selects: all of them, or those of some nodes.</summary>
internal sealed class NetworkEdges(TrackerDb db, NetworkQuery query, MeetingCriteria criteria)
{
    /// <summary>The number of meetings in which edges are counted before all are read.</summary>
    private const int MaxProbed = 20_000;

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

    /// <summary>Returns the edges of the nodes; without nodes, all.</summary>
    public async Task<IReadOnlyList<NetworkEdgeRow>> Of(string[]? nodes, CancellationToken cancellation)
    {
        var met = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id);
        var found = new List<NetworkEdgeRow>(await Others(nodes, cancellation));

        foreach (var (type, pairs) in OfMeetings(nodes))
        {
            found.AddRange(await db.Over<NetworkEdgeRow>(met, "met(id)", Edges(type, pairs), Parameters(nodes), cancellation));
        }

        return found;
    }

    /// <summary>Returns the nodes at the other ends of the nodes' edges.</summary>
    public async Task<HashSet<string>> Neighbours(string[] nodes, CancellationToken cancellation)
    {
        var met = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id);
        var all = nodes.ToHashSet(StringComparer.Ordinal);
        var found = (await Others(nodes, cancellation)).Select(t => all.Contains(t.Source) ? t.Target : t.Source)
            .ToHashSet(StringComparer.Ordinal);

        foreach (var (_, pairs) in OfMeetings(nodes))
        {
            found.UnionWith(await db.Over<string>(
                met,
                "met(id)",
                $"""SELECT DISTINCT CASE WHEN source = ANY (@nodes) THEN target ELSE source END AS "Value" FROM ({pairs}) pairs""",
                Parameters(nodes),
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
        if (!IsAsked(EdgeType.Participation))
        {
            return false;
        }

        var some = (await db.Meetings(criteria, query.Kind, cancellation)).Select(m => m.Id).Take(MaxProbed);
        var isOfNodes = nodes is null ? "" : "AND (ours.key = ANY (@nodes) OR theirs.key = ANY (@nodes))";

        return (await db.Over<int>(
            some,
            "met(id)",
            $"""
            , parties AS (
                SELECT p.meeting_id, coalesce(p.person_id, p.organization_id) AS key, p.side
                FROM met CROSS JOIN LATERAL ( -- from the index, and not from the whole table
                    SELECT meeting_id, person_id, organization_id, side FROM meeting_participants WHERE meeting_id = met.id OFFSET 0) p)
            SELECT count(*)::int AS "Value"
            FROM (
                SELECT DISTINCT ours.key, theirs.key
                FROM parties ours JOIN parties theirs ON theirs.meeting_id = ours.meeting_id AND theirs.side <> 'ours'
                WHERE ours.side = 'ours' AND ours.key <> theirs.key {isOfNodes}) edges
            """,
            Parameters(nodes),
            cancellation)).Single() > NetworkReader.MaxEdges;
    }

    private async Task<IEnumerable<NetworkEdgeRow>> Others(string[]? nodes, CancellationToken cancellation)
    {
        _others ??= await db.Over<NetworkEdgeRow>(
            (await db.Collaborations(criteria, cancellation, query.Stage)).Select(c => new { c.Id, c.AffiliateId, c.CompanyId }),
            "found(id, affiliate, company)", OfOthers, [], cancellation);
        var all = nodes?.ToHashSet(StringComparer.Ordinal);

        return _others.Where(tie => IsAsked(EnumNames.Read<EdgeType>(tie.Type))
            && (all is null || all.Contains(tie.Source) || all.Contains(tie.Target)));
    }

    /// <summary>Returns the SQL of the edges in each of the meetings <c>met</c>, for each type.</summary>
    private IEnumerable<(EdgeType Type, string Pairs)> OfMeetings(string[]? nodes)
    {
        if (IsAsked(EdgeType.Participation))
        {
            yield return (EdgeType.Participation, OfParticipants(nodes is not null));
        }

        if (IsAsked(EdgeType.Link))
        {
            yield return (EdgeType.Link, OfLinks(nodes is not null));
        }
    }

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

    /// <summary>Returns the SQL of participations: of the person or, where no source names one, of the organization.</summary>
    private static string OfParticipants(bool isOfNodes) =>
        $"""
        SELECT met.id, source, target
        FROM met JOIN (
            SELECT meeting_id, array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side = 'ours') AS ours,
                array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side <> 'ours') AS theirs
            FROM meeting_participants
            {(isOfNodes ? "WHERE meeting_id IN (SELECT meeting_id FROM meeting_participants WHERE person_id = ANY (@nodes) UNION ALL "
                + "SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id = ANY (@nodes))" : "")}
            GROUP BY meeting_id) parties ON parties.meeting_id = met.id
        CROSS JOIN unnest(ours) source CROSS JOIN unnest(theirs) target
        WHERE source <> target {(isOfNodes ? "AND (source = ANY (@nodes) OR target = ANY (@nodes))" : "")}
        """;

    /// <summary>Returns the SQL of area links. One index finds them by organization, another one by area.</summary>
    private static string OfLinks(bool isOfNodes) => isOfNodes
        ? """
        SELECT met.id, o.organization_id AS source, o.area_id AS target
        FROM met JOIN meeting_area_organizations o ON o.meeting_id = met.id WHERE o.organization_id = ANY (@nodes)
        UNION ALL
        SELECT met.id, o.organization_id, o.area_id
        FROM met JOIN meeting_areas l ON l.meeting_id = met.id
            JOIN meeting_area_organizations o ON o.meeting_id = l.meeting_id AND o.area_id = l.area_id
        WHERE l.area_id = ANY (@nodes) AND o.organization_id <> ALL (@nodes)
        """
        : """
        SELECT met.id, o.organization_id AS source, o.area_id AS target
        FROM met JOIN meeting_area_organizations o ON o.meeting_id = met.id
        """;

    private static NpgsqlParameter[] Parameters(string[]? nodes) => nodes is null ? [] :
        [new("nodes", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = nodes }];
}
