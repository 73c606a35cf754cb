using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Sources;

namespace PartnershipTracker.Features.Citations;

/// <summary>Evidence on exactly one fact: a passage of a source that supports or contradicts the fact.</summary>
/// <param name="Id">The id.</param>
/// <param name="ExternalId" example="press-4711-3">The id of the citation in another system.</param>
/// <param name="Source" example="019094ca-3c00-7000-8000-000000000401">The id of the source.</param>
/// <param name="Target">The fact that the citation is about.</param>
/// <param name="Span">The position of the passage in the source's text; null: not known yet.</param>
/// <param name="Quote" example="null">The passage, exactly as in the text; null: the text is not attached.</param>
/// <param name="Verified" example="false">True when the passage was found in the text.</param>
/// <param name="Stance" example="supports">The relation to the fact: the passage supports it or contradicts it.</param>
/// <param name="Modality" example="stated">The way in which the source says it.</param>
/// <param name="Translation" example="He met the chief executives of four companies one after another.">
/// A translation of the passage, in the analyst's own words.
/// </param>
/// <param name="Note" example="Reports the meeting and the city.">The analyst's note.</param>
/// <param name="Retracted" example="false">
/// True when the source is retracted. The citation then supports and contradicts nothing.
/// </param>
/// <param name="Confidentiality" example="public">
/// The confidentiality: that of the meeting that the citation is about, otherwise `public`. Callers with this clearance or a higher one can
/// read the citation.
/// </param>
/// <param name="Readers">The principals, among those callers, that can read the citation; empty: all of them.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record CitationResponse(
    Guid Id, string? ExternalId, Guid Source, TargetContract Target, Span? Span, [property: MaxLength(Citation.MaxQuote)] string? Quote,
    bool Verified, Stance Stance, Modality Modality, string? Translation, string? Note, bool Retracted, Confidentiality Confidentiality,
    [property: MaxLength(Rules.ManyItems), ItemLength(205)] IReadOnlyList<string> Readers,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Citation, CitationResponse>, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => [new("citations", $"{Id}", Version, new AccessLabel(Confidentiality, [.. Readers]))];

    public static CitationResponse From(Citation root) => new(
        root.Id, root.ExternalId, root.SourceId, TargetContract.From(root.Target), Features.Citations.Span.From(root), root.Quote,
        root.Verified, root.Stance, root.Modality, root.Translation, root.Note, root.Retracted, root.Confidentiality, root.Readers,
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The one fact that a citation is about.</summary>
/// <param name="Type" example="meeting">
/// The type of the fact: a meeting, one of its participants or area links, a collaboration or one of its stages, a trip, or a position of
/// a person.
/// </param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000201">The id of the meeting, collaboration, trip or person.</param>
/// <param name="Part" example="null">
/// The id of the participant, stage or position, or the key of the area; null for a meeting, a collaboration or a trip as a whole.
/// </param>
public sealed record TargetContract(TargetType? Type = null, string? Id = null, string? Part = null)
{
    public static TargetContract From(Target target) => new(target.Type, target.Id, target.Part);
}

/// <summary>A passage of a text, in Unicode code points from 0.</summary>
/// <param name="Start" example="504">The first code point of the passage.</param>
/// <param name="End" example="540">The first code point after the passage; at most 2,000 after `start`.</param>
public sealed record Span(int? Start = null, int? End = null)
{
    public static Span? From(Citation root) => root.Start is null ? null : new(root.Start, root.End);
}

/// <summary>The fields of a citation that callers write.</summary>
/// <param name="ExternalId" example="press-4711-3">The id of the citation in another system; unique among citations.</param>
/// <param name="Source" example="019094ca-3c00-7000-8000-000000000401">The id of the source.</param>
/// <param name="Target">The fact that the citation is about. It cannot be changed later.</param>
/// <param name="Span">
/// The position of the passage in the source's text. `span` or `quote` is required; when both are sent, they must agree.
/// </param>
/// <param name="Quote" example="null">
/// The passage in the words of the source. When the text is attached, the quote is looked up in it, regardless of white space, of the style
/// of quotation marks and of Unicode normalization. It is stored as it stands in the text. A quote that the text does not contain is a 422
/// that shows the closest passage.
/// </param>
/// <param name="Occurrence" example="1">The occurrence of the quote, from 1, when the text contains the quote several times.</param>
/// <param name="Stance" example="supports">The relation to the fact: `supports`, the default, or `contradicts`.</param>
/// <param name="Modality" example="stated">The way in which the source says it; `stated` by default.</param>
/// <param name="Translation" example="He met the chief executives of four companies one after another.">
/// A translation of the passage, in your own words; may have several lines.
/// </param>
/// <param name="Note" example="Reports the meeting and the city.">Your note; may have several lines.</param>
public sealed record CitationRequest(
    string? ExternalId = null, Guid? Source = null, TargetContract? Target = null, Span? Span = null, string? Quote = null,
    int? Occurrence = null, Stance? Stance = null, Modality? Modality = null, string? Translation = null, string? Note = null)
    : IFrom<Citation, CitationRequest>
{
    public static CitationRequest From(Citation root) => new(
        root.ExternalId, root.SourceId, TargetContract.From(root.Target), Features.Citations.Span.From(root), root.Quote, null,
        root.Stance, root.Modality, root.Translation, root.Note);

    /// <summary>
    /// Returns the request of a patch over the stored citation. A patch that changes only the quote or only its span says nothing about the
    /// other, so the stored value of the other is dropped.
    /// </summary>
    public CitationRequest Over(CitationRequest stored) =>
        Quote != stored.Quote && Span == stored.Span ? this with { Span = null }
        : Quote == stored.Quote && Span != stored.Span && Span is not null ? this with { Quote = null }
        : this;
}

/// <summary>The filters of the list of citations.</summary>
public class CitationFilter : RecordFilter
{
    public static readonly Sorting<Citation> Sorting = new Sorting<Citation>()
        .By("id", Sorting<Citation>.Key(c => c.Id))
        .By("updatedAt", Sorting<Citation>.Key(c => c.UpdatedAt), Sorting<Citation>.Key(c => c.Id));

    /// <summary>
    /// The id of a meeting, collaboration, trip or person: only citations about it or about a part of it; repeated = any of them.
    /// </summary>
    public string[]? Target { get; init; }

    /// <summary>The type of the fact; repeated = any of them.</summary>
    public string[]? Type { get; init; }

    /// <summary>The id of the source; repeated = any of them.</summary>
    public string[]? Source { get; init; }

    /// <summary>The stance; repeated = any of them.</summary>
    public string[]? Stance { get; init; }

    /// <summary>The modality; repeated = any of them.</summary>
    public string[]? Modality { get; init; }

    /// <summary>`true`: only citations whose passage was found in the text; `false`: only the others.</summary>
    public string? Verified { get; init; }

    /// <summary>`true`: only citations of retracted sources; `false`: only the others.</summary>
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
            .WithErrorCode("one_at_least").WithState(_ => new object[] { "span", "quote" });
        RuleFor(c => c.Occurrence).InclusiveBetween(1, SourceTexts.MaxCodePoints);
        RuleFor(c => c.Occurrence).Must((c, occurrence) => occurrence is null || (c.Quote is not null && c.Span is null))
            .WithErrorCode("occurrence_without_quote").WithState(_ => Array.Empty<object>());
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

public class CitationFilterValidator<T> : RecordFilterValidator<T>
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
