using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>What can be asked of lists of facts: how well sources that stand support them.</summary>
public class EvidenceFilter : Query
{
    /// <summary>`true`: only those that are, or hold, a fact that a source contradicts; `false`: only the others.</summary>
    public string? Disputed { get; init; }

    /// <summary>`true`: only those that are, or hold, a fact that no source supports; `false`: only the others.</summary>
    public string? Unsupported { get; init; }

    /// <summary>
    /// `true`: only those that are, or hold, a fact that hearsay, a plan, an interpretation or a forecast supports, and nothing more;
    /// `false`: only the others.
    /// </summary>
    public string? HearsayOnly { get; init; }
}

public class EvidenceFilterValidator<T> : AbstractValidator<T>
    where T : EvidenceFilter
{
    public EvidenceFilterValidator()
    {
        RuleFor(f => f.Disputed).Flag();
        RuleFor(f => f.Unsupported).Flag();
        RuleFor(f => f.HearsayOnly).Flag();
    }
}

public sealed class EvidenceFilterValidator : EvidenceFilterValidator<EvidenceFilter>;

public static class EvidenceFilters
{
    public static IQueryable<T> Weighed<T>(this IQueryable<T> found, EvidenceFilter filter)
        where T : Root, IEvidenced => found
        .Where(filter.Disputed, nameof(IEvidenced.HasDisputed))
        .Where(filter.Unsupported, nameof(IEvidenced.HasUnsupported))
        .Where(filter.HearsayOnly, nameof(IEvidenced.HasHearsay));

    private static IQueryable<T> Where<T>(this IQueryable<T> found, string? flag, string name)
    {
        var isSo = flag is "true";

        return flag is null ? found : found.Where(r => EF.Property<bool>(r!, name) == isSo);
    }
}
