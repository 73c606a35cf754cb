namespace PartnershipTracker.Features.Meetings;

/// <summary>A meeting as a row of a table. What it has several of is in one cell, by key and by name, in the same order.</summary>
internal sealed record MeetingRow(
    Guid Id, string? ExternalId, string? TitleKo, string? TitleEn, string Kind, string Format, string Status, string Confidentiality,
    string[] Readers, string Date, DateOnly? Earliest, DateOnly? Latest, string? Venue, string? City, string? Region, string? Country,
    Guid? Trip, string? TripKo, string? TripEn, int? TripOrder,
    string[]? People, string[]? PeopleKo, string[]? PeopleEn, string[]? PartiesKo, string[]? PartiesEn,
    string[]? Affiliates, string[]? AffiliatesKo, string[]? AffiliatesEn, string[]? Companies, string[]? CompaniesKo, string[]? CompaniesEn,
    string[]? Areas, string[]? AreasKo, string[]? AreasEn, string[]? Bases, int Participants, int AreaLinks,
    string? Summary, bool Disputed, bool Unsupported, string? Modality, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    private const string Table =
        """
        met(id, external_id, title_ko, title_en, kind, format, status, confidentiality, readers, date, earliest, latest, venue, city,
            region, country, trip, trip_order, summary, disputed, unsupported, modality, version, created_at, updated_at)
        """;

    /// <summary>
    /// One statement, whose joins are all made anew for each meeting: so it stays in the order of the query, and can be read as it comes.
    /// </summary>
    private const string Sql =
        """
        SELECT met.id, external_id, met.title_ko, met.title_en, kind, format, status, confidentiality, readers, date,
            CASE WHEN isfinite(earliest) THEN earliest END AS earliest, CASE WHEN isfinite(latest) THEN latest END AS latest,
            venue, city, region, country, trip,
            (SELECT title_ko FROM trips WHERE trips.id = trip) AS trip_ko,
            (SELECT title_en FROM trips WHERE trips.id = trip) AS trip_en, trip_order,
            people, people_ko, people_en, parties_ko, parties_en,
            affiliates, affiliates_ko, affiliates_en, companies, companies_ko, companies_en,
            areas, areas_ko, areas_en, bases, participants, area_links,
            summary, disputed, unsupported, modality, version, created_at, updated_at
        FROM met
        CROSS JOIN LATERAL (
            SELECT array_agg(n.id ORDER BY p.ordinal) FILTER (WHERE n.id IS NOT NULL) AS people,
                array_agg(coalesce(n.name_ko, n.name_en) ORDER BY p.ordinal) FILTER (WHERE n.id IS NOT NULL) AS people_ko,
                array_agg(coalesce(n.name_en, n.name_ko) ORDER BY p.ordinal) FILTER (WHERE n.id IS NOT NULL) AS people_en,
                array_agg(coalesce(p.party_ko, '') ORDER BY p.ordinal) FILTER (WHERE p.organization_id IS NULL) AS parties_ko,
                array_agg(coalesce(p.party_en, '') ORDER BY p.ordinal) FILTER (WHERE p.organization_id IS NULL) AS parties_en,
                count(*)::int AS participants
            FROM meeting_participants p LEFT JOIN people n ON n.id = p.person_id
            WHERE p.meeting_id = met.id) of_people
        CROSS JOIN LATERAL (
            SELECT array_agg(n.id ORDER BY n.id) FILTER (WHERE n.resource = 'affiliates') AS affiliates,
                array_agg(coalesce(n.name_ko, n.name_en) ORDER BY n.id) FILTER (WHERE n.resource = 'affiliates') AS affiliates_ko,
                array_agg(coalesce(n.name_en, n.name_ko) ORDER BY n.id) FILTER (WHERE n.resource = 'affiliates') AS affiliates_en,
                array_agg(n.id ORDER BY n.id) FILTER (WHERE n.resource = 'companies') AS companies,
                array_agg(coalesce(n.name_ko, n.name_en) ORDER BY n.id) FILTER (WHERE n.resource = 'companies') AS companies_ko,
                array_agg(coalesce(n.name_en, n.name_ko) ORDER BY n.id) FILTER (WHERE n.resource = 'companies') AS companies_en
            FROM meeting_organizations o JOIN organizations n ON n.id = o.organization_id
            WHERE o.meeting_id = met.id) of_organizations
        CROSS JOIN LATERAL (
            SELECT array_agg(n.id ORDER BY n.id) AS areas,
                array_agg(coalesce(n.name_ko, n.name_en) ORDER BY n.id) AS areas_ko,
                array_agg(coalesce(n.name_en, n.name_ko) ORDER BY n.id) AS areas_en,
                array_agg(l.basis ORDER BY n.id) AS bases,
                count(*)::int AS area_links
            FROM meeting_areas l JOIN areas n ON n.id = l.area_id
            WHERE l.meeting_id = met.id) of_areas
        """;

    /// <summary>The meetings of a query, in its order.</summary>
    public static IAsyncEnumerable<MeetingRow> Of(TrackerDb db, IQueryable<Meeting> found) => db.Stream<MeetingRow>(
        found.Select(m => new
        {
            m.Id,
            m.ExternalId,
            m.Title.Ko,
            m.Title.En,
            m.Kind,
            m.Format,
            m.Status,
            m.Confidentiality,
            m.Readers,
            m.Date.Edtf,
            m.Date.Earliest,
            m.Date.Latest,
            m.Venue,
            m.City,
            m.Region,
            m.Country,
            m.TripId,
            m.TripOrder,
            m.Summary,
            m.Disputed,
            Unsupported = m.Support == Support.None,
            Modality = m.Modalities[0],
            m.Version,
            m.CreatedAt,
            m.UpdatedAt,
        }),
        Table,
        Sql);
}
