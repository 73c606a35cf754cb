using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Areas;

public static class AreaEndpoints
{
    private static readonly Sorting<Area> Sorting = KeyedEntities.Sorting<Area>();

    public static void MapAreas(this IEndpointRouteBuilder api)
    {
        var areas = api.MapGroup("/areas").NeedsReadOrWrite().WithTag(
            "Areas", "The collaboration areas, a tree: a filter by an area finds what lies below it too.");

        areas.MapGet("/", List).WithName("listAreas");
        areas.MapPost("/", Create).WithName("createArea");
        areas.MapGet("/{areaId}", Get).WithName("getArea");
        areas.MapPut("/{areaId}", Put).WithName("putArea");
        areas.MapPatch("/{areaId}", Patch).WithName("patchArea");
        areas.MapDelete("/{areaId}", Delete).WithName("deleteArea");
        areas.MapGet("/{areaId}/history", ListHistory).WithName("listAreaHistory");
        api.MapTable("/areas", "Areas", "exportAreas", Export);
    }

    /// <summary>List areas</summary>
    /// <remarks>The collaboration areas, by name; each names the area above it.</remarks>
    private static async Task<Ok<Page<AreaResponse>>> List(
        [AsParameters] AreaFilter filter, [AsParameters] View<AreaResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage(filter, Sorting, AreaResponse.From, cancellation));

    /// <summary>Export areas</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<AreaRow>> Export(
        [AsParameters] AreaFilter filter, ExportSession store, CancellationToken cancellation)
    {
        var names = await store.Db.Areas.All(cancellation);

        return new("areas", Find(store.Db, filter).InOrder(filter, Sorting).AsNoTracking().AsAsyncEnumerable()
            .Select(a => AreaRow.From(a, names.GetValueOrDefault(a.ParentId ?? ""))));
    }

    /// <summary>Add an area</summary>
    /// <remarks>The caller chooses the key. Keys are shared by companies, affiliates, people and areas, and never change.</remarks>
    private static Task<Created<AreaResponse>> Create(AreaRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Area, AreaRequest, AreaResponse>(request, cancellation);

    /// <summary>Get one area</summary>
    /// <remarks>The area with this key, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="areaId" example="hbm-packaging">The area's key.</param>
    private static async Task<Ok<AreaResponse>> Get(
        string areaId, [AsParameters] AsOfQuery moment, [AsParameters] View<AreaResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Area, AreaResponse>(areaId, moment, cancellation));

    /// <summary>Replace an area, or add it under this key</summary>
    /// <remarks>What the body leaves out is cleared. To replace, If-Match is required; `If-None-Match: *` only adds.</remarks>
    /// <param name="areaId" example="hbm-packaging">The area's key.</param>
    private static Task<Results<Ok<AreaResponse>, Created<AreaResponse>>> Put(
        string areaId, AreaRequest request, Precondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Put<Area, AreaRequest, AreaResponse>(areaId, request, precondition, cancellation);

    /// <summary>Change some fields of an area</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="areaId" example="hbm-packaging">The area's key.</param>
    private static Task<Ok<AreaResponse>> Patch(
        string areaId, MergePatch<AreaRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Area, AreaRequest, AreaResponse>(areaId, patch, precondition, cancellation);

    /// <summary>Remove an area that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="areaId" example="hbm-packaging">The area's key.</param>
    private static Task<NoContent> Delete(string areaId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Area, AreaResponse>(areaId, precondition, cancellation);

    /// <summary>List the versions of an area</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted area too.</remarks>
    /// <param name="areaId" example="hbm-packaging">The area's key.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string areaId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Area>(areaId, filter, cancellation));

    private static IQueryable<Area> Find(TrackerDb db, AreaFilter filter)
    {
        var found = db.Areas.Matching(db, filter);

        return filter.Parent is { Length: > 0 } parents ? found.Where(a => parents.Contains(a.ParentId)) : found;
    }
}
