using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>The lookup of a citation's fact and of its passage in the source's text, before the citation is written.</summary>
public sealed class CitationResolver(TrackerDb db, LockedRoots roots, ResourceNouns nouns)
{
    /// <summary>
    /// Looks up the source, the fact and the passage. The source is locked, so that it is neither retracted nor gets its text meanwhile,
    /// and so is the fact.
    /// </summary>
    public async Task<ResolvedCitation> Resolve(CitationRequest request, CancellationToken cancellation)
    {
        var (citation, source) = await Lock(new ResolvedCitation(request, Target.Of(request.Target!)), cancellation);

        return source.HasText
            ? ResolveInText(citation, new((await db.TextOf(source.Id, cancellation))!))
            : ResolveWithoutText(citation, source.Length);
    }

    /// <summary>Returns a past citation for its restoration, with the passage that it had.</summary>
    public async Task<ResolvedCitation> Restore(CitationResponse past, CancellationToken cancellation) =>
        (await Lock(ResolvedCitation.From(past), cancellation)).Citation;

    /// <summary>Locks the source and the fact of a citation, which takes from them what they are now.</summary>
    private async Task<(ResolvedCitation Citation, Source Source)> Lock(ResolvedCitation citation, CancellationToken cancellation)
    {
        var id = citation.Request.Source!.Value;
        var source = await db.Locked<Source, Source?>(
            id, () => db.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation));
        var root = await Find(citation.Target, cancellation);
        var target = citation.Target.In(root);
        List<Fault> faults =
        [
            .. source is null ? [Unknown("#/source", "sources", $"{id}")] : Array.Empty<Fault>(),
            .. root is null ? [Unknown("#/target/id", citation.Target.Resource, citation.Target.Id)]
                : target is null ? [Fault.At("#/target/part", "unknown_part", citation.Target.Part)]
                : Array.Empty<Fault>(),
        ];

        return faults.Count == 0
            ? (citation with { Target = target!, Label = AccessLabel.Of(root!), Retracted = source!.RetractedAt is not null }, source)
            : throw new ProblemException("unprocessable", faults);
    }

    private Fault Unknown(string pointer, string resource, string id) =>
        Fault.At(pointer, "unknown_reference", nouns.Of(resource), id, "");

    /// <summary>Takes the span and the quote unverified. A span beyond the length of the text is refused.</summary>
    private static ResolvedCitation ResolveWithoutText(ResolvedCitation citation, int? length)
    {
        var (span, quote) = (citation.Request.Span, citation.Request.Quote);
        RequireWithin(span, length);

        return citation with { Start = span?.Start, End = span?.End, Quote = quote };
    }

    private static ResolvedCitation ResolveInText(ResolvedCitation citation, SearchableText text)
    {
        var (span, quote) = (citation.Request.Span, citation.Request.Quote);
        RequireWithin(span, text.Length);
        var (start, end) = span is null ? FindQuote(citation.Request, text) : (span.Start!.Value, span.End!.Value);

        if (span is not null && quote is not null && !text.Matches(quote, start, end))
        {
            throw new ProblemException("quote_not_found", Fault.At("#/quote", "reads_otherwise", text.At(start, end)));
        }

        return citation with { Start = start, End = end, Quote = text.At(start, end), Verified = true };
    }

    private static void RequireWithin(Span? span, int? length)
    {
        if (span?.End > length)
        {
            throw new ProblemException("unprocessable", Fault.At("#/span/end", "beyond_text", length));
        }
    }

    private static (int Start, int End) FindQuote(CitationRequest request, SearchableText text)
    {
        var found = text.Find(request.Quote!);

        if (found.Count == 0)
        {
            throw new ProblemException("quote_not_found", text.Closest(request.Quote!) is { } closest
                ? Fault.At("#/quote", "closest_passage", text.At(closest.Start, closest.End), closest.Start, closest.End, closest.Distance)
                : Fault.At("#/quote", "nothing_like_it"));
        }

        var occurrence = request.Occurrence ?? (found.Count == 1 ? 1 : 0);

        return occurrence >= 1 && occurrence <= found.Count
            ? (found[occurrence - 1].Start, found[occurrence - 1].End)
            : throw new ProblemException("quote_ambiguous", [.. found.Select((passage, i) =>
                Fault.At("#/occurrence", "occurs_at", i + 1, passage.Start, passage.End))]);
    }

    private async Task<Root?> Find(Target target, CancellationToken cancellation) => target.Resource switch
    {
        "meetings" => await roots.Load<Meeting>(target.Id, cancellation),
        "collaborations" => await roots.Load<Collaboration>(target.Id, cancellation),
        "trips" => await roots.Load<Trip>(target.Id, cancellation),
        _ => await roots.Load<Person>(target.Id, cancellation),
    };
}
