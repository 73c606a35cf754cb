namespace PartnershipTracker.Features.Network;

/// <summary>An edge, counted by the database.</summary>
internal sealed record NetworkEdgeRow
{
    private const string Latest =
        """
        source, target, cardinality(meetings) AS weight,
            array(SELECT 'meetings/' || id FROM unnest(meetings) id ORDER BY id DESC LIMIT 20) AS facts
        """;

    /// <summary>
    /// The SQL of participations in the meetings <c>met</c>: of the person or, where no source names one, of the organization. The latest
    /// facts are chosen from whole arrays, in a pass over each: a sort of all meetings would not fit in memory.
    /// </summary>
    public const string OfParticipants =
        $"""
        SELECT 'participation' AS type, {Latest}
        FROM (
            SELECT source, target, array_agg(id) AS meetings
            FROM (
                SELECT met.id, ours, theirs
                FROM met JOIN (
                    SELECT meeting_id, array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side = 'ours') AS ours,
                        array_agg(DISTINCT coalesce(person_id, organization_id)) FILTER (WHERE side <> 'ours') AS theirs
                    FROM meeting_participants GROUP BY meeting_id) parties ON parties.meeting_id = met.id) meetings
            CROSS JOIN unnest(ours) source CROSS JOIN unnest(theirs) target
            WHERE source <> target GROUP BY source, target) edges
        """;

    /// <summary>The SQL of the number of edges of participations in the meetings <c>met</c>, without the facts.</summary>
    public const string CountOfParticipants =
        """
        SELECT count(*)::int AS "Value"
        FROM (
            SELECT DISTINCT coalesce(a.person_id, a.organization_id) AS source, coalesce(b.person_id, b.organization_id) AS target
            FROM met JOIN meeting_participants a ON a.meeting_id = met.id AND a.side = 'ours'
                JOIN meeting_participants b ON b.meeting_id = met.id AND b.side <> 'ours') edges
        WHERE source <> target
        """;

    /// <summary>The SQL of the area links of the meetings <c>met</c>.</summary>
    public const string OfLinks =
        $"""
        SELECT 'link' AS type, {Latest}
        FROM (
            SELECT o.organization_id AS source, o.area_id AS target, array_agg(met.id) AS meetings
            FROM met JOIN meeting_area_organizations o ON o.meeting_id = met.id
            GROUP BY o.organization_id, o.area_id) edges
        """;

    /// <summary>The SQL of the collaborations <c>found</c>, and of the edges without a filter: positions and memberships.</summary>
    public const string OfOthers =
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

    public string Type { get; init; } = "";

    public string Source { get; init; } = "";

    public string Target { get; init; } = "";

    public int Weight { get; init; }

    /// <summary>The latest facts behind the edge, as collection and id.</summary>
    public List<string> Facts { get; init; } = [];

    public string Other(string node) => node == Source ? Target : Source;
}
