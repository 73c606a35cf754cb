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
        .Where(quality.WithoutMeeting, c => !db.Meetings.SelectMany(m => m.Areas).Any(l => l.AreaId == c.AreaId
            && l.Organizations.Any(o => o.OrganizationId == c.AffiliateId)
            && l.Organizations.Any(o => o.OrganizationId == c.CompanyId)));
}
