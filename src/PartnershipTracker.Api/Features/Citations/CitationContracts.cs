using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Citations;

/// <summary>Evidence on exactly one fact: the passage of a source that supports or contradicts it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExternalId" example="press-4711-3">The id that another system knows it by.</param>
/// <param name="Source" example="019094ca-3c00-7000-8000-000000000401">The id of the source.</param>
/// <param name="Target">The fact.</param>
/// <param name="Span">Where the passage is in the source's text; null while it is not known.</param>
/// <param name="Quote" example="null">The passage, exactly as the text has it; null while the text is not attached.</param>
/// <param name="Verified" example="false">Whether the passage was found in the text.</param>
/// <param name="Stance" example="supports">Whether it supports the fact, or contradicts it.</param>
/// <param name="Modality" example="stated">In what way the source says so.</param>
/// <param name="Translation" example="He met the chief executives of four companies one after another.">
/// The passage in another language, in somebody's own words.
/// </param>
/// <param name="Note" example="Reports the meeting and the city.">What an analyst has to say of it.</param>
/// <param name="Retracted" example="false">Whether its source was retracted: then it supports and contradicts nothing.</param>
/// <param name="Confidentiality" example="public">Who may know of it: as with the meeting that it is about; else `public`.</param>
/// <param name="Readers">Of those, who needs to know of it; empty: all of them.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record CitationResponse(
    Guid Id, string? ExternalId, Guid Source, TargetContract Target, Span? Span, [property: MaxLength(Citation.MaxQuote)] string? Quote,
    bool Verified, Stance Stance, Modality Modality, string? Translation, string? Note, bool Retracted, Confidentiality Confidentiality,
    [property: MaxLength(Rules.ManyItems), ItemLength(205)] IReadOnlyList<string> Readers,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Citation, CitationResponse>, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => [new("citations", $"{Id}", Version, new AccessLabel(Confidentiality, [.. Readers]))];

    public static CitationResponse From(Citation root) => new(
        root.Id, root.ExternalId, root.SourceId, TargetContract.From(root.Target), Features.Citations.Span.From(root), root.Quote, root.Verified,
        root.Stance, root.Modality, root.Translation, root.Note, root.Retracted, root.Confidentiality, root.Readers,
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The one fact that a citation is about.</summary>
/// <param name="Type" example="meeting">
/// What it is: a meeting, one of its participants or area links, a collaboration or one of its stages, a trip, a person's position.
/// </param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000201">The id of the meeting, collaboration, trip or person.</param>
/// <param name="Part" example="null">
/// The id of the participant, stage or position, or the key of the area; left out where the whole is meant.
/// </param>
public sealed record TargetContract(TargetType? Type = null, string? Id = null, string? Part = null)
{
    public static TargetContract From(Target target) => new(target.Type, target.Id, target.Part);
}

/// <summary>A passage of a text, in Unicode code points from 0.</summary>
/// <param name="Start" example="504">Where it begins.</param>
/// <param name="End" example="540">Where it ends: the first that is not part of it.</param>
public sealed record Span(int? Start = null, int? End = null)
{
    public static Span? From(Citation root) => root.Start is null ? null : new(root.Start, root.End);
}

/// <summary>What callers write of a citation.</summary>
/// <param name="ExternalId" example="press-4711-3">The id that another system knows it by; unique among citations.</param>
/// <param name="Source" example="019094ca-3c00-7000-8000-000000000401">The id of the source.</param>
/// <param name="Target">The fact; it stays the same.</param>
/// <param name="Span">Where the passage is in the source's text. This, or `quote`, or both, and then they must agree.</param>
/// <param name="Quote" example="null">
/// The passage in the source's words. Where the text is attached it is looked up in that (in NFC, with white space and quotation marks
/// folded) and stored as the text has it: not there is a 422 that shows the closest passage.
/// </param>
/// <param name="Occurrence" example="1">Which of them is meant, from 1, where the text has the quote several times.</param>
/// <param name="Stance" example="supports">Whether it supports the fact (the default), or contradicts it.</param>
/// <param name="Modality" example="stated">In what way the source says so; `stated` by default.</param>
/// <param name="Translation" example="He met the chief executives of four companies one after another.">
/// The passage in another language, in your own words; may have several lines.
/// </param>
/// <param name="Note" example="Reports the meeting and the city.">What you have to say of it; may have several lines.</param>
public sealed record CitationRequest(
    string? ExternalId = null, Guid? Source = null, TargetContract? Target = null, Span? Span = null, string? Quote = null,
    int? Occurrence = null, Stance? Stance = null, Modality? Modality = null, string? Translation = null, string? Note = null)
    : IFrom<Citation, CitationRequest>
{
    public static CitationRequest From(Citation root) => new(
        root.ExternalId, root.SourceId, TargetContract.From(root.Target), Features.Citations.Span.From(root), root.Quote, null,
        root.Stance, root.Modality, root.Translation, root.Note);

    /// <summary>Who changes one of the two, the quote or its span, has not said anything about the other.</summary>
    public CitationRequest Over(CitationRequest stored) =>
        Quote != stored.Quote && Span == stored.Span ? this with { Span = null }
        : Quote == stored.Quote && Span != stored.Span && Span is not null ? this with { Quote = null }
        : this;
}

/// <summary>What can be asked of the list of citations.</summary>
public class CitationFilter : ListFilter
{
    public static readonly Sorting<Citation> Sorting = new Sorting<Citation>()
        .By("id", Sorting<Citation>.Key(c => c.Id))
        .By("updatedAt", Sorting<Citation>.Key(c => c.UpdatedAt), Sorting<Citation>.Key(c => c.Id));

    /// <summary>
    /// Only what is about this meeting, collaboration, trip or person or a part of it, by its id; repeated = any of them.
    /// </summary>
    public string[]? Target { get; init; }

    /// <summary>Only what is about facts of one of these types.</summary>
    public string[]? Type { get; init; }

    /// <summary>Only what one of these sources says.</summary>
    public string[]? Source { get; init; }

    /// <summary>Only what supports, or only what contradicts.</summary>
    public string[]? Stance { get; init; }

    /// <summary>Only what is said in one of these ways.</summary>
    public string[]? Modality { get; init; }

    /// <summary>`true`: only passages that were found in the text; `false`: only those that were not, or not yet.</summary>
    public string? Verified { get; init; }

    /// <summary>`true`: only of sources that were retracted; `false`: only of those that stand.</summary>
    public string? Retracted { get; init; }
}

public sealed class CitationRequestValidator : AbstractValidator<CitationRequest>
{
    public CitationRequestValidator()
    {
        RuleFor(c => c.ExternalId).Line();
        RuleFor(c => c.Source).NotNull();
        RuleFor(c => c.Target).NotNull().SetValidator(new TargetValidator()!);
        RuleFor(c => c.Span).SetValidator(new SpanValidator()!);
        RuleFor(c => c.Quote).Sized(Citation.MaxQuote);
        RuleFor(c => c.Quote).Must((c, quote) => quote is not null || c.Span is not null)
            .WithErrorCode("requires").WithState(_ => new object[] { "span" });
        RuleFor(c => c.Occurrence).InclusiveBetween(1, SourceTexts.MaxCodePoints);
        RuleFor(c => c.Occurrence).Must((c, occurrence) => occurrence is null || (c.Quote is not null && c.Span is null))
            .WithErrorCode("requires").WithState(_ => new object[] { "quote" });
        RuleFor(c => c.Translation).Lines();
        RuleFor(c => c.Note).Lines();
    }
}

public sealed class TargetValidator : AbstractValidator<TargetContract>
{
    public TargetValidator()
    {
        RuleFor(t => t.Type).NotNull();
        RuleFor(t => t.Id).NotNull().Line(Key.MaxLength);
        RuleFor(t => t.Part).Line(Key.MaxLength);
        RuleFor(t => t.Part).Must((t, part) => t.Type is null || part is not null == Target.IsPart(t.Type.Value))
            .WithErrorCode("part_of_target").WithState(_ => Array.Empty<object>());
    }
}

public sealed class SpanValidator : AbstractValidator<Span>
{
    public SpanValidator()
    {
        RuleFor(s => s.Start).NotNull().InclusiveBetween(0, SourceTexts.MaxCodePoints);
        RuleFor(s => s.End).NotNull().InclusiveBetween(1, SourceTexts.MaxCodePoints);
        RuleFor(s => s.End).Must((s, end) => end is null || s.Start is null || (end > s.Start && end - s.Start <= Citation.MaxQuote))
            .WithErrorCode("empty_or_long_span").WithState(_ => new object[] { Citation.MaxQuote });
    }
}

public class CitationFilterValidator<T> : ListFilterValidator<T>
    where T : CitationFilter
{
    protected CitationFilterValidator(IEnumerable<string> sortKeys)
        : base(sortKeys)
    {
        RuleForEach(f => f.Target).Line(Key.MaxLength);
        RuleForEach(f => f.Type).OneOf(default(TargetType?));
        RuleForEach(f => f.Source).Uuid();
        RuleForEach(f => f.Stance).OneOf(default(Stance?));
        RuleForEach(f => f.Modality).OneOf(default(Modality?));
        RuleFor(f => f.Verified).Flag();
        RuleFor(f => f.Retracted).Flag();
    }
}

public sealed class CitationFilterValidator() : CitationFilterValidator<CitationFilter>(CitationFilter.Sorting.Names);
