using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Statistics;

/// <summary>The meetings of a group as a row of a table.</summary>
/// <param name="Group" example="openai">The first key of the group, as in the counts.</param>
/// <param name="GroupKo" example="오픈AI">Its name in Korean, if it has one.</param>
/// <param name="GroupEn" example="OpenAI">Its name in English, if it has one.</param>
/// <param name="UncertainFrom">If it is `uncertain`, the first possible time.</param>
/// <param name="UncertainTo">If it is `uncertain`, the last possible time.</param>
/// <param name="Group2">The second key of the group; null if there is one dimension.</param>
/// <param name="Group2Ko">Its name in Korean, if it has one.</param>
/// <param name="Group2En">Its name in English, if it has one.</param>
/// <param name="UncertainFrom2">If it is `uncertain`, the first possible time.</param>
/// <param name="UncertainTo2">If it is `uncertain`, the last possible time.</param>
/// <param name="Meetings" example="1">The number of meetings.</param>
/// <param name="FirstMet">The date of the first held meeting, as precisely as it is known.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="DaysSinceLeast" example="868">The least number of days since then.</param>
/// <param name="DaysSinceMost" example="885">The greatest number of days since then.</param>
public sealed record MeetingStatsRow(
    [property: MaxLength(Statistics.Group.MaxLength)] string? Group,
    [property: MaxLength(LocalizedText.MaxLength)] string? GroupKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? GroupEn,
    [property: MaxLength(Statistics.Group.MaxTime)] string? UncertainFrom,
    [property: MaxLength(Statistics.Group.MaxTime)] string? UncertainTo,
    [property: MaxLength(Statistics.Group.MaxLength)] string? Group2,
    [property: MaxLength(LocalizedText.MaxLength)] string? Group2Ko,
    [property: MaxLength(LocalizedText.MaxLength)] string? Group2En,
    [property: MaxLength(Statistics.Group.MaxTime)] string? UncertainFrom2,
    [property: MaxLength(Statistics.Group.MaxTime)] string? UncertainTo2,
    int Meetings,
    [property: MaxLength(FuzzyDate.MaxLength)] string? FirstMet,
    [property: MaxLength(FuzzyDate.MaxLength)] string? LastMet, int? DaysSinceLeast, int? DaysSinceMost)
{
    internal static MeetingStatsRow From(MeetingGroup group)
    {
        var (first, second) = (group.Groups[0], group.Groups.ElementAtOrDefault(1));

        return new(
            first.Id, first.Name?.Ko, first.Name?.En, first.From, first.To,
            second?.Id, second?.Name?.Ko, second?.Name?.En, second?.From, second?.To,
            group.Meetings, group.FirstMet?.Edtf, group.LastMet?.Edtf, group.DaysSince?.Least, group.DaysSince?.Most);
    }
}

/// <summary>The collaborations of a group as a row of a table.</summary>
/// <param name="Group" example="sk-hynix">The first key of the group.</param>
/// <param name="GroupKo" example="SK하이닉스">Its name in Korean, if it has one.</param>
/// <param name="GroupEn" example="SK hynix">Its name in English, if it has one.</param>
/// <param name="Group2">The second key of the group; null if there is one dimension.</param>
/// <param name="Group2Ko">Its name in Korean, if it has one.</param>
/// <param name="Group2En">Its name in English, if it has one.</param>
/// <param name="Collaborations" example="4">The number of collaborations.</param>
/// <param name="Stages" example="active 1; expanding 3">The stages of the collaborations, with the number in each.</param>
public sealed record CollaborationStatsRow(
    [property: MaxLength(Statistics.Group.MaxLength)] string? Group,
    [property: MaxLength(LocalizedText.MaxLength)] string? GroupKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? GroupEn,
    [property: MaxLength(Statistics.Group.MaxLength)] string? Group2,
    [property: MaxLength(LocalizedText.MaxLength)] string? Group2Ko,
    [property: MaxLength(LocalizedText.MaxLength)] string? Group2En,
    int Collaborations, [property: MaxLength(Rules.ShortText)] string? Stages)
{
    internal static CollaborationStatsRow From(CollaborationGroup group)
    {
        var (first, second) = (group.Groups[0], group.Groups.ElementAtOrDefault(1));

        return new(
            first.Id, first.Name?.Ko, first.Name?.En, second?.Id, second?.Name?.Ko, second?.Name?.En, group.Collaborations,
            StageCounts.Print(group.Stages));
    }
}

/// <summary>The register in a few numbers, as a row of a table.</summary>
/// <param name="Companies" example="6">The number of companies.</param>
/// <param name="Affiliates" example="3">The number of affiliates, the group itself included.</param>
/// <param name="People" example="2">The number of people.</param>
/// <param name="Areas" example="10">The number of areas.</param>
/// <param name="Trips" example="1">The number of trips.</param>
/// <param name="Collaborations" example="7">The number of collaborations.</param>
/// <param name="Stages" example="active 3; expanding 4">The stages of the collaborations, with the number in each.</param>
/// <param name="Meetings" example="8">The number of held meetings.</param>
/// <param name="Kinds" example="executive_meeting 6">The kinds of the held meetings, with the number of each.</param>
/// <param name="NotHeld" example="planned 1; cancelled 2">The numbers of planned and of cancelled meetings.</param>
/// <param name="FirstMet">The date of the first held meeting, as precisely as it is known.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="DaysSinceLeast" example="868">The least number of days since then.</param>
/// <param name="DaysSinceMost" example="885">The greatest number of days since then.</param>
public sealed record SummaryRow(
    int Companies, int Affiliates, int People, int Areas, int Trips,
    int Collaborations, [property: MaxLength(Rules.ShortText)] string? Stages,
    int Meetings, [property: MaxLength(Rules.ShortText)] string? Kinds, [property: MaxLength(Rules.ShortText)] string? NotHeld,
    [property: MaxLength(FuzzyDate.MaxLength)] string? FirstMet,
    [property: MaxLength(FuzzyDate.MaxLength)] string? LastMet, int? DaysSinceLeast, int? DaysSinceMost)
{
    internal static SummaryRow From(SummaryResponse all) => new(
        all.Companies, all.Affiliates, all.People, all.Areas, all.Trips, all.Collaborations, StageCounts.Print(all.Stages),
        all.Meetings, Cells.Join(all.Kinds.Select(k => $"{EnumNames.Write(k.Kind)} {k.Meetings}")), StatusCounts.Print(all.NotHeld),
        all.FirstMet?.Edtf, all.LastMet?.Edtf, all.DaysSince?.Least, all.DaysSince?.Most);
}
