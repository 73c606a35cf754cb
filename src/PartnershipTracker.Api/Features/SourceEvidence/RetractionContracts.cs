using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.SourceEvidence;

/// <summary>What can be asked of what a source says, in the order of its text.</summary>
public sealed class FactFilter : CitationFilter
{
    public static readonly Sorting<Citation> InText = new Sorting<Citation>()
        .By("span", Sorting<Citation>.Key(c => c.Start ?? int.MaxValue), Sorting<Citation>.Key(c => c.Id))
        .By("updatedAt", Sorting<Citation>.Key(c => c.UpdatedAt), Sorting<Citation>.Key(c => c.Id));
}

public sealed class FactFilterValidator() : CitationFilterValidator<FactFilter>(FactFilter.InText.Names);

/// <summary>Why a source is not to be relied on any more.</summary>
/// <param name="Reason" example="The publisher withdrew the article.">Why; may have several lines.</param>
public sealed record RetractionRequest(string? Reason = null);

public sealed class RetractionRequestValidator : AbstractValidator<RetractionRequest>
{
    public RetractionRequestValidator() => RuleFor(r => r.Reason).NotNull().Lines();
}

/// <summary>Whether it is only to be tried.</summary>
public sealed class RetractionQuery : Query
{
    /// <summary>`true`: nothing is changed, and the answer says what would be.</summary>
    public string? DryRun { get; init; }
}

public sealed class RetractionQueryValidator : AbstractValidator<RetractionQuery>
{
    public RetractionQueryValidator() => RuleFor(q => q.DryRun).Flag();
}

/// <summary>A source, and what rests on it alone.</summary>
/// <param name="Source">The source as it is now.</param>
/// <param name="Unsupported">The facts that no other source that stands supports, the first thousand of them.</param>
/// <param name="Total" example="45">How many they are.</param>
public sealed record RetractedSourceResponse(
    SourceResponse Source, [property: MaxLength(RetractedSourceResponse.MaxFacts)] IReadOnlyList<TargetContract> Unsupported, int Total)
    : IVersioned, IAuditedRead
{
    public const int MaxFacts = 1000;

    internal IReadOnlyList<AuditedRead> Cited { get; init; } = [];

    string IVersioned.EntityTag => ETag.Of(Source.Version);

    IEnumerable<AuditedRead> IAuditedRead.Reads => Cited;

    public static RetractedSourceResponse Of(SourceResponse source, IReadOnlyList<Citation> alone)
    {
        var targets = alone.Select(c => c.Target).Distinct().ToList();

        return new(source, [.. targets.Take(MaxFacts).Select(TargetContract.From)], targets.Count)
        {
            Cited = [.. alone.Select(AuditedReads.Of)],
        };
    }
}
