using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>The SQL of edges over the meetings <c>met</c>, with their id and status, or the collaborations <c>found</c>.</summary>
internal static class NetworkSql
{
    public const string Met = "met(id, status)";

    private static readonly string[] Statuses = [.. Enum.GetValues<MeetingStatus>().Select(EnumNames.Write)];

    /// <summary>
    /// The SQL of the collaborations <c>found</c>, and of the edges without a filter: positions and memberships. They are few.
    /// </summary>
    public const string OfOthers =
        """
        SELECT 'collaboration' AS type, affiliate AS source, company AS target, count(*)::int AS weight,
            (array_agg('collaborations/' || id ORDER BY id DESC))[1:20] AS facts, 0 AS planned, 0 AS held, 0 AS cancelled
        FROM found GROUP BY affiliate, company
        UNION ALL
        SELECT 'position', person_id, organization_id, count(*)::int, ARRAY['people/' || person_id], 0, 0, 0
        FROM positions GROUP BY person_id, organization_id
        UNION ALL
        SELECT 'membership', id, parent_id, 1, ARRAY['affiliates/' || id], 0, 0, 0
        FROM organizations WHERE parent_id IS NOT NULL
        """;

    public static string Between(string pairs, string[]? others) => others is null ? pairs :
        $"""
        SELECT * FROM ({pairs}) pairs
        WHERE (source = ANY (@nodes) AND target = ANY (@others)) OR (target = ANY (@nodes) AND source = ANY (@others))
        """;

    /// <summary>
    /// Returns the SQL of edges. The latest facts are chosen from whole arrays, in a pass over each: a sort of all meetings would not fit
    /// in memory.
    /// </summary>
    public static string Edges(EdgeType type, string pairs) =>
        $"""
        SELECT '{EnumNames.Write(type)}' AS type, source, target, cardinality(meetings) AS weight,
            array(SELECT 'meetings/' || id FROM unnest(meetings) id ORDER BY id DESC LIMIT 20) AS facts, planned, held, cancelled
        FROM (
            SELECT source, target, array_agg(id) AS meetings, {string.Join(", ", Statuses.Select(NumberOf))}
            FROM ({pairs}) pairs GROUP BY source, target) edges
        """;

    /// <summary>
    /// Returns the SQL of the nodes' participations: of the person or, where no source names one, of the organization.
    /// </summary>
    /// <param name="meetings">The query for the meetings to read; null: all meetings of all nodes.</param>
    public static string OfParticipants(string? meetings) =>
        $"""
        SELECT met.id, met.status, source, target
        FROM met JOIN (
            SELECT meeting_id, array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side = 'ours') AS ours,
                array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side <> 'ours') AS theirs
            FROM meeting_participants
            WHERE {(meetings is null ? "true" : $"meeting_id IN ({meetings})")}
            GROUP BY meeting_id) parties ON parties.meeting_id = met.id
        CROSS JOIN unnest(ours) source CROSS JOIN unnest(theirs) target
        WHERE source <> target {(meetings is null ? "" : "AND (source = ANY (@nodes) OR target = ANY (@nodes))")}
        """;

    public static string MeetingsOf(string nodes) =>
        $"""
        SELECT meeting_id FROM meeting_participants WHERE person_id = ANY ({nodes}) UNION ALL
        SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id = ANY ({nodes})
        """;

    public static string SomeMeetings(int ofEach) =>
        $"""
        SELECT meeting_id FROM unnest(@nodes) node CROSS JOIN LATERAL (
            (SELECT meeting_id FROM meeting_participants WHERE person_id = node LIMIT {ofEach})
            UNION ALL
            (SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id = node LIMIT {ofEach})) first
        """;

    /// <summary>
    /// Returns the SQL of area links. One index finds them by organization, another one by area. It names the meetings once, because the
    /// database would make a list of all of them for two uses. It reads no links of the organizations if no area is among the others.
    /// </summary>
    public static string OfLinks(bool isOfNodes, bool isToOthers)
    {
        const string ToAreas = "AND area_id = ANY (@others) AND EXISTS (SELECT FROM areas WHERE id = ANY (@others))";
        var ofNodes =
            $"""
            (SELECT meeting_id, organization_id, area_id FROM meeting_area_organizations
            WHERE organization_id = ANY (@nodes) {(isToOthers ? ToAreas : "")}
            UNION ALL
            SELECT o.meeting_id, o.organization_id, o.area_id
            FROM meeting_areas l JOIN meeting_area_organizations o ON o.meeting_id = l.meeting_id AND o.area_id = l.area_id
            WHERE l.area_id = ANY (@nodes) AND o.organization_id <> ALL (@nodes)
                {(isToOthers ? "AND o.organization_id = ANY (@others)" : "")})
            """;

        return
            $"""
            SELECT met.id, met.status, o.organization_id AS source, o.area_id AS target
            FROM met JOIN {(isOfNodes ? ofNodes : "meeting_area_organizations")} o ON o.meeting_id = met.id
            """;
    }

    /// <summary>Returns the SQL of edges without their facts, which takes much less than collecting them.</summary>
    public static string Counts(EdgeType type, string pairs) =>
        $"""
        SELECT '{EnumNames.Write(type)}' AS type, source, target, count(*)::int AS weight, ARRAY[]::text[] AS facts,
            {string.Join(", ", Statuses.Select(NumberOf))}
        FROM ({pairs}) pairs GROUP BY source, target
        """;

    private static string NumberOf(string status) => $"count(*) FILTER (WHERE status = '{status}')::int AS {status}";
}
