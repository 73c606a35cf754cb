using FluentValidation;
using PartnershipTracker.Data;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Meetings;

/// <summary>What may be wrong with a meeting, or missing, for an analyst to look at.</summary>
public sealed class MeetingFlaws : EvidenceFilter
{
    /// <summary>`true`: only meetings that cannot have been on the days of their trip; `false`: only the others.</summary>
    public string? OutsideTrip { get; init; }

    /// <summary>`true`: only meetings where an organization is there by somebody whom no source names; `false`: only the others.</summary>
    public string? UnnamedParticipant { get; init; }

    /// <summary>
    /// `true`: only meetings on an exact day on which there is another one with the same company; `false`: only the others.
    /// </summary>
    public string? SameDayDuplicate { get; init; }

    /// <summary>`true`: only meetings without a link to an area; `false`: only the others.</summary>
    public string? WithoutArea { get; init; }
}

public sealed class MeetingFlawsValidator : EvidenceFilterValidator<MeetingFlaws>
{
    public MeetingFlawsValidator()
    {
        RuleFor(f => f.OutsideTrip).Flag();
        RuleFor(f => f.UnnamedParticipant).Flag();
        RuleFor(f => f.SameDayDuplicate).Flag();
        RuleFor(f => f.WithoutArea).Flag();
    }
}

public static class FlawedMeetings
{
    /// <summary>Those that have the flaws that are asked for, and not those that are asked not to be there.</summary>
    public static IQueryable<Meeting> With(this IQueryable<Meeting> found, TrackerDb db, MeetingFlaws flaws)
    {
        found = found.Weighed(flaws);

        if (flaws.OutsideTrip is not null)
        {
            found = found.Where(m => (flaws.OutsideTrip == "true") == db.Trips.Any(t => t.Id == m.TripId
                && (m.Date.Latest < t.Date.Earliest || m.Date.Earliest > t.Date.Latest)));
        }

        if (flaws.UnnamedParticipant is not null)
        {
            found = found.Where(m => (flaws.UnnamedParticipant == "true")
                == m.Participants.Any(p => p.PersonId == null && p.OrganizationId != null));
        }

        if (flaws.SameDayDuplicate is not null)
        {
            found = found.Where(m => (flaws.SameDayDuplicate == "true") == (m.Date.Earliest == m.Date.Latest
                && db.Meetings.Any(other => other.Id != m.Id
                    && other.Date.Earliest == m.Date.Earliest && other.Date.Latest == m.Date.Latest
                    && other.Organizations.Any(o => o.Resource == "companies"
                        && m.Organizations.Any(own => own.OrganizationId == o.OrganizationId)))));
        }

        return flaws.WithoutArea is null ? found : found.Where(m => (flaws.WithoutArea == "true") == !m.Areas.Any());
    }
}
