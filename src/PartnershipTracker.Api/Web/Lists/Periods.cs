using System.ComponentModel;
using System.Linq.Expressions;

namespace PartnershipTracker.Web.Lists;

/// <summary>The query parameters for a period of fuzzy dates, and for the certainty of the match.</summary>
public class PeriodFilter : Query
{
    /// <summary>The first day of a period, inclusive.</summary>
    public string? From { get; init; }

    /// <summary>The last day of a period, inclusive.</summary>
    public string? To { get; init; }

    /// <summary>
    /// `possible` (the default): dates that may lie in the period. `certain`: dates that certainly lie in it. `touching`: dates that
    /// certainly lie in it at least in part; an interval may begin before the period or end after it.
    /// </summary>
    [DefaultValue(Periods.Possible)]
    public string? Match { get; init; }

    internal DateOnly? FirstDay => Day.TryParse(From, out var day) ? day : null;

    internal DateOnly? LastDay => Day.TryParse(To, out var day) ? day : null;
}

public abstract class PeriodFilterValidator<T> : AbstractValidator<T>
    where T : PeriodFilter
{
    protected PeriodFilterValidator()
    {
        RuleFor(f => f.From).CalendarDay();
        RuleFor(f => f.To).CalendarDay();
        RuleFor(f => f.To).Must((f, _) => f.FirstDay is null || f.LastDay is null || f.FirstDay <= f.LastDay).WithErrorCode("before_start");
        RuleFor(f => f.Match).OneOf(Periods.Possible, Periods.Certain, Periods.Touching);
    }
}

public sealed class PeriodFilterValidator : PeriodFilterValidator<PeriodFilter>;

/// <summary>
/// The period filter as conditions on the two stored bounds, for which btree indexes exist. An open end is stored as infinity; so are both
/// bounds of an unknown date, which no period contains.
/// </summary>
public static class Periods
{
    public const string Possible = "possible";
    public const string Certain = "certain";
    public const string Touching = "touching";

    /// <summary>The LIKE pattern for the EDTF of an interval.</summary>
    public const string Lasting = "%/%";

    public static IQueryable<T> Within<T>(this IQueryable<T> found, PeriodFilter period, Expression<Func<T, FuzzyDate>> date)
    {
        if (period.FirstDay is { } from)
        {
            found = found.Where(date.Then(d => d.Earliest < DateOnly.MaxValue)).Where(date.Then(period.Match switch
            {
                Certain => d => d.Earliest >= from,
                Touching => d => d.Latest >= from && (d.Earliest >= from || EF.Functions.Like(d.Edtf, Lasting)),
                _ => d => d.Latest >= from,
            }));
        }

        if (period.LastDay is { } to)
        {
            found = found.Where(date.Then(period.Match switch
            {
                Certain => d => d.Latest <= to,
                Touching => d => d.Earliest <= to && (d.Latest <= to || EF.Functions.Like(d.Edtf, Lasting)),
                _ => d => d.Earliest <= to,
            }));
        }

        return found;
    }

    private static Expression<Func<T, bool>> Then<T>(
        this Expression<Func<T, FuzzyDate>> date, Expression<Func<FuzzyDate, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(new ParameterReplacer(condition.Parameters[0], date.Body).Visit(condition.Body), date.Parameters);
}
