using PartnershipTracker.Data;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>What may be wrong with a collaboration, or missing, for an analyst to look at.</summary>
public sealed class CollaborationFlaws : EvidenceFilter
{
    /// <summary>
    /// `true`: only collaborations of which no meeting is linked to their area, for the affiliate and with the company; `false`: only the
    /// others.
    /// </summary>
    public string? WithoutMeeting { get; init; }
}

public sealed class CollaborationFlawsValidator : EvidenceFilterValidator<CollaborationFlaws>
{
    public CollaborationFlawsValidator() => RuleFor(f => f.WithoutMeeting).Flag();
}

public static class FlawedCollaborations
{
    /// <summary>Those that have the flaws that are asked for, and not those that are asked not to be there.</summary>
    public static IQueryable<Collaboration> With(this IQueryable<Collaboration> found, TrackerDb db, CollaborationFlaws flaws)
    {
        found = found.Weighed(flaws);

        return flaws.WithoutMeeting is null ? found : found.Where(c => (flaws.WithoutMeeting == "true") == !db.Meetings.Any(m =>
            m.Areas.Any(l => l.AreaId == c.AreaId
                && l.Organizations.Any(o => o.OrganizationId == c.AffiliateId)
                && l.Organizations.Any(o => o.OrganizationId == c.CompanyId))));
    }
}
