using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Citations;

public static class CitationEndpoints
{
    public static void MapCitations(this IEndpointRouteBuilder api)
    {
        var citations = api.MapReads(CitationResource.Definition);

        citations.MapGet("/", List).WithName("listCitations");
        citations.MapPost("/", Create).WithName("createCitation");
        citations.MapPut("/{citationId}", Replace).WithName("replaceCitation");
        citations.MapPatch("/{citationId}", Patch).WithName("patchCitation");
        api.MapTable("/citations", "Citations", "exportCitations", Export);
    }

    /// <summary>List citations</summary>
    /// <remarks>The citations in the order of registration.</remarks>
    private static async Task<Ok<Page<CitationResponse>>> List(
        [AsParameters] CitationFilter filter, [AsParameters] View<CitationResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.Citations.Matching(filter).ToPage(filter, CitationFilter.Sorting, CitationResponse.From, cancellation));

    /// <summary>Export citations</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static TableFile<CitationRow> Export([AsParameters] CitationFilter filter, ExportSession store) => new(
        "citations",
        store.Db.Citations.Matching(filter).InOrder(filter, CitationFilter.Sorting).AsNoTracking().AsAsyncEnumerable()
            .Select(CitationRow.From));

    /// <summary>Cite a passage for a fact</summary>
    /// <remarks>
    /// By its span in the source's text, by its words, or both. Where the text is attached the passage must be there: else
    /// `quote_not_found` shows the closest one, and `quote_ambiguous` lists the places where it occurs several times. What the fact's root
    /// shows of its evidence (`disputed`, `unsupported`) changes with it, and raises the root's version.
    /// </remarks>
    private static async Task<Created<CitationResponse>> Create(
        CitationRequest request, TrackerDb db, CitationResolver placing, ResourceWriter write, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var placed = await placing.Resolve(request, cancellation);
        var created = await write.Create<Citation, ResolvedCitation, CitationResponse>(placed, cancellation);
        await work.Commit();

        return created;
    }

    /// <summary>Replace a citation</summary>
    /// <remarks>What the body leaves out is cleared. The fact that it is about stays the same (else 422).</remarks>
    /// <param name="citationId" example="019094ca-3c00-7000-8000-000000000501">The citation's id.</param>
    private static async Task<Ok<CitationResponse>> Replace(
        string citationId, CitationRequest request, IfMatch precondition, TrackerDb db, CitationResolver placing, ResourceWriter write,
        CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        precondition.Require(await db.Get<Citation>(citationId, cancellation));
        var placed = await placing.Resolve(request, cancellation);
        var replaced = await write.Replace<Citation, ResolvedCitation, CitationResponse>(citationId, placed, precondition, cancellation);
        await work.Commit();

        return replaced;
    }

    /// <summary>Change some fields of a citation</summary>
    /// <remarks>
    /// A JSON merge patch (RFC 7396): null clears a field. A new quote is looked up, and a new span read, as when the citation was made.
    /// </remarks>
    /// <param name="citationId" example="019094ca-3c00-7000-8000-000000000501">The citation's id.</param>
    private static async Task<Ok<CitationResponse>> Patch(
        string citationId, MergePatch<CitationRequest> patch, IfMatch precondition, TrackerDb db, CitationResolver placing, ResourceWriter write,
        IServiceProvider services, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var citation = await db.Get<Citation>(citationId, cancellation);
        precondition.Require(citation);
        var stored = CitationRequest.From(citation);
        var request = patch.ApplyTo(stored).Over(stored);
        services.Validate(typeof(CitationRequest), request);
        var placed = await placing.Resolve(request, cancellation);
        var patched = await write.Replace<Citation, ResolvedCitation, CitationResponse>(citationId, placed, precondition, cancellation);
        await work.Commit();

        return patched;
    }
}
