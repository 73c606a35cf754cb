using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.SourceEvidence;

/// <summary>The filters of the list of a source's facts, in the order of its text.</summary>
public sealed class FactFilter : CitationFilter
{
    public static readonly Sorting<Citation> InText = new Sorting<Citation>()
        .By("span", Sorting<Citation>.Key(c => c.Start ?? int.MaxValue), Sorting<Citation>.Key(c => c.Id))
        .By("updatedAt", Sorting<Citation>.Key(c => c.UpdatedAt), Sorting<Citation>.Key(c => c.Id));
}

public sealed class FactFilterValidator() : CitationFilterValidator<FactFilter>(FactFilter.InText.Names);

/// <summary>The request to retract a source.</summary>
/// <param name="Reason" example="The publisher withdrew the article.">The reason for the retraction; may have several lines.</param>
public sealed record RetractionRequest(string? Reason = null);

public sealed class RetractionRequestValidator : AbstractValidator<RetractionRequest>
{
    public RetractionRequestValidator() => RuleFor(r => r.Reason).NotNull().Lines();
}

/// <summary>The options of a retraction.</summary>
public sealed class RetractionQuery : Query
{
    /// <summary>`true`: nothing is changed, and the answer shows the effect of the retraction.</summary>
    [DefaultValue("false")]
    public string? DryRun { get; init; }
}

public sealed class RetractionQueryValidator : AbstractValidator<RetractionQuery>
{
    public RetractionQueryValidator() => RuleFor(q => q.DryRun).Flag();
}

/// <summary>A source, with the facts that no other source supports.</summary>
/// <param name="Source">The source as it is now.</param>
/// <param name="Unsupported">The facts that no other unretracted source supports: at most the first 1,000.</param>
/// <param name="Total" example="45">The number of all such facts.</param>
public sealed record RetractedSourceResponse(
    SourceResponse Source, [property: MaxLength(RetractedSourceResponse.MaxFacts)] IReadOnlyList<TargetContract> Unsupported, int Total)
    : IVersioned, IAuditedRead
{
    public const int MaxFacts = 1000;

    internal IReadOnlyList<AuditedRead> Cited { get; init; } = [];

    string IVersioned.EntityTag => ETag.Of(Source.Version);

    IEnumerable<AuditedRead> IAuditedRead.Reads => Cited;

    public static RetractedSourceResponse Of(SourceResponse source, IReadOnlyList<Citation> soleSupport)
    {
        var targets = soleSupport.Select(c => c.Target).Distinct().ToList();

        return new(source, [.. targets.Take(MaxFacts).Select(TargetContract.From)], targets.Count)
        {
            Cited = [.. soleSupport.Select(AuditedReads.Of)],
        };
    }
}
