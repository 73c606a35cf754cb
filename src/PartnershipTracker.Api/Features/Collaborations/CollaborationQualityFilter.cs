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
    /// Returns the collaborations with a meeting whose area link names their area, affiliate and company. It makes one pass over all
    /// links, because a check of each collaboration reads all links of its area, and then looks up few of them in the order of their index.
    /// </summary>
    private static IQueryable<Guid> WithMeeting(this TrackerDb db) => db.Query<Guid>(
        db.Meetings.Select(m => m.Id),
        "met(id)",
        """
        SELECT theirs.id AS "Value"
        FROM (
            SELECT c.id, c.affiliate_id, o.meeting_id, o.area_id
            FROM (SELECT meeting_id, area_id, organization_id FROM meeting_area_organizations OFFSET 0) o
                JOIN collaborations c ON c.area_id = o.area_id AND c.company_id = o.organization_id
            ORDER BY o.meeting_id) theirs
        JOIN meeting_area_organizations ours
            ON ours.meeting_id = theirs.meeting_id AND ours.area_id = theirs.area_id AND ours.organization_id = theirs.affiliate_id
        JOIN met ON met.id = theirs.meeting_id
        """);
}
