using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>The filters for collaborations with possible errors or missing facts, for an analyst to review.</summary>
public sealed class CollaborationQualityFilter : RootEvidenceFilter
{
    /// <summary>
    /// `true`: only collaborations without a held meeting whose area link names their area, affiliate and company; `false`: only the
    /// others.
    /// </summary>
    public string? WithoutMeeting { get; init; }
}

public sealed class CollaborationQualityFilterValidator : RootEvidenceFilterValidator<CollaborationQualityFilter>
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
    /// Returns the collaborations with a held meeting whose area link names their area, affiliate and company. The index of the facets has
    /// the meetings by company and area, and the first that is found is enough.
    /// </summary>
    private static IQueryable<Guid> WithMeeting(this TrackerDb db)
    {
        var parameters = new SqlParameters();
        var sql =
            $"""
            SELECT c.id AS "Value"
            FROM collaborations c CROSS JOIN LATERAL (
                SELECT
                FROM meeting_facets f
                    JOIN meetings m ON m.id = f.meeting_id AND m.status = 'held'
                    JOIN meeting_area_organizations theirs
                        ON (theirs.meeting_id, theirs.area_id, theirs.organization_id) = (f.meeting_id, c.area_id, c.company_id)
                    JOIN meeting_area_organizations ours
                        ON (ours.meeting_id, ours.area_id, ours.organization_id) = (f.meeting_id, c.area_id, c.affiliate_id)
                WHERE (f.organization, f.area) = (c.company_id, c.area_id) AND {MeetingFacetStatement.Visible(db.Caller, parameters)}
                LIMIT 1) met
            """;

        return db.Database.SqlQueryRaw<Guid>(sql, parameters.Values);
    }
}
