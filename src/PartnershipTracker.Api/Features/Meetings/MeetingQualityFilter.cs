namespace PartnershipTracker.Features.Meetings;

/// <summary>The filters for meetings with possible errors or missing facts, for an analyst to review.</summary>
public sealed class MeetingQualityFilter : EvidenceFilter
{
    /// <summary>`true`: only meetings whose date is outside the dates of their trip; `false`: only the others.</summary>
    public string? OutsideTrip { get; init; }

    /// <summary>
    /// `true`: only meetings with an organization whose participant is not named by any source; `false`: only the others.
    /// </summary>
    public string? UnnamedParticipant { get; init; }

    /// <summary>
    /// `true`: only meetings with an exact day on which there is another meeting with the same company; `false`: only the others.
    /// </summary>
    public string? SameDayDuplicate { get; init; }

    /// <summary>`true`: only meetings without an area link; `false`: only the others.</summary>
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
    /// <summary>Returns the meetings that match every filter that is set.</summary>
    public static IQueryable<Meeting> With(this IQueryable<Meeting> found, TrackerDb db, MeetingQualityFilter quality) => found
        .WithEvidence(quality)
        .Where(quality.OutsideTrip, m => m.TripId != null && db.Trips.Any(t => t.Id == m.TripId
            && (m.Date.Latest < t.Date.Earliest || m.Date.Earliest > t.Date.Latest)))
        .Where(quality.UnnamedParticipant, m => m.Participants.Any(p => p.PersonId == null && p.OrganizationId != null))
        .Where(quality.SameDayDuplicate, m => db.OnSameDays().Contains(m.Id))
        .Where(quality.WithoutArea, m => !m.Areas.Any());

    /// <summary>
    /// Returns the meetings on a day with more than one meeting with the same company. It makes one pass over all meetings, because a check
    /// of each meeting takes minutes. An exact day is one that is not before its latest: the planner would expect hardly any two columns to
    /// be equal, and look up the companies of each meeting by itself. Companies have numbers here, which are sorted faster than their keys.
    /// </summary>
    private static IQueryable<Guid> OnSameDays(this TrackerDb db) => db.Query<Guid>(
        db.Meetings.Where(m => m.Date.Earliest >= m.Date.Latest).Select(m => new { m.Id, m.Date.Earliest }),
        "met(id, day)",
        """
        SELECT id AS "Value"
        FROM (
            SELECT met.id, count(*) OVER (PARTITION BY met.day, parties.number) AS times
            FROM met JOIN (
                SELECT o.meeting_id, c.number
                FROM meeting_organizations o
                    JOIN (SELECT id, row_number() OVER () AS number FROM organizations WHERE resource = 'companies') c
                    ON c.id = o.organization_id
                OFFSET 0) parties ON parties.meeting_id = met.id) counted
        WHERE times > 1
        """);
}
