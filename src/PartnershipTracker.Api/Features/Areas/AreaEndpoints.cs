using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Areas;

public static class AreaEndpoints
{
    private static readonly Sorting<Area> Sorting = KeyedEntities.Sorting<Area>();

    public static void MapAreas(this RouteGroupBuilder api)
    {
        var areas = api.MapCrud(AreaResource.Definition);

        areas.MapGet("/", List).WithName("listAreas");
        api.MapTable("/areas", "Areas", "exportAreas", Export);
    }

    /// <summary>List areas</summary>
    /// <remarks>The collaboration areas by name, each with the key of its parent.</remarks>
    private static async Task<Ok<Page<Rendered<AreaResponse>>>> List(
        [AsParameters] AreaFilter filter, [AsParameters] View<AreaResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage<Area, AreaResponse>(filter, Sorting, cancellation));

    /// <summary>Export areas</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static async Task<TableFile<AreaRow>> Export(
        [AsParameters] AreaFilter filter, ExportSession session, CancellationToken cancellation)
    {
        var names = await session.Db.Areas.All(cancellation);

        return new("areas", Find(session.Db, filter).InOrder(filter, Sorting)
            .ToExport(a => AreaRow.From(a, names.GetValueOrDefault(a.ParentId ?? ""))));
    }

    private static IQueryable<Area> Find(TrackerDb db, AreaFilter filter)
    {
        var found = db.Areas.Matching(db, filter);

        return filter.Parent is { Length: > 0 } parents ? found.Where(a => parents.Contains(a.ParentId)) : found;
    }
}
