using System.Security.Cryptography;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;

namespace PartnershipTracker.Features.SourceEvidence;

/// <summary>The writer of changes to a source that also change its citations.</summary>
public sealed class SourceEvidenceWriter(TrackerDb db, LockedRoots roots, ChangeWriter changeWriter, TimeProvider clock)
{
    /// <summary>
    /// Attaches the text, whose hash must be the registered one. Each citation of the source gets its quote by its span, or its span by its
    /// quote.
    /// </summary>
    public async Task<SourceResponse> Attach(
        string sourceId, PlainTextBody text, PartPrecondition precondition, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var source = await Load(sourceId, precondition, s => s.HasText, cancellation);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(text.Bytes));
        var searchable = new SearchableText(text.Text);

        if (source.Sha256 is { } known && (known != sha256 || source.Length != searchable.Length))
        {
            throw new ProblemException("text_differs", Fault.At("#", "hash_differs", known, source.Length, sha256, searchable.Length));
        }

        if (!source.HasText)
        {
            await changeWriter.Adjust<Source, SourceResponse>(
                [source], s => (s.Sha256, s.Length, s.HasText) = (sha256, searchable.Length, true), cancellation);
            db.Add(new SourceText { SourceId = source.Id, Text = text.Text });
            await AdjustCitations(source, citation => Verify(citation, searchable), cancellation);
        }

        await work.Commit();

        return SourceResponse.From(source);
    }

    /// <summary>Retracts a source for a reason; without a reason, deletes its retraction.</summary>
    public async Task<SourceResponse> Retract(
        string sourceId, string? reason, PartPrecondition precondition, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var source = await Load(sourceId, precondition, s => s.RetractedAt is not null, cancellation);

        if (reason is null && source.RetractedAt is null)
        {
            throw new ProblemException("not_found");
        }

        var at = reason is null ? (DateTimeOffset?)null : source.RetractedAt ?? clock.Now();
        await changeWriter.Adjust<Source, SourceResponse>(
            [source], s => (s.RetractedAt, s.RetractionReason) = (at, reason), cancellation);
        await AdjustCitations(source, citation => citation.Retracted = at is not null, cancellation);
        await work.Commit();

        return SourceResponse.From(source);
    }

    private async Task<Source> Load(
        string sourceId, PartPrecondition precondition, Func<Source, bool> exists, CancellationToken cancellation)
    {
        var source = await roots.Load<Source>(sourceId, cancellation) ?? throw await db.NotFound<Source>(sourceId, cancellation);
        precondition.Check(source, exists(source));

        return source;
    }

    /// <summary>Changes all citations of the locked source, which gets no further ones meanwhile. Their facts are locked first.</summary>
    private async Task AdjustCitations(Source source, Action<Citation> change, CancellationToken cancellation)
    {
        await db.LockFacts(db.Citations.Where(c => c.SourceId == source.Id), cancellation);
        var citations = await db.Citations
            .FromSql($"SELECT * FROM citations WHERE source_id = {source.Id} ORDER BY id FOR NO KEY UPDATE")
            .IgnoreQueryFilters().AsTracking().ToListAsync(cancellation);
        await changeWriter.Adjust<Citation, CitationResponse>(citations, change, cancellation);
    }

    /// <summary>
    /// Verifies a citation that was written before the text was attached. A citation that the text does not confirm stays unverified.
    /// </summary>
    private static void Verify(Citation citation, SearchableText text)
    {
        var (start, end) = citation.Start is { } known ? (known, citation.End!.Value)
            : text.Find(citation.Quote!) is [var only] ? (only.Start, only.End)
            : (0, 0);

        if (end > start && end <= text.Length && (citation.Quote is null || text.Matches(citation.Quote, start, end)))
        {
            (citation.Start, citation.End, citation.Quote, citation.Verified) = (start, end, text.At(start, end), true);
        }
    }
}
