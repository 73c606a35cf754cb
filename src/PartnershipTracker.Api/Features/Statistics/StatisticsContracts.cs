using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Statistics;

/// <summary>The counts of meetings by group.</summary>
/// <param name="GroupBy" example="[&quot;company&quot;]">The dimensions of the groups.</param>
/// <param name="Items">The groups: times in order, others by their number of meetings.</param>
/// <param name="Meetings" example="8">The number of distinct meetings in all groups: the held ones, or those of `status`.</param>
public sealed record MeetingStatsResponse(
    [property: MaxLength(2)] IReadOnlyList<Dimension> GroupBy,
    [property: MaxLength(StatisticsReader.MaxGroups)] IReadOnlyList<MeetingGroup> Items, int Meetings) : ComputedResponse;

/// <summary>The meetings of a group.</summary>
/// <param name="Groups">The keys of the group, one for each dimension.</param>
/// <param name="Meetings" example="1">The number of meetings.</param>
/// <param name="FirstMet">The date of the first held meeting, as precisely as it is known.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="DaysSince">The number of days since then, counted in Korean time.</param>
public sealed record MeetingGroup(
    [property: MaxLength(2)] IReadOnlyList<Group> Groups, int Meetings, FuzzyDate? FirstMet, FuzzyDate? LastMet, DaysSince? DaysSince);

/// <summary>A key that counts are grouped by.</summary>
/// <param name="Id" example="openai">
/// A key; a time as `2024`, `2024-Q2` or `2024-06`; a place; `uncertain` for dates that could be in several times; null for no place.
/// </param>
/// <param name="Name">The name, if it has one.</param>
/// <param name="From" example="2024-06">With `uncertain`, the first possible time; null for unknown dates.</param>
/// <param name="To" example="2024-07">With `uncertain`, the last possible time; null for unknown dates.</param>
public sealed record Group(
    [property: MaxLength(Group.MaxLength)] string? Id, LocalizedText? Name,
    [property: MaxLength(Group.MaxTime)] string? From = null, [property: MaxLength(Group.MaxTime)] string? To = null)
{
    /// <summary>The length of a place: city, region and country.</summary>
    internal const int MaxLength = (2 * Rules.ShortText) + 6;

    /// <summary>The length of a quarter or a month.</summary>
    internal const int MaxTime = 7;
}

/// <summary>The range of days since an approximate date.</summary>
/// <param name="Least" example="868">The least number of days.</param>
/// <param name="Most" example="885">The greatest number of days.</param>
public sealed record DaysSince(int Least, int Most)
{
    public static DaysSince? Of(FuzzyDate? date, DateOnly today) => date is null
        ? null
        : new(Math.Max(0, today.DayNumber - date.Latest.DayNumber), Math.Max(0, today.DayNumber - date.Earliest.DayNumber));
}

/// <summary>The counts of collaborations by group.</summary>
/// <param name="GroupBy" example="[&quot;affiliate&quot;]">The dimensions of the groups.</param>
/// <param name="Items">The groups, by their number of collaborations.</param>
/// <param name="Collaborations" example="7">The number of distinct collaborations in all groups.</param>
public sealed record CollaborationStatsResponse(
    [property: MaxLength(2)] IReadOnlyList<Dimension> GroupBy,
    [property: MaxLength(StatisticsReader.MaxGroups)] IReadOnlyList<CollaborationGroup> Items, int Collaborations) : ComputedResponse;

/// <summary>The collaborations of a group.</summary>
/// <param name="Groups">The keys of the group, one for each dimension.</param>
/// <param name="Collaborations" example="4">The number of collaborations.</param>
/// <param name="Stages">The number of collaborations in each stage.</param>
public sealed record CollaborationGroup(
    [property: MaxLength(2)] IReadOnlyList<Group> Groups, int Collaborations, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages);

/// <summary>The number of meetings of a kind.</summary>
/// <param name="Kind" example="executive_meeting">The kind.</param>
/// <param name="Meetings" example="6">The number of meetings.</param>
public sealed record KindCount(MeetingKind Kind, int Meetings);

/// <summary>The register in a few numbers.</summary>
/// <param name="Companies" example="6">The number of companies.</param>
/// <param name="Affiliates" example="3">The number of affiliates, the group itself included.</param>
/// <param name="People" example="2">The number of people.</param>
/// <param name="Areas" example="10">The number of areas.</param>
/// <param name="Trips" example="1">The number of trips.</param>
/// <param name="Collaborations" example="7">The number of collaborations.</param>
/// <param name="Stages">The number of collaborations in each stage.</param>
/// <param name="Meetings" example="8">The number of held meetings.</param>
/// <param name="Kinds">The number of held meetings of each kind.</param>
/// <param name="NotHeld">The numbers of planned and of cancelled meetings.</param>
/// <param name="FirstMet">The date of the first held meeting, as precisely as it is known.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="DaysSince">The number of days since then, counted in Korean time.</param>
public sealed record SummaryResponse(
    int Companies, int Affiliates, int People, int Areas, int Trips,
    int Collaborations, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages,
    int Meetings, [property: MaxLength(4)] IReadOnlyList<KindCount> Kinds,
    [property: MaxLength(StatusCounts.Max)] IReadOnlyList<StatusCount> NotHeld,
    FuzzyDate? FirstMet, FuzzyDate? LastMet, DaysSince? DaysSince) : ComputedResponse;

/// <summary>The query of the counts of meetings.</summary>
public sealed class MeetingStatsQuery : Query, IRefusedByData
{
    /// <summary>
    /// The dimension to group by, `company` by default. Repeat it to group by two. The group of an area includes all areas below it.
    /// </summary>
    public string[]? GroupBy { get; init; }

    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? Kind { get; init; }

    internal IReadOnlyList<Dimension> By => StatisticsReader.Dimensions(GroupBy, Dimension.Company);
}

public sealed class MeetingStatsQueryValidator : AbstractValidator<MeetingStatsQuery>
{
    public MeetingStatsQueryValidator()
    {
        RuleFor(q => q.GroupBy).TwoAtMost();
        RuleForEach(q => q.GroupBy).OneOf([.. Enum.GetValues<Dimension>().Where(d => d is not Dimension.Stage).Select(EnumNames.Write)]);
        RuleForEach(q => q.Kind).OneOf(default(MeetingKind?));
    }
}

/// <summary>The query of the counts of collaborations.</summary>
public sealed class CollaborationStatsQuery : Query, IRefusedByData
{
    /// <summary>
    /// The dimension to group by, `affiliate` by default. Repeat it to group by two. The group of an area includes all areas below it.
    /// </summary>
    public string[]? GroupBy { get; init; }

    internal IReadOnlyList<Dimension> By => StatisticsReader.Dimensions(GroupBy, Dimension.Affiliate);
}

public sealed class CollaborationStatsQueryValidator : AbstractValidator<CollaborationStatsQuery>
{
    public CollaborationStatsQueryValidator()
    {
        RuleFor(q => q.GroupBy).TwoAtMost();
        RuleForEach(q => q.GroupBy)
            .OneOf([.. new[] { Dimension.Affiliate, Dimension.Company, Dimension.Area, Dimension.Stage }.Select(EnumNames.Write)]);
    }
}

internal static class GroupingRules
{
    /// <summary>Requires one dimension, or two different ones.</summary>
    public static void TwoAtMost<T>(this IRuleBuilder<T, string[]?> rule)
    {
        rule.Rule("too_many", by => by.Length <= 2, s => s.MaxItems = 2, 2).Distinct();
    }
}
