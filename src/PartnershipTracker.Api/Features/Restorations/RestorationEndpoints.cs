using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Restorations;

public static class RestorationEndpoints
{
    public static void MapRestorations(this IEndpointRouteBuilder api)
    {
        var restorations = api.MapGroup("/restorations").NeedsReadOrWrite().WithTag(
            "Restorations", "What was deleted or changed, brought back from the history.");

        restorations.MapPost("/", Create).WithName("createRestoration");
    }

    /// <summary>Bring back what was deleted, or a past version</summary>
    /// <remarks>
    /// It becomes what it was, with the ids of its parts and a meeting's area links, as a new version and by the rules that hold now: what
    /// it refers to must exist (else 422), its key or `externalId` must be free (else 409), and to hold it less closely than it is held,
    /// or was last, needs the scope `declassify` and a Change-Reason. 201 when that made a version; 200, with `changed: false`, when it is
    /// like that already. What you may not see as it is now or as it was then is a 404, and so is a version that there never was. Without
    /// a Change-Reason the history says "Restored from version …". An If-Match of something that is deleted is a 412.
    /// </remarks>
    private static async Task<Results<Ok<RestorationResponse>, Created<RestorationResponse>>> Create(
        RestorationRequest request, PartPrecondition precondition, ResourceCatalog catalog, Restoration restoration,
        CancellationToken cancellation)
    {
        var restore = catalog.Find(request.Resource!).Restore!;
        var restored = await restore.Run(restoration, request.Id!, request.Version!.Value, precondition, cancellation);
        var address = restored.Root.IdText;
        var shown = new RestorationResponse(
            request.Resource!, address, restored.Root.Version, request.Version!.Value, restored.Changed);

        return restored.Changed ? TypedResults.Created($"/api/v1/{request.Resource}/{address}", shown) : TypedResults.Ok(shown);
    }
}
