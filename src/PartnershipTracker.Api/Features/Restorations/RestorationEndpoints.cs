namespace PartnershipTracker.Features.Restorations;

public static class RestorationEndpoints
{
    public static void MapRestorations(this RouteGroupBuilder api)
    {
        var restorations = api.MapGroup("/restorations").NeedsReadOrWrite().WithTag(
            "Restorations", "The restoring of deleted resources and of past versions from the history.");

        restorations.MapPost("/", Create).WithName("createRestoration");
    }

    /// <summary>Restore a past version</summary>
    /// <remarks>
    /// Makes a past version of a resource, or the last one before its deletion, its new version. The ids of the parts and the area links of
    /// a meeting are restored too. 201: the restoration made a new version. 200 with `changed: false`: nothing had to change.
    ///
    /// The rules that hold now apply. The resources that the version refers to must exist (422). The key or `externalId` must be free
    /// (409). To lower the confidentiality below the current one, or below the last one of a deleted resource, the scope `declassify` and a
    /// Change-Reason are required.
    ///
    /// The answer is 404 when the version does not exist, or when the caller may not see either the current version or the one to restore.
    /// If-Match on a deleted resource gives a 412. Without a Change-Reason the history says "Restored from version …".
    /// </remarks>
    private static async Task<Results<Ok<RestorationResponse>, Created<RestorationResponse>>> Create(
        RestorationRequest request, PartPrecondition precondition, ResourceCatalog catalog, Restoration restoration,
        CancellationToken cancellation)
    {
        var restore = catalog.Find(request.Resource!).Restore!;
        var restored = await restore.Run(restoration, request.Id!, request.Version!.Value, precondition, cancellation);
        var id = restored.Root.IdText;
        var response = new RestorationResponse(
            request.Resource!, id, restored.Root.Version, request.Version!.Value, restored.Changed)
        {
            Restored = restored.Read,
        };

        return restored.Changed ? TypedResults.Created($"/api/v1/{request.Resource}/{id}", response) : TypedResults.Ok(response);
    }
}
