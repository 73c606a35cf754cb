using System.Linq.Expressions;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>The query parameters for facts by the support of the sources in force.</summary>
public class EvidenceFilter : Query
{
    /// <summary>`true`: only resources with a fact that a source contradicts. `false`: only the others.</summary>
    public string? Disputed { get; init; }

    /// <summary>`true`: only resources with a fact that no source supports. `false`: only the others.</summary>
    public string? Unsupported { get; init; }
}

/// <summary>The query parameters for roots that are facts.</summary>
public class RootEvidenceFilter : EvidenceFilter
{
    /// <summary>
    /// The strongest modality of the supporting evidence, which is the first of `modalities`; repeated = any of them. With `plan`, a
    /// resource is found whose plan is all that is known, and not one that a source also states.
    /// </summary>
    public string[]? Modality { get; init; }
}

public class EvidenceFilterValidator<T> : AbstractValidator<T>
    where T : EvidenceFilter
{
    public EvidenceFilterValidator()
    {
        RuleFor(f => f.Disputed).Flag();
        RuleFor(f => f.Unsupported).Flag();
    }
}

public sealed class EvidenceFilterValidator : EvidenceFilterValidator<EvidenceFilter>;

public class RootEvidenceFilterValidator<T> : EvidenceFilterValidator<T>
    where T : RootEvidenceFilter
{
    public RootEvidenceFilterValidator() => RuleForEach(f => f.Modality).OneOf(default(Modality?));
}

public sealed class RootEvidenceFilterValidator : RootEvidenceFilterValidator<RootEvidenceFilter>;

public static class EvidenceFilters
{
    public static IQueryable<T> WithEvidence<T>(this IQueryable<T> found, EvidenceFilter filter)
        where T : Root, IEvidenced => found
        .Where(filter.Disputed, r => EF.Property<bool>(r, nameof(IEvidenced.HasDisputed)))
        .Where(filter.Unsupported, r => EF.Property<bool>(r, nameof(IEvidenced.HasUnsupported)));

    public static IQueryable<T> WithEvidence<T>(this IQueryable<T> found, RootEvidenceFilter filter)
        where T : Root, IEvidenced, IRootFact => found.WithEvidence((EvidenceFilter)filter).WithModality(filter.Modality);

    public static IQueryable<T> WithModality<T>(this IQueryable<T> found, string[]? modalities)
        where T : Root, IRootFact => modalities is { Length: > 0 }
        ? found.Where(r => modalities.Contains(EF.Property<List<string>>(r, nameof(IRootFact.Modalities))[0]))
        : found;

    /// <summary>
    /// Filters by a condition or its negation, as the flag states; without a flag, returns all rows. The condition is not compared with a
    /// parameter, because the planner would then check each row instead of joining.
    /// </summary>
    public static IQueryable<T> Where<T>(this IQueryable<T> found, string? flag, Expression<Func<T, bool>> condition) => flag switch
    {
        null => found,
        "true" => found.Where(condition),
        _ => found.Where(Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters)),
    };
}
