using PartnershipTracker.Data;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>What may be wrong with a collaboration, or missing, for an analyst to look at.</summary>
public sealed class CollaborationQualityFilter : EvidenceFilter
{
    /// <summary>
    /// `true`: only collaborations of which no meeting is linked to their area, for the affiliate and with the company; `false`: only the
    /// others.
    /// </summary>
    public string? WithoutMeeting { get; init; }
}

public sealed class CollaborationQualityFilterValidator : EvidenceFilterValidator<CollaborationQualityFilter>
{
    public CollaborationQualityFilterValidator() => RuleFor(f => f.WithoutMeeting).Flag();
}

public static class CollaborationQualityQueries
{
    /// <summary>Those that have the flaws that are asked for, and not those that are asked not to be there.</summary>
    public static IQueryable<Collaboration> With(this IQueryable<Collaboration> found, TrackerDb db, CollaborationQualityFilter flaws) => found
        .WithEvidence(flaws)
        .Where(flaws.WithoutMeeting, c => !db.Meetings.SelectMany(m => m.Areas).Any(l => l.AreaId == c.AreaId
            && l.Organizations.Any(o => o.OrganizationId == c.AffiliateId)
            && l.Organizations.Any(o => o.OrganizationId == c.CompanyId)));
}
