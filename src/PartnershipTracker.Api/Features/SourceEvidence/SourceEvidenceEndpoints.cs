using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.SourceEvidence;

public static class SourceEvidenceEndpoints
{
    private static readonly CreatedWith AttachedWith = new("PUT /api/v1/sources/{sourceId}/text");

    public static void MapSourceEvidence(this RouteGroupBuilder api)
    {
        var texts = api.MapGroup("/sources/{sourceId}").Needs(Scopes.SourcesText, Scopes.Write).WithTag(
            "Source texts", "The texts of sources. They need the scope `sources:text`, because publishers may restrict their use.");

        texts.MapGet("/text", GetText).WithName("getSourceText").WithMetadata(AttachedWith);
        texts.MapPut("/text", PutText).WithName("putSourceText");
        texts.MapGet("/text.html", ShowText).WithName("showSourceText").WithMetadata(AttachedWith);

        var sources = api.MapGroup("/sources/{sourceId}").NeedsReadOrWrite().WithTags("Sources");

        sources.MapGet("/facts", ListFacts).WithName("listSourceFacts");
        sources.MapPost("/retraction", Retract).WithName("createRetraction");
        sources.MapDelete("/retraction", DeleteRetraction).WithName("deleteRetraction");
    }

    /// <summary>Get the text of a source</summary>
    /// <remarks>
    /// The answer is the text exactly as it was attached. A source without a text is a 404: attach one first with
    /// `PUT /api/v1/sources/{sourceId}/text`. Requires the scope `sources:text`.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<PlainTextResult> GetText(string sourceId, TrackerDb db, CancellationToken cancellation) =>
        new(await db.RequireText(await db.Get<Source>(sourceId, cancellation), cancellation));

    /// <summary>Attach the text of a source</summary>
    /// <remarks>
    /// Send the text in UTF-8, exactly as it was published. Its SHA-256 and its length must be those of the source; otherwise the answer
    /// is a 422 that shows both. A source without them takes those of this text. Every citation of the source then gets its quote, and
    /// is `verified` when the text contains its passage. No list, export, history or log contains the text. Sending the same text again
    /// changes nothing. If-Match with the source's ETag is optional, and checked when sent.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<SourceResponse>> PutText(
        string sourceId, PlainTextBody text, PartPrecondition precondition, SourceEvidenceWriter evidence,
        CancellationToken cancellation) =>
        TypedResults.Ok(await evidence.Attach(sourceId, text, precondition, cancellation));

    /// <summary>Show the text of a source as a web page</summary>
    /// <remarks>
    /// The page marks every cited passage and links it to its fact. A source without a text is a 404: attach one first with
    /// `PUT /api/v1/sources/{sourceId}/text`.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<HtmlResult> ShowText(
        string sourceId, HttpRequest request, TrackerDb db, CancellationToken cancellation)
    {
        var source = await db.Get<Source>(sourceId, cancellation);
        var text = await db.RequireText(source, cancellation);
        var citations = await db.Citations.AsNoTracking().Where(c => c.SourceId == source.Id && c.Start != null)
            .OrderBy(c => c.Start).ThenBy(c => c.Id).ToListAsync(cancellation);

        return new(SourceTextPage.Of(source, text, citations, request.PathBase), [.. citations.Select(AuditedReads.Of)]);
    }

    /// <summary>List the facts of a source</summary>
    /// <remarks>
    /// The citations of the source, each with its fact, in the order of the text. Citations without a known position come last.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<Page<Rendered<CitationResponse>>>> ListFacts(
        string sourceId, [AsParameters] FactFilter filter, [AsParameters] View<CitationResponse> view, TrackerDb db,
        CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);
        var source = await db.Get<Source>(sourceId, cancellation);

        return TypedResults.Ok(await db.Citations.Where(c => c.SourceId == source.Id).Matching(filter)
            .ToPage<Citation, CitationResponse>(filter, FactFilter.InText, cancellation));
    }

    /// <summary>Retract a source</summary>
    /// <remarks>
    /// A retracted source and its citations stay readable, but the citations support and contradict nothing any more. With `dryRun=true`
    /// nothing is changed. In both cases the answer lists the facts that no other source supports. A second retraction replaces the reason.
    /// If-Match with the source's ETag is optional, and checked when sent.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<RetractedSourceResponse>> Retract(
        string sourceId, RetractionRequest request, [AsParameters] RetractionQuery query, PartPrecondition precondition, TrackerDb db,
        SourceEvidenceWriter evidence, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);

        if (query.DryRun is "true")
        {
            var source = await db.Get<Source>(sourceId, cancellation);

            return TypedResults.Ok(RetractedSourceResponse.Of(
                SourceResponse.From(source), await db.OnlySupportedBy(source.Id, cancellation)));
        }

        // Its facts are locked by now, so that no other source comes to support one of them
        var retracted = await evidence.Retract(sourceId, request.Reason, precondition, cancellation);
        var soleSupport = await db.OnlySupportedBy(retracted.Id, cancellation);
        await work.Commit();

        return TypedResults.Ok(RetractedSourceResponse.Of(retracted, soleSupport));
    }

    /// <summary>Delete a retraction</summary>
    /// <remarks>
    /// The citations of the source support and contradict their facts again. A source that is not retracted is a 404. If-Match with the
    /// source's ETag is optional, and checked when sent.
    /// </remarks>
    /// <param name="sourceId" example="019094ca-3c00-7000-8000-000000000401">The source's id.</param>
    private static async Task<Ok<SourceResponse>> DeleteRetraction(
        string sourceId, PartPrecondition precondition, SourceEvidenceWriter evidence, CancellationToken cancellation) =>
        TypedResults.Ok(await evidence.Retract(sourceId, null, precondition, cancellation));

    private static async Task<string> RequireText(this TrackerDb db, Source source, CancellationToken cancellation) =>
        await db.TextOf(source.Id, cancellation) ?? throw new ProblemException("not_found");
}
