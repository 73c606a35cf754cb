using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Collaborations;

public static class CollaborationEndpoints
{
    public static void MapCollaborations(this RouteGroupBuilder api)
    {
        var collaborations = api.MapCrud(CollaborationResource.Definition);

        collaborations.MapGet("/", List).WithName("listCollaborations");
        api.MapTable("/collaborations", "Collaborations", "exportCollaborations", Export);
    }

    /// <summary>List collaborations</summary>
    /// <remarks>
    /// The collaborations by affiliate, company and area. A repeated filter accepts any of its values; different filters must all hold.
    /// </remarks>
    private static async Task<Ok<Page<Rendered<CollaborationResponse>>>> List(
        [AsParameters] CollaborationFilter filter, [AsParameters] CollaborationCriteria criteria,
        [AsParameters] CollaborationQualityFilter quality, [AsParameters] View<CollaborationResponse> view, TrackerDb db,
        CancellationToken cancellation) =>
        TypedResults.Ok(await (await db.Collaborations(criteria, cancellation)).With(db, quality).Matching(filter)
            .ToPage<Collaboration, CollaborationResponse>(filter, CollaborationFilter.Sorting, cancellation));

    /// <summary>Export collaborations</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static async Task<TableFile<CollaborationRow>> Export(
        [AsParameters] CollaborationFilter filter, [AsParameters] CollaborationCriteria criteria,
        [AsParameters] CollaborationQualityFilter quality, ExportSession session, CancellationToken cancellation)
    {
        var db = session.Db;
        Dictionary<string, LocalizedText> names = new(
            [.. await db.Organizations.All(cancellation), .. await db.Areas.All(cancellation)], StringComparer.Ordinal);

        return new("collaborations", (await db.Collaborations(criteria, cancellation)).With(db, quality).Matching(filter)
            .InOrder(filter, CollaborationFilter.Sorting).ToExport(c => CollaborationRow.From(c, names)));
    }
}
