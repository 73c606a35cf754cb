using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.SourceEvidence;

/// <summary>What happens to a source as a whole, and with it to everything that cites it.</summary>
public sealed class SourceEvidenceWriter(TrackerDb db, ChangeWriter ledger, TimeProvider clock)
{
    /// <summary>Attaches the text: the hash must be that of the text that was registered. Spans are read, and quotes looked up.</summary>
    public async Task<SourceResponse> Attach(string address, PlainTextBody text, PartPrecondition precondition, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var source = await Load(address, precondition, s => s.HasText, cancellation);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(text.Bytes));
        var passages = new SearchableText(text.Text);

        if (source.Sha256 is { } known && (known != sha256 || source.Length != passages.Length))
        {
            throw new ProblemException("text_differs", Fault.At("#", "hash_differs", known, source.Length, sha256, passages.Length));
        }

        if (!source.HasText)
        {
            await ledger.Adjust<Source, SourceResponse>(
                source, () => (source.Sha256, source.Length, source.HasText) = (sha256, passages.Length, true), cancellation);
            db.Add(new SourceText { SourceId = source.Id, Text = text.Text });
            await db.SaveChangesAsync(cancellation);
            await Adjust(source, citation => Verify(citation, passages), cancellation);
        }

        await work.Commit();

        return SourceResponse.From(source);
    }

    /// <summary>Marks it as nothing to rely on, or takes that back.</summary>
    public async Task<SourceResponse> Retract(
        string address, string? reason, PartPrecondition precondition, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var source = await Load(address, precondition, s => s.RetractedAt is not null, cancellation);

        if (reason is null && source.RetractedAt is null)
        {
            throw new ProblemException("not_found");
        }

        var at = reason is null ? (DateTimeOffset?)null : source.RetractedAt ?? clock.Now();
        await ledger.Adjust<Source, SourceResponse>(
            source, () => (source.RetractedAt, source.RetractionReason) = (at, reason), cancellation);
        await Adjust(source, citation => citation.Retracted = at is not null, cancellation);
        await work.Commit();

        return SourceResponse.From(source);
    }

    private async Task<Source> Load(
        string address, PartPrecondition precondition, Func<Source, bool> exists, CancellationToken cancellation)
    {
        var source = await ledger.Load<Source>(address, cancellation) ?? throw await db.NotFound<Source>(address, cancellation);
        precondition.Check(source, exists(source));

        return source;
    }

    private async Task Adjust(Source source, Action<Citation> change, CancellationToken cancellation)
    {
        var citing = await db.Citations.IgnoreQueryFilters().AsTracking().Where(c => c.SourceId == source.Id).OrderBy(c => c.Id)
            .ToListAsync(cancellation);

        foreach (var citation in citing)
        {
            await ledger.Adjust<Citation, CitationResponse>(citation, () => change(citation), cancellation);
        }
    }

    /// <summary>What a citation claimed of a text that nobody had here: where it is not so, it stays unverified.</summary>
    private static void Verify(Citation citation, SearchableText text)
    {
        var (start, end) = citation.Start is { } known ? (known, citation.End!.Value)
            : text.Find(citation.Quote!) is [var only] ? (only.Start, only.End)
            : (0, 0);

        if (end > start && end <= text.Length && (citation.Quote is null || text.Reads(citation.Quote, start, end)))
        {
            (citation.Start, citation.End, citation.Quote, citation.Verified) = (start, end, text.At(start, end), true);
        }
    }
}
