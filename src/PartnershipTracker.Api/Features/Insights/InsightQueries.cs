using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

internal static class InsightQueries
{
    /// <summary>
    /// Returns the collaborations to count beside the selected meetings: those criteria that collaborations have select them too.
    /// </summary>
    public static async Task<IQueryable<Collaboration>> Collaborations(
        this TrackerDb db, MeetingCriteria criteria, CancellationToken cancellation, string[]? stage = null, string? q = null) =>
        (await db.Collaborations(
            new CollaborationCriteria
            {
                Affiliate = criteria.Affiliate,
                Company = criteria.Company,
                Area = criteria.Area,
                Stage = stage,
                Q = q,
            },
            cancellation)).WithModality(criteria.Modality);
}
