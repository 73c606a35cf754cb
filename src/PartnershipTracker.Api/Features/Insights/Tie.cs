namespace PartnershipTracker.Features.Insights;

/// <summary>An edge as the database counts it.</summary>
internal sealed record Tie
{
    /// <summary>Those of the meetings <c>met</c>. Party is the person or, where no source names one, the organization.</summary>
    public const string OfMeetings =
        """
        , parties AS (
            SELECT p.meeting_id, coalesce(p.person_id, p.organization_id) AS party, p.side
            FROM met JOIN meeting_participants p ON p.meeting_id = met.id
            WHERE coalesce(p.person_id, p.organization_id) IS NOT NULL)
        , pairs AS (
            SELECT DISTINCT 'participation' AS type, a.party AS source, b.party AS target, a.meeting_id
            FROM parties a JOIN parties b ON b.meeting_id = a.meeting_id AND a.side = 'ours' AND b.side <> 'ours' AND a.party <> b.party
            UNION ALL
            SELECT 'link', o.organization_id, o.area_id, o.meeting_id
            FROM met JOIN meeting_area_organizations o ON o.meeting_id = met.id)
        SELECT type, source, target, weight,
            array(SELECT 'meetings/' || id FROM unnest(latest) WITH ORDINALITY l(id, n) ORDER BY n) AS facts
        FROM (
            SELECT type, source, target, count(*)::int AS weight, (array_agg(meeting_id ORDER BY meeting_id DESC))[1:20] AS latest
            FROM pairs GROUP BY type, source, target) edges
        """;

    /// <summary>Those of the collaborations <c>found</c>, and of what has no filter: positions, and who belongs to whom.</summary>
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

    /// <summary>The latest of what it rests on: collection and id.</summary>
    public List<string> Facts { get; init; } = [];

    public string Other(string node) => node == Source ? Target : Source;
}
