using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Coverage;

/// <summary>What nobody covers, or nobody has lately.</summary>
/// <param name="Rows" example="affiliate">What the rows are.</param>
/// <param name="Columns" example="company">What the columns are.</param>
/// <param name="Items">The cells with nothing in them and, if asked for, those in which nobody has met for long.</param>
/// <param name="Companies">The companies that no meeting and no collaboration is about.</param>
/// <param name="Areas">The areas that no meeting and no collaboration is about, nor about anything below.</param>
public sealed record GapsResponse(
    Dimension Rows, Dimension Columns, [property: MaxLength(Axis.MaxItems * Axis.MaxItems)] IReadOnlyList<Gap> Items,
    [property: MaxLength(Axis.MaxItems)] IReadOnlyList<Named> Companies, [property: MaxLength(Axis.MaxItems)] IReadOnlyList<Named> Areas)
    : ComputedResponse;

public enum GapReason
{
    /// <summary>No meeting, no collaboration.</summary>
    Empty,

    /// <summary>The last meeting was, at the latest, longer ago than was asked for.</summary>
    Stale,
}

/// <summary>A cell that nobody covers.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="Column" example="openai">The id of the column.</param>
/// <param name="Reason" example="empty">Whether there is nothing, or nothing lately.</param>
/// <param name="LastMet">When people last met, as exactly as is known.</param>
public sealed record Gap(
    [property: MaxLength(Key.MaxLength)] string Row, [property: MaxLength(Key.MaxLength)] string Column,
    GapReason Reason, FuzzyDate? LastMet);

/// <summary>What can be asked about gaps.</summary>
public sealed partial class GapsQuery : CoverageQuery
{
    /// <summary>
    /// Adds the cells whose last meeting was longer ago than this ISO 8601 duration of years, months, weeks and days: `P180D`, `P1Y6M`.
    /// </summary>
    public string? StaleAfter { get; init; }

    /// <summary>Who met last before this day has not met for long.</summary>
    internal DateOnly? StaleBefore(DateOnly today)
    {
        if (StaleAfter is null)
        {
            return null;
        }

        var parts = Duration().Match(StaleAfter).Groups;
        int Of(string unit) => parts[unit].Success ? int.Parse(parts[unit].Value, CultureInfo.InvariantCulture) : 0;

        return today.AddYears(-Of("years")).AddMonths(-Of("months")).AddDays((-7 * Of("weeks")) - Of("days"));
    }

    [GeneratedRegex(
        "^P((?<years>[0-9]+)Y)?((?<months>[0-9]+)M)?((?<weeks>[0-9]+)W)?((?<days>[0-9]+)D)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}

public sealed class GapsQueryValidator : CoverageQueryValidator<GapsQuery>
{
    private const string Duration = "^P(?=[0-9])([0-9]{1,2}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?$";

    public GapsQueryValidator()
        : base(Dimension.Affiliate, Dimension.Company, Dimension.Area, Dimension.Person) =>
        RuleFor(q => q.StaleAfter).Pattern(Duration, 20);
}
