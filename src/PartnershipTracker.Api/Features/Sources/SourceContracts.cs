using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace PartnershipTracker.Features.Sources;

/// <summary>An article or another document that supports or contradicts facts.</summary>
/// <param name="Id">The id.</param>
/// <param name="ExternalId" example="press-4711">The id of the source in another system.</param>
/// <param name="Publisher">The publisher's name in Korean and English.</param>
/// <param name="Title">The headline or title in Korean and English.</param>
/// <param name="Authors" example="[&quot;김은희&quot;]">The authors, as the source names them.</param>
/// <param name="Url" example="https://news.example/2024/07/09/alliance">
/// The URL in canonical form: without fragment and tracking parameters.
/// </param>
/// <param name="Language" example="ko">The BCP 47 tag of the text's language.</param>
/// <param name="Published">The date of publication, as precise as the source states it.</param>
/// <param name="RetrievedAt" example="2024-07-10T00:00:00Z">The instant at which the document was retrieved.</param>
/// <param name="Reliability" example="F">
/// The reliability in the Admiralty code, from `A`, completely reliable, to `E`, unreliable; `F`: cannot be judged.
/// </param>
/// <param name="Sha256" example="4fd4d85582df8d8619eff81179a56208483ecd351819c07d7e0bc366ff0ac4d5">
/// The SHA-256 of the text's UTF-8 bytes, in lowercase hexadecimal; null: not known yet.
/// </param>
/// <param name="Length" example="1596">The length of the text in Unicode code points; null: not known yet.</param>
/// <param name="HasText" example="false">True when the text is attached.</param>
/// <param name="Retraction">The retraction of the source; null when it is not retracted.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
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

/// <summary>The retraction of a source. Its citations stay, but they support and contradict nothing.</summary>
/// <param name="At">The instant of the retraction.</param>
/// <param name="Reason" example="The publisher withdrew the article.">The reason for the retraction.</param>
public sealed record Retraction(DateTimeOffset At, [property: MaxLength(Rules.LongText)] string Reason);

/// <summary>The fields of a source that callers write.</summary>
/// <param name="ExternalId" example="press-4711">The id of the source in another system; unique among sources.</param>
/// <param name="Publisher">The publisher's name in Korean, in English or in both.</param>
/// <param name="Title">The headline or title in Korean, in English or in both.</param>
/// <param name="Authors" example="[&quot;김은희&quot;]">The authors, as the source names them.</param>
/// <param name="Url" example="https://news.example/2024/07/09/alliance">
/// The URL. It is stored without fragment and tracking parameters, and is unique among sources in that form.
/// </param>
/// <param name="Language" example="ko">The BCP 47 tag of the text's language.</param>
/// <param name="Published">The date of publication, as precise as the source states it.</param>
/// <param name="RetrievedAt" example="2024-07-10T00:00:00Z">The instant at which the document was retrieved.</param>
/// <param name="Reliability" example="F">
/// The reliability in the Admiralty code, from `A`, completely reliable, to `E`, unreliable; `F`, the default: cannot be judged.
/// </param>
/// <param name="Sha256" example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08">
/// The SHA-256 of the text's UTF-8 bytes, in lowercase hexadecimal. It requires `length`. Without both, the first attached text sets them.
/// </param>
/// <param name="Length" example="1200">The length of the text in Unicode code points. It requires `sha256`.</param>
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
        (root.Authors, root.Url) = ([.. Authors ?? []], CanonicalUrl.Of(Url));
        (root.Published, root.RetrievedAt) = (Published?.OrNull, RetrievedAt);
        (root.Reliability, root.Sha256, root.Length) = (Reliability ?? Source.Unjudged, Sha256, Length);
    }
}

/// <summary>The filters of the list of sources.</summary>
public sealed class SourceFilter : RecordFilter
{
    public static readonly Sorting<Source> Sorting = new Sorting<Source>()
        .By("id", Sorting<Source>.Key(s => s.Id))
        .By("updatedAt", Sorting<Source>.Key(s => s.UpdatedAt), Sorting<Source>.Key(s => s.Id));

    /// <summary>
    /// A part of the title or of the publisher's name, in either language and either case. `%` and `_` stand for themselves.
    /// </summary>
    public string? Q { get; init; }

    /// <summary>The URL of the source. It is compared in canonical form, without fragment and tracking parameters.</summary>
    public string? Url { get; init; }

    /// <summary>The reliability, `A` to `F`; repeated = any of them.</summary>
    public string[]? Reliability { get; init; }

    /// <summary>`true`: only sources with an attached text; `false`: only sources without one.</summary>
    public string? HasText { get; init; }

    /// <summary>`true`: only retracted sources; `false`: only sources that are not retracted.</summary>
    public string? Retracted { get; init; }
}

public sealed class SourceRequestValidator : AbstractValidator<SourceRequest>
{
    public SourceRequestValidator()
    {
        RuleFor(s => s.ExternalId).Line();
        RuleFor(s => s.Publisher).Named();
        RuleFor(s => s.Title).Named();
        RuleFor(s => s.Authors).AtMost(Rules.ManyItems).Distinct();
        RuleForEach(s => s.Authors).Line();
        RuleFor(s => s.Url).Url();
        RuleFor(s => s.Language).NotNull().Pattern("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", 35, "ko");
        RuleFor(s => s.Reliability).OneOf(Source.Reliabilities);
        RuleFor(s => s.Sha256).Pattern("^[0-9a-f]{64}$", 64, Convert.ToHexStringLower(SHA256.HashData([])));
        RuleFor(s => s.Length).InclusiveBetween(1, SourceTexts.MaxCodePoints);
        RuleFor(s => s.Length).Must((s, length) => length is null || s.Sha256 is not null)
            .WithErrorCode("requires").WithState(_ => new object[] { "sha256" });
        RuleFor(s => s.Sha256).Must((s, sha256) => sha256 is null || s.Length is not null)
            .WithErrorCode("requires").WithState(_ => new object[] { "length" });
    }
}

public sealed class SourceFilterValidator : RecordFilterValidator<SourceFilter>
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
