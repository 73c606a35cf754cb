using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Affiliates;

public static class AffiliateEndpoints
{
    private static readonly Sorting<Affiliate> Sorting = KeyedEntities.Sorting<Affiliate>();

    public static void MapAffiliates(this RouteGroupBuilder api)
    {
        var affiliates = api.MapCrud(AffiliateResource.Definition);

        affiliates.MapGet("/", List).WithName("listAffiliates");
        api.MapTable("/affiliates", "Affiliates", "exportAffiliates", Export);
    }

    /// <summary>List affiliates</summary>
    /// <remarks>The members of the group, and the group itself, by name.</remarks>
    private static async Task<Ok<Page<Rendered<AffiliateResponse>>>> List(
        [AsParameters] AffiliateFilter filter, [AsParameters] View<AffiliateResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage<Affiliate, AffiliateResponse>(filter, Sorting, cancellation));

    /// <summary>Export affiliates</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static async Task<TableFile<AffiliateRow>> Export(
        [AsParameters] AffiliateFilter filter, ExportSession session, CancellationToken cancellation)
    {
        var names = await session.Db.Affiliates.All(cancellation);

        return new("affiliates", Find(session.Db, filter).InOrder(filter, Sorting)
            .ToExport(a => AffiliateRow.From(a, names.GetValueOrDefault(a.ParentId ?? ""))));
    }

    private static IQueryable<Affiliate> Find(TrackerDb db, AffiliateFilter filter)
    {
        var found = db.Affiliates.Matching(db, filter).With(filter);

        if (filter.Kind is { Length: > 0 })
        {
            var kinds = filter.Kind.Select(EnumNames.Read<AffiliateKind>).ToArray();
            found = found.Where(a => kinds.Contains(a.Kind));
        }

        return found;
    }
}
