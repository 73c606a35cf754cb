using FluentValidation;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>What may be wrong with a meeting, or missing, for an analyst to look at.</summary>
public sealed class MeetingQualityFilter : EvidenceFilter
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

public sealed class MeetingQualityFilterValidator : EvidenceFilterValidator<MeetingQualityFilter>
{
    public MeetingQualityFilterValidator()
    {
        RuleFor(f => f.OutsideTrip).Flag();
        RuleFor(f => f.UnnamedParticipant).Flag();
        RuleFor(f => f.SameDayDuplicate).Flag();
        RuleFor(f => f.WithoutArea).Flag();
    }
}

public static class MeetingQualityQueries
{
    /// <summary>Those that have the flaws that are asked for, and not those that are asked not to be there.</summary>
    public static IQueryable<Meeting> With(this IQueryable<Meeting> found, TrackerDb db, MeetingQualityFilter flaws) => found
        .WithEvidence(flaws)
        .Where(flaws.OutsideTrip, m => m.TripId != null && db.Trips.Any(t => t.Id == m.TripId
            && (m.Date.Latest < t.Date.Earliest || m.Date.Earliest > t.Date.Latest)))
        .Where(flaws.UnnamedParticipant, m => m.Participants.Any(p => p.PersonId == null && p.OrganizationId != null))
        .Where(flaws.SameDayDuplicate, m => db.OnSameDays().Contains(m.Id))
        .Where(flaws.WithoutArea, m => !m.Areas.Any());

    /// <summary>
    /// Those on a day on which a company of theirs was met more than once: one pass over all, where one by one takes minutes.
    /// </summary>
    private static IQueryable<Guid> OnSameDays(this TrackerDb db) => db.Query<Guid>(
        db.Meetings.Where(m => m.Date.Earliest == m.Date.Latest).Select(m => new { m.Id, m.Date.Earliest }),
        "met(id, day)",
        """
        SELECT id AS "Value"
        FROM (
            SELECT met.id, count(*) OVER (PARTITION BY met.day, o.organization_id) AS times
            FROM met JOIN meeting_organizations o ON o.meeting_id = met.id AND o.resource = 'companies') counted
        WHERE times > 1
        """);
}
