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

namespace PartnershipTracker.Features.Sources;

public static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder api)
    {
        var sources = api.MapGroup("/sources").NeedsReadOrWrite().WithTag("Sources", "The articles and documents that facts rest on.");

        sources.MapGet("/", List).WithName("listSources");
        sources.MapPost("/", Create).WithName("createSource");
        sources.MapGet("/{sourceId}", Get).WithName("getSource");
        sources.MapPut("/{sourceId}", Replace).WithName("replaceSource");
        sources.MapPatch("/{sourceId}", Patch).WithName("patchSource");
        sources.MapDelete("/{sourceId}", Delete).WithName("deleteSource");
        sources.MapGet("/{sourceId}/history", ListHistory).WithName("listSourceHistory");
        api.MapTable("/sources", "Sources", "exportSources", Export);
    }

    /// <summary>List sources</summary>
    /// <remarks>The articles and documents that are registered, in the order in which they were; never their texts.</remarks>
    private static async Task<Ok<Page<SourceResponse>>> List(
        [AsParameters] SourceFilter filter, [AsParameters] View<SourceResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage(filter, SourceFilter.Sorting, SourceResponse.From, cancellation));

    /// <summary>Export sources</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static TableFile<SourceRow> Export([AsParameters] SourceFilter filter, ExportSession store) => new(
        "sources",
        Find(store.Db, filter).InOrder(filter, SourceFilter.Sorting).AsNoTracking().AsAsyncEnumerable().Select(SourceRow.From));

    /// <summary>Add a source</summary>
    /// <remarks>
    /// By its metadata and, where its text may not be passed on, the hash and length of it: whoever holds a copy attaches the text later.
    /// The same address or the same text twice is a 409 that names the first.
    /// </remarks>
    private static Task<Created<SourceResponse>> Create(SourceRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Source, SourceRequest, SourceResponse>(request, cancellation);

    /// <summary>Get one source</summary>
    /// <remarks>The source with this id, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<SourceResponse>> Get(
        string sourceId, [AsParameters] AsOfQuery moment, [AsParameters] View<SourceResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Source, SourceResponse>(sourceId, moment, cancellation));

    /// <summary>Replace a source</summary>
    /// <remarks>What the body leaves out is cleared. Hash and length stay as they are once the text is attached (else 422).</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static Task<Ok<SourceResponse>> Replace(
        string sourceId, SourceRequest request, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Replace<Source, SourceRequest, SourceResponse>(sourceId, request, precondition, cancellation);

    /// <summary>Change some fields of a source</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static Task<Ok<SourceResponse>> Patch(
        string sourceId, MergePatch<SourceRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Source, SourceRequest, SourceResponse>(sourceId, patch, precondition, cancellation);

    /// <summary>Remove a source that nothing cites</summary>
    /// <remarks>Its text goes with it; its history stays readable. A source that is not to be relied on any more is retracted
    /// instead.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static Task<NoContent> Delete(string sourceId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Source, SourceResponse>(sourceId, precondition, cancellation);

    /// <summary>List the versions of a source</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted source too.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string sourceId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Source>(sourceId, filter, cancellation));

    private static IQueryable<Source> Find(TrackerDb db, SourceFilter filter)
    {
        var found = db.Sources.ChangedSince(filter);

        if (CanonicalUrl.Of(filter.Url) is { } url)
        {
            found = found.Where(s => s.Url == url);
        }

        if (filter.Reliability is { Length: > 0 } asked)
        {
            found = found.Where(s => asked.Contains(s.Reliability));
        }

        if (filter.HasText is not null)
        {
            found = found.Where(s => s.HasText == (filter.HasText == "true"));
        }

        if (filter.Retracted is not null)
        {
            found = found.Where(s => s.RetractedAt != null == (filter.Retracted == "true"));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(s => EF.Functions.ILike(s.Title.Ko!, part, "\\") || EF.Functions.ILike(s.Title.En!, part, "\\")
                || EF.Functions.ILike(s.Publisher.Ko!, part, "\\") || EF.Functions.ILike(s.Publisher.En!, part, "\\"))
            : found;
    }
}
