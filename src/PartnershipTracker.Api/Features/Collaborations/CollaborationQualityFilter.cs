namespace PartnershipTracker.Features.Collaborations;

/// <summary>The filters for collaborations with possible errors or missing facts, for an analyst to review.</summary>
public sealed class CollaborationQualityFilter : EvidenceFilter
{
    /// <summary>
    /// `true`: only collaborations without a meeting whose area link names their area, affiliate and company; `false`: only the others.
    /// </summary>
    public string? WithoutMeeting { get; init; }
}

public sealed class CollaborationQualityFilterValidator : EvidenceFilterValidator<CollaborationQualityFilter>
{
    public CollaborationQualityFilterValidator() => RuleFor(f => f.WithoutMeeting).Flag();
}

public static class CollaborationQualityQueries
{
    /// <summary>Returns the collaborations that match every filter that is set.</summary>
    public static IQueryable<Collaboration> With(
        this IQueryable<Collaboration> found, TrackerDb db, CollaborationQualityFilter quality) => found
        .WithEvidence(quality)
        .Where(quality.WithoutMeeting, c => !db.WithMeeting().Contains(c.Id));

    /// <summary>
    /// Returns the collaborations with a meeting whose area link names their area, affiliate and company. It makes one pass over all links,
    /// because a check of each collaboration reads all links of its area.
    /// </summary>
    private static IQueryable<Guid> WithMeeting(this TrackerDb db) => db.Query<Guid>(
        db.Meetings.Select(m => m.Id),
        "met(id)",
        """
        SELECT c.id AS "Value"
        FROM (
            SELECT l.area_id, l.affiliates, l.companies FROM met JOIN meeting_areas l ON l.meeting_id = met.id
            GROUP BY l.area_id, l.affiliates, l.companies) links
        CROSS JOIN unnest(links.affiliates) affiliate CROSS JOIN unnest(links.companies) company
        JOIN collaborations c ON c.area_id = links.area_id AND c.affiliate_id = affiliate AND c.company_id = company
        """);
}
