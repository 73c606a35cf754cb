using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>Collaborations by whose and about what they are, of which there is one each.</summary>
internal static class CollaborationLookup
{
    public static async Task<Func<CollaborationRequest, string?>> Find(
        TrackerDb db, IReadOnlyList<CollaborationRequest> requests, CancellationToken cancellation)
    {
        var (affiliates, companies) = (
            requests.Select(r => r.Affiliate!).Distinct().ToArray(), requests.Select(r => r.Company!).Distinct().ToArray());
        var known = (await db.Collaborations.Where(c => affiliates.Contains(c.AffiliateId) && companies.Contains(c.CompanyId))
                .Select(c => new { c.Id, c.AffiliateId, c.CompanyId, c.AreaId }).ToListAsync(cancellation))
            .ToDictionary(c => (c.AffiliateId, c.CompanyId, c.AreaId), c => c.Id.ToString());

        return request => known.GetValueOrDefault((request.Affiliate!, request.Company!, request.Area!));
    }
}
