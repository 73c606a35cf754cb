using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Citations;

/// <summary>Finds what a citation is about and where its passage is, before it is written.</summary>
public sealed class CitationResolver(TrackerDb db, ChangeWriter ledger, ResourceNouns nouns)
{
    /// <summary>
    /// Holds the fact's root first, as whoever writes the fact does, and then the source, which may not be retracted, nor its text
    /// attached, while this is looked up.
    /// </summary>
    public async Task<ResolvedCitation> Resolve(CitationRequest request, CancellationToken cancellation)
    {
        var target = await Find(request.Target!, cancellation);
        var id = request.Source!.Value;
        await db.Database.ExecuteSqlAsync($"SELECT FROM sources WHERE id = {id} FOR SHARE", cancellation);
        var source = await db.Sources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellation)
            ?? throw new ProblemException(
                "unprocessable", Fault.At("#/source", "unknown_reference", nouns.Of("sources"), $"{id}", ""));
        var placed = new ResolvedCitation(request, target.At, target.Held) { Retracted = source.RetractedAt is not null };

        return source.HasText
            ? LookUp(placed, new((await db.TextOf(id, cancellation))!))
            : Believe(placed, source.Length);
    }

    /// <summary>Without the text: a span that cannot lie in it is refused, the rest is to be verified.</summary>
    private static ResolvedCitation Believe(ResolvedCitation placed, int? length)
    {
        var (span, quote) = (placed.Request.Span, placed.Request.Quote);
        RefuseBeyond(span, length);

        return placed with { Start = span?.Start, End = span?.End, Quote = quote };
    }

    private static ResolvedCitation LookUp(ResolvedCitation placed, SearchableText text)
    {
        var (span, quote) = (placed.Request.Span, placed.Request.Quote);
        RefuseBeyond(span, text.Length);
        var (start, end) = span is null ? Choose(placed.Request, text) : (span.Start!.Value, span.End!.Value);

        if (span is not null && quote is not null && !text.Reads(quote, start, end))
        {
            throw new ProblemException("quote_not_found", Fault.At("#/quote", "reads_otherwise", text.At(start, end)));
        }

        return placed with { Start = start, End = end, Quote = text.At(start, end), Verified = true };
    }

    private static void RefuseBeyond(Span? span, int? length)
    {
        if (span?.End > length)
        {
            throw new ProblemException("unprocessable", Fault.At("#/span/end", "beyond_text", length));
        }
    }

    private static (int Start, int End) Choose(CitationRequest request, SearchableText text)
    {
        var found = text.Find(request.Quote!);

        if (found.Count == 0)
        {
            throw new ProblemException("quote_not_found", text.Closest(request.Quote!) is { } closest
                ? Fault.At("#/quote", "closest_passage", text.At(closest.Start, closest.End), closest.Start, closest.End, closest.Distance)
                : Fault.At("#/quote", "nothing_like_it"));
        }

        var chosen = request.Occurrence ?? (found.Count == 1 ? 1 : 0);

        return chosen >= 1 && chosen <= found.Count
            ? (found[chosen - 1].Start, found[chosen - 1].End)
            : throw new ProblemException("quote_ambiguous", [.. found.Select((passage, i) =>
                Fault.At("#/occurrence", "occurs_at", i + 1, passage.Start, passage.End))]);
    }

    private Task<(Target At, AccessLabel Held)> Find(TargetContract asked, CancellationToken cancellation)
    {
        var target = new Target(asked.Type!.Value, asked.Id!, asked.Part);

        return target.Resource switch
        {
            "meetings" => Find<Meeting>(target, cancellation),
            "collaborations" => Find<Collaboration>(target, cancellation),
            "trips" => Find<Trip>(target, cancellation),
            _ => Find<Person>(target, cancellation),
        };
    }

    private async Task<(Target At, AccessLabel Held)> Find<T>(Target target, CancellationToken cancellation)
        where T : Root
    {
        var root = await ledger.Load<T>(target.Id, cancellation) ?? throw new ProblemException(
            "unprocessable", Fault.At("#/target/id", "unknown_reference", nouns.Of(target.Resource), target.Id, ""));
        var facts = Target.FactsOf(root).Where(f => f.Type == target.Type).ToList();
        var part = UuidEntity.TryParseId(target.Part, out var id) ? $"{id}" : target.Part; // in one spelling

        return facts.Exists(f => f.Part == part)
            ? (new(target.Type, root.IdText, part), AccessLabel.Of(root))
            : throw new ProblemException("unprocessable", Fault.At("#/target/part", "unknown_part", target.Part));
    }
}
