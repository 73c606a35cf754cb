using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Responses;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.SourceEvidence;

public static class SourceEvidenceEndpoints
{
    public static void MapSourceEvidence(this IEndpointRouteBuilder api)
    {
        var texts = api.MapGroup("/sources/{sourceId}").Needs(Scopes.SourcesText, Scopes.Write).WithTag(
            "Source texts", "The texts of sources, which publishers may have restricted, and what they support.");

        texts.MapGet("/text", GetText).WithName("getSourceText");
        texts.MapPut("/text", PutText).WithName("putSourceText");
        texts.MapGet("/text.html", ShowText).WithName("showSourceText");

        var sources = api.MapGroup("/sources/{sourceId}").NeedsReadOrWrite().WithTags("Sources");

        sources.MapGet("/facts", ListFacts).WithName("listSourceFacts");
        sources.MapPost("/retraction", Retract).WithName("createRetraction");
        sources.MapDelete("/retraction", Unretract).WithName("deleteRetraction");
    }

    /// <summary>Get the text of a source</summary>
    /// <remarks>Exactly as it was attached, for whoever has the scope `sources:text`; a 404 where none is attached.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<PlainTextResult> GetText(string sourceId, TrackerDb db, CancellationToken cancellation) =>
        new(await db.RequireText(await db.Get<Source>(sourceId, cancellation), cancellation));

    /// <summary>Attach the text of a source</summary>
    /// <remarks>
    /// In UTF-8, exactly as it was published: SHA-256 and length must be those that the source is registered with (else 422, which says
    /// both); where it has none yet, they become those of this text. Every citation of it then gets its quote, and reads `verified` where
    /// the passage is there. The text is in no list, export, history or log. The same text again changes nothing. If-Match of the source is
    /// optional, and checked when sent.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<SourceResponse>> PutText(
        string sourceId, PlainTextBody text, PartPrecondition precondition, SourceEvidenceWriter evidence, CancellationToken cancellation) =>
        TypedResults.Ok(await evidence.Attach(sourceId, text, precondition, cancellation));

    /// <summary>Read the text of a source with what it supports</summary>
    /// <remarks>A page with every cited passage marked, and linked to the fact that it is about. A 404 where no text is attached.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<HtmlResult> ShowText(string sourceId, TrackerDb db, CancellationToken cancellation)
    {
        var source = await db.Get<Source>(sourceId, cancellation);
        var text = await db.RequireText(source, cancellation);
        var citations = await db.Citations.AsNoTracking().Where(c => c.SourceId == source.Id && c.Start != null)
            .OrderBy(c => c.Start).ThenBy(c => c.Id).ToListAsync(cancellation);

        return new(SourceTextPage.Of(source, text, citations), [.. citations.Select(AuditedReads.Of)]);
    }

    /// <summary>List what a source says of which fact</summary>
    /// <remarks>All its citations, in the order of its text; those whose place is not known come last.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<Page<CitationResponse>>> ListFacts(
        string sourceId, [AsParameters] FactFilter filter, [AsParameters] View<CitationResponse> view, TrackerDb db,
        CancellationToken cancellation)
    {
        var source = await db.Get<Source>(sourceId, cancellation);

        return TypedResults.Ok(await db.Citations.Where(c => c.SourceId == source.Id).Matching(filter)
            .ToPage(filter, FactFilter.InText, CitationResponse.From, cancellation));
    }

    /// <summary>Retract a source</summary>
    /// <remarks>
    /// It is marked, and what it says stays where it is, but supports and contradicts nothing any more. With `dryRun=true` nothing is
    /// changed. Either way the answer lists the facts that no other source supports. Again with another reason, the reason is replaced.
    /// If-Match of the source is optional, and checked when sent.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<RetractedSourceResponse>> Retract(
        string sourceId, RetractionRequest request, [AsParameters] RetractionQuery query, PartPrecondition precondition, TrackerDb db,
        SourceEvidenceWriter evidence, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var source = await db.Get<Source>(sourceId, cancellation);
        var alone = await db.OnlySupportedBy(source.Id, cancellation);

        if (query.DryRun is "true")
        {
            return TypedResults.Ok(RetractedSourceResponse.Of(SourceResponse.From(source), alone));
        }

        var retracted = await evidence.Retract(sourceId, request.Reason, precondition, cancellation);
        await work.Commit();

        return TypedResults.Ok(RetractedSourceResponse.Of(retracted, alone));
    }

    /// <summary>Take the retraction of a source back</summary>
    /// <remarks>What it says counts again, as before. A 404 where it was not retracted.</remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<SourceResponse>> Unretract(
        string sourceId, PartPrecondition precondition, SourceEvidenceWriter evidence, CancellationToken cancellation) =>
        TypedResults.Ok(await evidence.Retract(sourceId, null, precondition, cancellation));

    private static async Task<string> RequireText(this TrackerDb db, Source source, CancellationToken cancellation) =>
        await db.TextOf(source.Id, cancellation) ?? throw new ProblemException("not_found");
}
