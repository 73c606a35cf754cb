using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>The lookup of a citation's fact and of its passage in the source's text, before the citation is written.</summary>
public sealed class CitationResolver(TrackerDb db, ChangeWriter changeWriter, ResourceNouns nouns)
{
    /// <summary>
    /// Locks the fact's root first, in the same order as a write of the fact, and then the source, so that it is neither retracted nor gets
    /// its text during the lookup.
    /// </summary>
    public async Task<ResolvedCitation> Resolve(CitationRequest request, CancellationToken cancellation)
    {
        var target = await Find(request.Target!, cancellation);
        var id = request.Source!.Value;
        var source = await db.Locked<Source, Source?>(
                id, () => db.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation), "SHARE")
            ?? throw new ProblemException(
                "unprocessable", Fault.At("#/source", "unknown_reference", nouns.Of("sources"), $"{id}", ""));
        var citation = new ResolvedCitation(request, target.Target, target.Label) { Retracted = source.RetractedAt is not null };

        return source.HasText
            ? ResolveInText(citation, new((await db.TextOf(id, cancellation))!))
            : ResolveWithoutText(citation, source.Length);
    }

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

    private Task<(Target Target, AccessLabel Label)> Find(TargetContract contract, CancellationToken cancellation)
    {
        var target = new Target(contract.Type!.Value, contract.Id!, contract.Part);

        return target.Resource switch
        {
            "meetings" => Find<Meeting>(target, cancellation),
            "collaborations" => Find<Collaboration>(target, cancellation),
            "trips" => Find<Trip>(target, cancellation),
            _ => Find<Person>(target, cancellation),
        };
    }

    private async Task<(Target Target, AccessLabel Label)> Find<T>(Target target, CancellationToken cancellation)
        where T : Root
    {
        var root = await changeWriter.Load<T>(target.Id, cancellation) ?? throw new ProblemException(
            "unprocessable", Fault.At("#/target/id", "unknown_reference", nouns.Of(target.Resource), target.Id, ""));
        var facts = Target.FactsOf(root).Where(f => f.Type == target.Type).ToList();
        var part = UuidEntity.TryParseId(target.Part, out var id) ? $"{id}" : target.Part; // a UUID in its canonical form

        return facts.Exists(f => f.Part == part)
            ? (new(target.Type, root.IdText, part), AccessLabel.Of(root))
            : throw new ProblemException("unprocessable", Fault.At("#/target/part", "unknown_part", target.Part));
    }
}
