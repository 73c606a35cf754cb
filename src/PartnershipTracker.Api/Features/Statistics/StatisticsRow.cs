using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Statistics;

/// <summary>The meetings of a group as a row of a table.</summary>
internal sealed record MeetingStatsRow(
    string? Group, string? GroupKo, string? GroupEn, string? UncertainFrom, string? UncertainTo,
    string? Group2, string? Group2Ko, string? Group2En, string? UncertainFrom2, string? UncertainTo2,
    int Meetings, string? FirstMet, string? LastMet, int? DaysSinceLeast, int? DaysSinceMost)
{
    public static MeetingStatsRow From(MeetingGroup group)
    {
        var (first, second) = (group.Groups[0], group.Groups.ElementAtOrDefault(1));

        return new(
            first.Id, first.Name?.Ko, first.Name?.En, first.From, first.To,
            second?.Id, second?.Name?.Ko, second?.Name?.En, second?.From, second?.To,
            group.Meetings, group.FirstMet?.Edtf, group.LastMet?.Edtf, group.DaysSince?.Least, group.DaysSince?.Most);
    }
}

/// <summary>The collaborations of a group as a row of a table.</summary>
internal sealed record CollaborationStatsRow(
    string? Group, string? GroupKo, string? GroupEn, string? Group2, string? Group2Ko, string? Group2En, int Collaborations, string? Stages)
{
    public static CollaborationStatsRow From(CollaborationGroup group)
    {
        var (first, second) = (group.Groups[0], group.Groups.ElementAtOrDefault(1));

        return new(
            first.Id, first.Name?.Ko, first.Name?.En, second?.Id, second?.Name?.Ko, second?.Name?.En, group.Collaborations,
            StageCounts.Print(group.Stages));
    }
}
