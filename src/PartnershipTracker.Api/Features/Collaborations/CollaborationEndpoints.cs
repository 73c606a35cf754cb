using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Collaborations;

public static class CollaborationEndpoints
{
    public static void MapCollaborations(this IEndpointRouteBuilder api)
    {
        var collaborations = api.MapGroup("/collaborations").NeedsReadOrWrite().WithTag(
            "Collaborations", "What an affiliate and a company do together in an area, and the stages that it went through.");

        collaborations.MapGet("/", List).WithName("listCollaborations");
        collaborations.MapPost("/", Create).WithName("createCollaboration");
        collaborations.MapGet("/{collaborationId}", Get).WithName("getCollaboration");
        collaborations.MapPut("/{collaborationId}", Replace).WithName("replaceCollaboration");
        collaborations.MapPatch("/{collaborationId}", Patch).WithName("patchCollaboration");
        collaborations.MapDelete("/{collaborationId}", Delete).WithName("deleteCollaboration");
        collaborations.MapGet("/{collaborationId}/history", ListHistory).WithName("listCollaborationHistory");
        api.MapTable("/collaborations", "Collaborations", "exportCollaborations", Export);
    }

    /// <summary>List collaborations</summary>
    /// <remarks>Who of ours does what with whom. Filters combine: repeated = any of, different ones = all of.</remarks>
    private static async Task<Ok<Page<CollaborationResponse>>> List(
        [AsParameters] CollaborationFilter filter, [AsParameters] CollaborationCriteria criteria, [AsParameters] CollaborationQualityFilter flaws,
        [AsParameters] View<CollaborationResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await (await db.Collaborations(criteria, cancellation)).With(db, flaws).ChangedSince(filter)
            .ToPage(filter, CollaborationFilter.Sorting, CollaborationResponse.From, cancellation));

    /// <summary>Export collaborations</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<CollaborationRow>> Export(
        [AsParameters] CollaborationFilter filter, [AsParameters] CollaborationCriteria criteria, [AsParameters] CollaborationQualityFilter flaws,
        ExportSession store,
        CancellationToken cancellation)
    {
        var db = store.Db;
        Dictionary<string, LocalizedText> names = new(
            [.. await db.Organizations.All(cancellation), .. await db.Areas.All(cancellation)], StringComparer.Ordinal);

        return new("collaborations", (await db.Collaborations(criteria, cancellation)).With(db, flaws).ChangedSince(filter)
            .InOrder(filter, CollaborationFilter.Sorting).AsNoTracking().AsAsyncEnumerable().Select(c => CollaborationRow.From(c, names)));
    }

    /// <summary>Add a collaboration</summary>
    /// <remarks>There is one collaboration for each affiliate, company and area.</remarks>
    private static Task<Created<CollaborationResponse>> Create(CollaborationRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Collaboration, CollaborationRequest, CollaborationResponse>(request, cancellation);

    /// <summary>Get one collaboration</summary>
    /// <remarks>The collaboration with this id, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="collaborationId" example="019094ca-3c00-7000-8000-000000000301">The collaboration's id.</param>
    private static async Task<Ok<CollaborationResponse>> Get(
        string collaborationId, [AsParameters] AsOfQuery moment, [AsParameters] View<CollaborationResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Collaboration, CollaborationResponse>(collaborationId, moment, cancellation));

    /// <summary>Replace a collaboration</summary>
    /// <remarks>What the body leaves out is cleared.</remarks>
    /// <param name="collaborationId" example="019094ca-3c00-7000-8000-000000000301">The collaboration's id.</param>
    private static Task<Ok<CollaborationResponse>> Replace(
        string collaborationId, CollaborationRequest request, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Replace<Collaboration, CollaborationRequest, CollaborationResponse>(collaborationId, request, precondition, cancellation);

    /// <summary>Change some fields of a collaboration</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="collaborationId" example="019094ca-3c00-7000-8000-000000000301">The collaboration's id.</param>
    private static Task<Ok<CollaborationResponse>> Patch(
        string collaborationId, MergePatch<CollaborationRequest> patch, IfMatch precondition, ResourceWriter write,
        CancellationToken cancellation) =>
        write.Patch<Collaboration, CollaborationRequest, CollaborationResponse>(collaborationId, patch, precondition, cancellation);

    /// <summary>Remove a collaboration that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="collaborationId" example="019094ca-3c00-7000-8000-000000000301">The collaboration's id.</param>
    private static Task<NoContent> Delete(string collaborationId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Collaboration, CollaborationResponse>(collaborationId, precondition, cancellation);

    /// <summary>List the versions of a collaboration</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted collaboration too.</remarks>
    /// <param name="collaborationId" example="019094ca-3c00-7000-8000-000000000301">The collaboration's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string collaborationId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Collaboration>(collaborationId, filter, cancellation));
}
