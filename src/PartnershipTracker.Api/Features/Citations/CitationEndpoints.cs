using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Citations;

public static class CitationEndpoints
{
    public static void MapCitations(this RouteGroupBuilder api)
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
    private static async Task<Ok<Page<Rendered<CitationResponse>>>> List(
        [AsParameters] CitationFilter filter, [AsParameters] View<CitationResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.Citations.Matching(filter)
            .ToPage<Citation, CitationResponse>(filter, CitationFilter.Sorting, cancellation));

    /// <summary>Export citations</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static TableFile<CitationRow> Export([AsParameters] CitationFilter filter, ExportSession session) => new(
        "citations",
        session.Db.Citations.Matching(filter).InOrder(filter, CitationFilter.Sorting).ToExport(CitationRow.From));

    /// <summary>Create a citation</summary>
    /// <remarks>
    /// Cites a passage of a source for a fact. State the passage by its span in the source's text, by its quote, or by both. Once the text
    /// is attached, it must contain the passage: `quote_not_found` shows the closest passage, and `quote_ambiguous` lists the places where
    /// the quote occurs several times. When the citation changes `disputed` or `unsupported` of the resource that holds the fact, it raises
    /// the version of that resource.
    /// </remarks>
    private static async Task<Created<Rendered<CitationResponse>>> Create(
        CitationRequest request, TrackerDb db, CitationResolver resolver, ResourceWriter writer, CancellationToken cancellation)
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var resolved = await resolver.Resolve(request, cancellation);
        var created = await writer.Create<Citation, ResolvedCitation, CitationResponse>(resolved, cancellation);
        await transaction.Commit();

        return created;
    }

    /// <summary>Replace a citation</summary>
    /// <remarks>Members that the body omits are cleared. The fact that the citation is about cannot change (422).</remarks>
    /// <param name="citationId" example="019094ca-3c00-7000-8000-000000000501">The id of the citation.</param>
    private static async Task<Ok<Rendered<CitationResponse>>> Replace(
        string citationId, CitationRequest request, IfMatch precondition, TrackerDb db, CitationResolver resolver, ResourceWriter writer,
        CancellationToken cancellation)
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        precondition.Require(await db.Get<Citation>(citationId, cancellation));
        var resolved = await resolver.Resolve(request, cancellation);
        var replaced = await writer.Replace<Citation, ResolvedCitation, CitationResponse>(citationId, resolved, precondition, cancellation);
        await transaction.Commit();

        return replaced;
    }

    /// <summary>Change some members of a citation</summary>
    /// <remarks>
    /// A JSON merge patch (RFC 7396): null clears a member, an array replaces the existing one, and absent members stay. A new quote or
    /// span is looked up in the text as for a new citation.
    /// </remarks>
    /// <param name="citationId" example="019094ca-3c00-7000-8000-000000000501">The id of the citation.</param>
    private static async Task<Ok<Rendered<CitationResponse>>> Patch(
        string citationId, MergePatch<CitationRequest> patch, IfMatch precondition, TrackerDb db, CitationResolver resolver,
        ResourceWriter writer, IServiceProvider services, CancellationToken cancellation)
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var citation = await db.Get<Citation>(citationId, cancellation);
        precondition.Require(citation);
        var stored = CitationRequest.From(citation);
        var request = patch.ApplyTo(stored).Over(stored);
        services.Validate(typeof(CitationRequest), request);
        var resolved = await resolver.Resolve(request, cancellation);
        var patched = await writer.Replace<Citation, ResolvedCitation, CitationResponse>(citationId, resolved, precondition, cancellation);
        await transaction.Commit();

        return patched;
    }
}
