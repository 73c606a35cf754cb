using PartnershipTracker.Features.Areas;

namespace PartnershipTracker.Features.Collaborations;

public static class CollaborationQueries
{
    public static async Task<IQueryable<Collaboration>> Collaborations(
        this TrackerDb db, CollaborationCriteria filter, CancellationToken cancellation)
    {
        var found = db.Collaborations.AsQueryable();

        if (filter.Affiliate is { Length: > 0 } affiliates)
        {
            found = found.Where(c => affiliates.Contains(c.AffiliateId));
        }

        if (filter.Company is { Length: > 0 } companies)
        {
            found = found.Where(c => companies.Contains(c.CompanyId));
        }

        if (filter.Area is { Length: > 0 })
        {
            var areas = await db.Subtrees(filter.Area, cancellation);
            found = found.Where(c => areas.Contains(c.AreaId));
        }

        if (filter.Stage is { Length: > 0 })
        {
            var stages = filter.Stage.Select(EnumNames.Read<CollaborationStage>).ToArray();
            found = found.Where(c => stages.Contains(c.Stage));
        }

        foreach (var connection in filter.Connection ?? [])
        {
            var (one, other) = (connection.Split(':')[1], connection.Split(':')[2]);
            found = found.Where(c => (c.AffiliateId == one || c.CompanyId == one || c.AreaId == one)
                && (c.AffiliateId == other || c.CompanyId == other || c.AreaId == other));
        }

        return Text.Containing(filter.Q) is { } part ? found.Mentioning(db, part) : found;
    }

    private static IQueryable<Collaboration> Mentioning(this IQueryable<Collaboration> found, TrackerDb db, string part)
    {
        var organizations = db.Organizations
            .Where(o => EF.Functions.ILike(o.Name.Ko!, part, "\\") || EF.Functions.ILike(o.Name.En!, part, "\\")).Select(o => o.Id);
        var areas = db.Areas
            .Where(a => EF.Functions.ILike(a.Name.Ko!, part, "\\") || EF.Functions.ILike(a.Name.En!, part, "\\")).Select(a => a.Id);

        return found.Where(c => EF.Functions.ILike(c.Description!, part, "\\")
            || organizations.Contains(c.AffiliateId) || organizations.Contains(c.CompanyId) || areas.Contains(c.AreaId));
    }
}
