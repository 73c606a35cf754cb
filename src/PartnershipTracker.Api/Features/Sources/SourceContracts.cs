using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Sources;

/// <summary>An article or another document that says something about partnerships.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExternalId" example="press-4711">The id that another system knows it by.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Title">Its headline or title.</param>
/// <param name="Authors" example="[&quot;김은희&quot;]">Who wrote it, as it says itself.</param>
/// <param name="Url" example="https://news.example/2024/07/09/alliance">
/// Where it is, in one spelling: without fragment and tracking parameters.
/// </param>
/// <param name="Language" example="ko">The language of its text (BCP 47).</param>
/// <param name="Published">When it was published.</param>
/// <param name="RetrievedAt" example="2024-07-10T00:00:00Z">When it was read.</param>
/// <param name="Reliability" example="F">
/// From `A`, completely reliable, to `E`, unreliable; `F`: cannot be judged (the Admiralty code).
/// </param>
/// <param name="Sha256" example="4fd4d85582df8d8619eff81179a56208483ecd351819c07d7e0bc366ff0ac4d5">
/// SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal.
/// </param>
/// <param name="Length" example="1596">How long the text is, in Unicode code points.</param>
/// <param name="HasText" example="false">Whether the text is attached.</param>
/// <param name="Retraction">Why it is not relied on any more; null while it stands.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record SourceResponse(
    Guid Id, string? ExternalId, LocalizedText Publisher, LocalizedText Title, IReadOnlyList<string> Authors, string? Url, string Language,
    FuzzyDate? Published, DateTimeOffset? RetrievedAt, [property: MaxLength(1)] string Reliability,
    string? Sha256, int? Length, bool HasText, Retraction? Retraction, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Source, SourceResponse>
{
    public static SourceResponse From(Source root) => new(
        root.Id, root.ExternalId, root.Publisher, root.Title, root.Authors, root.Url, root.Language, root.Published, root.RetrievedAt,
        root.Reliability, root.Sha256, root.Length, root.HasText,
        root.RetractedAt is { } at ? new(at, root.RetractionReason!) : null, root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>That a source is not relied on any more: what it said stays, and supports nothing.</summary>
/// <param name="At">When it was retracted.</param>
/// <param name="Reason" example="The publisher withdrew the article.">Why.</param>
public sealed record Retraction(DateTimeOffset At, [property: MaxLength(Rules.LongText)] string Reason);

/// <summary>What callers write of a source.</summary>
/// <param name="ExternalId" example="press-4711">The id that another system knows it by; unique among sources.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="Title">Its headline or title.</param>
/// <param name="Authors" example="[&quot;김은희&quot;]">Who wrote it, as it says itself.</param>
/// <param name="Url" example="https://news.example/2024/07/09/alliance">
/// Where it is; stored without fragment and tracking parameters, and unique so.
/// </param>
/// <param name="Language" example="ko">The language of its text (BCP 47).</param>
/// <param name="Published">When it was published.</param>
/// <param name="RetrievedAt" example="2024-07-10T00:00:00Z">When it was read.</param>
/// <param name="Reliability" example="F">
/// From `A`, completely reliable, to `E`, unreliable; `F`, the default: cannot be judged (the Admiralty code).
/// </param>
/// <param name="Sha256" example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08">
/// SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal, with `length`. With neither, the text that is attached first gives them.
/// </param>
/// <param name="Length" example="1200">How long the text is, in Unicode code points; with `sha256`.</param>
public sealed record SourceRequest(
    string? ExternalId = null, LocalizedText? Publisher = null, LocalizedText? Title = null, IReadOnlyList<string>? Authors = null,
    string? Url = null, string? Language = null, FuzzyDate? Published = null, DateTimeOffset? RetrievedAt = null,
    string? Reliability = null, string? Sha256 = null, int? Length = null)
    : IWriteRequest<Source>, IFrom<Source, SourceRequest>
{
    public static SourceRequest From(Source root) => new(
        root.ExternalId, root.Publisher, root.Title, root.Authors, root.Url, root.Language, root.Published, root.RetrievedAt,
        root.Reliability, root.Sha256, root.Length);

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Source root)
    {
        if (root.HasText && (Sha256, Length) != (root.Sha256, root.Length))
        {
            throw new ProblemException("unprocessable", Fault.At("#/sha256", "text_is_attached", root.Sha256, root.Length));
        }

        (root.ExternalId, root.Publisher, root.Title, root.Language) = (ExternalId, Publisher!, Title!, Language!);
        (root.Authors, root.Url, root.Published, root.RetrievedAt) = ([.. Authors ?? []], CanonicalUrl.Of(Url), Published, RetrievedAt);
        (root.Reliability, root.Sha256, root.Length) = (Reliability ?? Source.Unjudged, Sha256, Length);
    }
}

/// <summary>What can be asked of the list of sources.</summary>
public sealed class SourceFilter : ListFilter
{
    public static readonly Sorting<Source> Sorting = new Sorting<Source>()
        .By("id", Sorting<Source>.Key(s => s.Id))
        .By("updatedAt", Sorting<Source>.Key(s => s.UpdatedAt), Sorting<Source>.Key(s => s.Id));

    /// <summary>Part of the title or of the publisher, in either language and in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>Only the source at this address, however it is spelled.</summary>
    public string? Url { get; init; }

    /// <summary>Only sources that are this reliable; repeated = any of them.</summary>
    public string[]? Reliability { get; init; }

    /// <summary>`true`: only sources whose text is attached; `false`: only those without.</summary>
    public string? HasText { get; init; }

    /// <summary>`true`: only sources that were retracted; `false`: only those that stand.</summary>
    public string? Retracted { get; init; }
}

public sealed class SourceRequestValidator : AbstractValidator<SourceRequest>
{
    public SourceRequestValidator()
    {
        RuleFor(s => s.ExternalId).Line();
        RuleFor(s => s.Publisher).Named();
        RuleFor(s => s.Title).Named();
        RuleFor(s => s.Authors).AtMost(Rules.ManyItems).DistinctIds(a => a);
        RuleForEach(s => s.Authors).Line();
        RuleFor(s => s.Url).Url();
        RuleFor(s => s.Language).NotNull().Pattern("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", 35);
        RuleFor(s => s.Reliability).OneOf(Source.Reliabilities);
        RuleFor(s => s.Sha256).Pattern("^[0-9a-f]{64}$", 64);
        RuleFor(s => s.Length).InclusiveBetween(1, SourceTexts.MaxCodePoints);
        RuleFor(s => s.Length).Must((s, length) => length is null == s.Sha256 is null)
            .WithErrorCode("requires").WithState(s => new object[] { s.Sha256 is null ? "sha256" : "length" });
    }
}

public sealed class SourceFilterValidator : ListFilterValidator<SourceFilter>
{
    public SourceFilterValidator()
        : base(SourceFilter.Sorting.Names)
    {
        RuleFor(f => f.Q).Line();
        RuleFor(f => f.Url).Url();
        RuleForEach(f => f.Reliability).OneOf(Source.Reliabilities);
        RuleFor(f => f.HasText).Flag();
        RuleFor(f => f.Retracted).Flag();
    }
}
