using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Statistics;

/// <summary>Meetings by group.</summary>
/// <param name="GroupBy" example="[&quot;company&quot;]">What they are grouped by.</param>
/// <param name="Items">The groups: times in order, others by how many meetings they have.</param>
/// <param name="Meetings" example="8">Distinct meetings in any of the groups.</param>
public sealed record MeetingStatsResponse(
    [property: MaxLength(2)] IReadOnlyList<Dimension> GroupBy,
    [property: MaxLength(StatisticsReader.MaxGroups)] IReadOnlyList<MeetingGroup> Items, int Meetings) : ComputedResponse;

/// <summary>The meetings of a group.</summary>
/// <param name="Groups">What they have in common, one for each that they are grouped by.</param>
/// <param name="Meetings" example="1">How many.</param>
/// <param name="FirstMet">When people first met, as exactly as is known; of the meetings that were held.</param>
/// <param name="LastMet">When people last met, as exactly as is known; of the meetings that were held.</param>
/// <param name="DaysSince">How many days ago that was, counted in Korea.</param>
public sealed record MeetingGroup(
    [property: MaxLength(2)] IReadOnlyList<Group> Groups, int Meetings, FuzzyDate? FirstMet, FuzzyDate? LastMet, DaysSince? DaysSince);

/// <summary>What things have in common.</summary>
/// <param name="Id" example="openai">
/// A key; a time as `2024`, `2024-Q2` or `2024-06`; a place; `uncertain` for what could fall in several times; null for no place.
/// </param>
/// <param name="Name">Its name, where it is something that has one.</param>
/// <param name="From" example="2024-06">With `uncertain`: the first time that it may be.</param>
/// <param name="To" example="2024-07">With `uncertain`: the last time that it may be.</param>
public sealed record Group(
    [property: MaxLength((2 * Rules.ShortText) + 6)] string? Id, LocalizedText? Name,
    [property: MaxLength(7)] string? From = null, [property: MaxLength(7)] string? To = null);

/// <summary>How long ago something was.</summary>
/// <param name="Least" example="868">In days, at the least.</param>
/// <param name="Most" example="885">In days, at the most.</param>
public sealed record DaysSince(int Least, int Most)
{
    public static DaysSince? Of(FuzzyDate? date, DateOnly today) => date is null
        ? null
        : new(Math.Max(0, today.DayNumber - date.Latest.DayNumber), Math.Max(0, today.DayNumber - date.Earliest.DayNumber));
}

/// <summary>Collaborations by group.</summary>
/// <param name="GroupBy" example="[&quot;affiliate&quot;]">What they are grouped by.</param>
/// <param name="Items">The groups, by how many collaborations they have.</param>
/// <param name="Collaborations" example="7">Distinct collaborations in any of the groups.</param>
public sealed record CollaborationStatsResponse(
    [property: MaxLength(2)] IReadOnlyList<Dimension> GroupBy,
    [property: MaxLength(StatisticsReader.MaxGroups)] IReadOnlyList<CollaborationGroup> Items, int Collaborations) : ComputedResponse;

/// <summary>The collaborations of a group.</summary>
/// <param name="Groups">What they have in common, one for each that they are grouped by.</param>
/// <param name="Collaborations" example="4">How many.</param>
/// <param name="Stages">The stages that they are in.</param>
public sealed record CollaborationGroup(
    [property: MaxLength(2)] IReadOnlyList<Group> Groups, int Collaborations, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages);

/// <summary>How many meetings there are of a kind.</summary>
/// <param name="Kind" example="executive_meeting">The kind.</param>
/// <param name="Meetings" example="6">How many meetings.</param>
public sealed record KindCount(MeetingKind Kind, int Meetings);

/// <summary>The register in a handful of numbers.</summary>
/// <param name="Companies" example="6">Companies.</param>
/// <param name="Affiliates" example="3">Affiliates, the group itself included.</param>
/// <param name="People" example="2">People.</param>
/// <param name="Areas" example="10">Areas.</param>
/// <param name="Trips" example="1">Trips.</param>
/// <param name="Collaborations" example="7">Collaborations.</param>
/// <param name="Stages">The stages that the collaborations are in.</param>
/// <param name="Meetings" example="8">Meetings.</param>
/// <param name="Kinds">The kinds that the meetings are of.</param>
/// <param name="FirstMet">When people first met, as exactly as is known; of the meetings that were held.</param>
/// <param name="LastMet">When people last met, as exactly as is known; of the meetings that were held.</param>
/// <param name="DaysSince">How many days ago that was, counted in Korea.</param>
public sealed record SummaryResponse(
    int Companies, int Affiliates, int People, int Areas, int Trips,
    int Collaborations, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages,
    int Meetings, [property: MaxLength(4)] IReadOnlyList<KindCount> Kinds,
    FuzzyDate? FirstMet, FuzzyDate? LastMet, DaysSince? DaysSince) : ComputedResponse;

/// <summary>What meetings can be grouped by.</summary>
public sealed class MeetingStatsQuery : Query
{
    /// <summary>
    /// What to group by, `company` unless said; repeated, by both at once. An area's group includes everything below it.
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

/// <summary>What collaborations can be grouped by.</summary>
public sealed class CollaborationStatsQuery : Query
{
    /// <summary>
    /// What to group by, `affiliate` unless said; repeated, by both at once. An area's group includes everything below it.
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
    /// <summary>One, or two that are not the same.</summary>
    public static void TwoAtMost<T>(this IRuleBuilder<T, string[]?> rule)
    {
        rule.Must(by => by is null or { Length: <= 2 }).WithErrorCode("too_many").WithState(_ => new object[] { 2 });
        rule.Must(by => by is null || by.Distinct().Count() == by.Length).WithErrorCode("duplicate_item")
            .WithState((_, by) => new object[] { by![0] });
    }
}
