using System.Linq.Expressions;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Contracts;

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
    public static IQueryable<T> WithEvidence<T>(this IQueryable<T> found, EvidenceFilter filter)
        where T : Root, IEvidenced => found
        .Where(filter.Disputed, r => EF.Property<bool>(r, nameof(IEvidenced.HasDisputed)))
        .Where(filter.Unsupported, r => EF.Property<bool>(r, nameof(IEvidenced.HasUnsupported)))
        .Where(filter.HearsayOnly, r => EF.Property<bool>(r, nameof(IEvidenced.HasHearsay)));

    /// <summary>
    /// Those of which something is so, or is not, as a flag asks; no flag: all. The condition stands by itself: compared with a parameter,
    /// the planner would look for each row where it can join.
    /// </summary>
    public static IQueryable<T> Where<T>(this IQueryable<T> found, string? flag, Expression<Func<T, bool>> isSo) => flag switch
    {
        null => found,
        "true" => found.Where(isSo),
        _ => found.Where(Expression.Lambda<Func<T, bool>>(Expression.Not(isSo.Body), isSo.Parameters)),
    };
}
