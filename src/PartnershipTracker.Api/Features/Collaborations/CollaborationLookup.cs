namespace PartnershipTracker.Features.Collaborations;

/// <summary>The lookup of collaborations by affiliate, company and area: there is one for each combination.</summary>
internal static class CollaborationLookup
{
    /// <summary>Finds the ids of the collaborations that the requests describe.</summary>
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
