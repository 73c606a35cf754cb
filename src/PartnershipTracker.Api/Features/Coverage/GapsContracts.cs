using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The gaps of a matrix.</summary>
/// <param name="Rows" example="affiliate">The dimension of the rows.</param>
/// <param name="Columns" example="company">The dimension of the columns.</param>
/// <param name="Items">The empty cells and, with `staleAfter`, those whose last meeting was too long ago.</param>
/// <param name="Companies">The companies without meetings and collaborations.</param>
/// <param name="Areas">The areas without meetings and collaborations, areas below them included.</param>
public sealed record GapsResponse(
    Dimension Rows, Dimension Columns, [property: MaxLength(Axis.MaxItems * Axis.MaxItems)] IReadOnlyList<Gap> Items,
    [property: MaxLength(Axis.MaxItems)] IReadOnlyList<Named> Companies, [property: MaxLength(Axis.MaxItems)] IReadOnlyList<Named> Areas)
    : ComputedResponse;

public enum GapReason
{
    /// <summary>The cell has no meeting and no collaboration.</summary>
    Empty,

    /// <summary>The last meeting was longer ago than `staleAfter`, by the latest day that it may have been on.</summary>
    Stale,
}

/// <summary>An empty or stale cell.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="Column" example="openai">The id of the column.</param>
/// <param name="Reason" example="empty">The reason: no meeting and no collaboration, or none lately.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="NotHeld">The numbers of planned and of cancelled meetings, whichever statuses the query counts.</param>
public sealed record Gap(
    [property: MaxLength(Key.MaxLength)] string Row, [property: MaxLength(Key.MaxLength)] string Column,
    GapReason Reason, FuzzyDate? LastMet, [property: MaxLength(StatusCounts.Max)] IReadOnlyList<StatusCount> NotHeld);

/// <summary>The query of the gaps.</summary>
public sealed partial class GapsQuery : CoverageQuery
{
    /// <summary>
    /// Adds the cells whose last meeting was longer ago than this ISO 8601 duration of years, months, weeks and days: `P180D`, `P1Y6M`.
    /// </summary>
    public string? StaleAfter { get; init; }

    /// <summary>Returns the day before which a last meeting is stale.</summary>
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
        RuleFor(q => q.StaleAfter).Pattern(Duration, 20, "P180D");
}
