using System.ComponentModel;
using System.Linq.Expressions;
using FluentValidation;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>What can be asked of a list of things that have a fuzzy date.</summary>
public abstract class PeriodFilter : ListFilter
{
    /// <summary>The first day of a period, inclusive.</summary>
    public string? From { get; init; }

    /// <summary>The last day of a period, inclusive.</summary>
    public string? To { get; init; }

    /// <summary>`possible` (the default): what may have been within the period. `certain`: only what surely lies inside it.</summary>
    [DefaultValue("possible")]
    public string? Match { get; init; }

    internal DateOnly? FirstDay => Day.TryParse(From, out var day) ? day : null;

    internal DateOnly? LastDay => Day.TryParse(To, out var day) ? day : null;

    internal bool IsCertain => Match is "certain";
}

public abstract class PeriodFilterValidator<T> : ListFilterValidator<T>
    where T : PeriodFilter
{
    protected PeriodFilterValidator(IEnumerable<string> sortKeys)
        : base(sortKeys)
    {
        RuleFor(f => f.From).CalendarDay();
        RuleFor(f => f.To).CalendarDay();
        RuleFor(f => f.To).Must((f, _) => f.FirstDay is null || f.LastDay is null || f.FirstDay <= f.LastDay).WithErrorCode("before_start");
        RuleFor(f => f.Match).OneOf("possible", "certain");
    }
}

/// <summary>The period filter as conditions on the two stored bounds, which btree indexes serve; an open end is infinity there.</summary>
public static class Periods
{
    public static IQueryable<T> Within<T>(this IQueryable<T> found, PeriodFilter filter, Expression<Func<T, FuzzyDate>> date)
    {
        if (filter.FirstDay is { } from)
        {
            found = found.Where(date.Then(filter.IsCertain ? d => d.Earliest >= from : d => d.Latest >= from));
        }

        if (filter.LastDay is { } to)
        {
            found = found.Where(date.Then(filter.IsCertain ? d => d.Latest <= to : d => d.Earliest <= to));
        }

        return found;
    }

    private static Expression<Func<T, bool>> Then<T>(
        this Expression<Func<T, FuzzyDate>> date, Expression<Func<FuzzyDate, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(new Substitution(condition.Parameters[0], date.Body).Visit(condition.Body), date.Parameters);
}
