namespace PartnershipTracker.Features.Meetings;

/// <summary>A participant as a row of a table, with the meeting.</summary>
internal sealed record MeetingParticipantRow(
    Guid Id, Guid Meeting, string? MeetingExternalId, string? MeetingTitleKo, string? MeetingTitleEn, string MeetingDate,
    string? Organization, string? OrganizationKo, string? OrganizationEn, string? PartyKo, string? PartyEn, string? Person,
    string? PersonKo, string? PersonEn, string? StatedTitle, string Side, string Role, int? HeadCount, bool Disputed, bool Unsupported)
{
    private const string Sql =
        """
        SELECT part.*
        FROM met CROSS JOIN LATERAL (
            SELECT p.id, met.id AS meeting, met.external_id AS meeting_external_id, met.title_ko AS meeting_title_ko,
                met.title_en AS meeting_title_en, met.date AS meeting_date, p.organization_id AS organization, o.name_ko AS organization_ko,
                o.name_en AS organization_en, p.party_ko, p.party_en, p.person_id AS person, n.name_ko AS person_ko,
                n.name_en AS person_en, p.stated_title, p.side, p.role, p.head_count, p.disputed, p.support = 'none' AS unsupported
            FROM meeting_participants p
            LEFT JOIN organizations o ON o.id = p.organization_id
            LEFT JOIN people n ON n.id = p.person_id
            WHERE p.meeting_id = met.id
            ORDER BY p.ordinal) part
        """;

    /// <summary>The participants of the meetings of a query, in its order and that of each meeting.</summary>
    public static IAsyncEnumerable<MeetingParticipantRow> Of(TrackerDb db, IQueryable<Meeting> found) =>
        db.Stream<MeetingParticipantRow>(MeetingPartTables.Columns(found), MeetingPartTables.Met, Sql);
}

/// <summary>An area link as a row of a table, with the meeting.</summary>
internal sealed record MeetingAreaRow(
    Guid Meeting, string? MeetingExternalId, string? MeetingTitleKo, string? MeetingTitleEn, string MeetingDate,
    string Area, string? AreaKo, string? AreaEn, string[] Affiliates, string[] Companies, string Basis, string? Rationale, bool Disputed,
    bool Unsupported)
{
    private const string Sql =
        """
        SELECT part.*
        FROM met CROSS JOIN LATERAL (
            SELECT met.id AS meeting, met.external_id AS meeting_external_id, met.title_ko AS meeting_title_ko,
                met.title_en AS meeting_title_en, met.date AS meeting_date, l.area_id AS area, a.name_ko AS area_ko, a.name_en AS area_en,
                l.affiliates, l.companies, l.basis, l.rationale, l.disputed,
                l.support = 'none' AND (l.basis = 'stated' OR l.rationale IS NULL) AS unsupported
            FROM meeting_areas l JOIN areas a ON a.id = l.area_id
            WHERE l.meeting_id = met.id
            ORDER BY l.area_id COLLATE "C") part
        """;

    /// <summary>The area links of the meetings of a query, in its order and by area.</summary>
    public static IAsyncEnumerable<MeetingAreaRow> Of(TrackerDb db, IQueryable<Meeting> found) =>
        db.Stream<MeetingAreaRow>(MeetingPartTables.Columns(found), MeetingPartTables.Met, Sql);
}
