namespace PartnershipTracker.Features.Meetings;

/// <summary>The filters for meetings with possible errors or missing facts, for an analyst to review.</summary>
public sealed class MeetingQualityFilter : EvidenceFilter
{
    /// <summary>`true`: only meetings whose date is outside the dates of their trip; `false`: only the others.</summary>
    public string? OutsideTrip { get; init; }

    /// <summary>`true`: only meetings with the status `held` that begin after today; `false`: only the others.</summary>
    public string? HeldInFuture { get; init; }

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
        RuleFor(f => f.HeldInFuture).Flag();
        RuleFor(f => f.UnnamedParticipant).Flag();
        RuleFor(f => f.SameDayDuplicate).Flag();
        RuleFor(f => f.WithoutArea).Flag();
    }
}

public static class MeetingQualityQueries
{
    /// <summary>Returns the meetings that match every filter that is set.</summary>
    public static IQueryable<Meeting> With(this IQueryable<Meeting> found, TrackerDb db, MeetingQualityFilter quality)
    {
        var today = quality.Today;

        return found
            .WithEvidence(quality)
            .Where(quality.OutsideTrip, m => m.TripId != null && db.Trips.Any(t => t.Id == m.TripId
                && m.Date.Earliest < DateOnly.MaxValue && t.Date.Earliest < DateOnly.MaxValue
                && (m.Date.Latest < t.Date.Earliest || m.Date.Earliest > t.Date.Latest)))
            .Where(quality.HeldInFuture, m => m.Status == MeetingStatus.Held
                && m.Date.Earliest > today && m.Date.Earliest < DateOnly.MaxValue)
            .Where(quality.UnnamedParticipant, m => m.Participants.Any(p => p.PersonId == null && p.OrganizationId != null))
            .Where(quality.SameDayDuplicate, m => db.OnSameDays().Contains(m.Id))
            .Where(quality.WithoutArea, m => !m.Areas.Any());
    }

    /// <summary>
    /// Returns the meetings on a day with more than one meeting with the same company. The index of the facets has the meetings of each
    /// company by date. An exact day is one that is not before its latest, and not infinity, as unknown dates are. A meeting with several
    /// companies can come several times.
    /// </summary>
    public static IQueryable<Guid> OnSameDays(this TrackerDb db)
    {
        var parameters = new SqlParameters();
        var sql =
            $"""
            SELECT met.meeting_id AS "Value"
            FROM organizations o CROSS JOIN LATERAL (
                SELECT f.meeting_id, f.date_earliest IN (lag(f.date_earliest) OVER listed, lead(f.date_earliest) OVER listed) AS is_shared
                FROM meeting_facets f
                WHERE (f.organization, f.area, f.basis) = (o.id, '', '') AND f.date_earliest >= f.date_latest AND isfinite(f.date_latest)
                    AND {MeetingFacetStatement.Visible(db.Caller, parameters)}
                WINDOW listed AS (ORDER BY f.date_earliest, f.date_latest, f.sort_order, f.meeting_id)) met
            WHERE o.resource = 'companies' AND met.is_shared
            """;

        return db.Database.SqlQueryRaw<Guid>(sql, parameters.Values);
    }
}
