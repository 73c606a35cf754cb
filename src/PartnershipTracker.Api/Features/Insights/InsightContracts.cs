using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>One dimension of a matrix.</summary>
/// <param name="Dimension" example="affiliate">The kind of items on the axis.</param>
/// <param name="Items">The items: named items by name, areas as a tree, times in order.</param>
public sealed record Axis(Dimension Dimension, [property: MaxLength(Axis.MaxItems)] IReadOnlyList<AxisItem> Items)
{
    /// <summary>The most items of an axis; a query that finds more needs a filter.</summary>
    public const int MaxItems = 1000;
}

/// <summary>A row or a column.</summary>
/// <param name="Id" example="sk-hynix">
/// The key, or the time as `2024`, `2024-Q2` or `2024-06`; `uncertain` for dates that could be in two of them.
/// </param>
/// <param name="Name">The name; null for a time.</param>
/// <param name="Collaborations" example="3">
/// The number of distinct collaborations; null if an axis is no dimension of collaborations.
/// </param>
/// <param name="Meetings" example="3">The number of distinct meetings.</param>
/// <param name="From">The first day of a time, within the requested period; else null.</param>
/// <param name="To">The last day of a time, within the requested period; else null.</param>
public sealed record AxisItem(
    [property: MaxLength(Key.MaxLength)] string Id, LocalizedText? Name, int? Collaborations, int Meetings, DateOnly? From, DateOnly? To);

/// <summary>A key and its name.</summary>
/// <param name="Id" example="energy-solutions">The key.</param>
/// <param name="Name">The name in Korean and English.</param>
public sealed record Named([property: MaxLength(Key.MaxLength)] string Id, LocalizedText Name);

/// <summary>The number of collaborations in a stage.</summary>
/// <param name="Stage" example="expanding">The stage.</param>
/// <param name="Collaborations" example="4">The number of collaborations.</param>
public sealed record StageCount(CollaborationStage Stage, int Collaborations);

/// <summary>The number of meetings with a status.</summary>
/// <param name="Status" example="held">The status.</param>
/// <param name="Meetings" example="2">The number of meetings.</param>
public sealed record StatusCount(MeetingStatus Status, int Meetings);

internal static class StatusCounts
{
    /// <summary>The number of statuses.</summary>
    public const int Max = 3;

    public static readonly IReadOnlyList<MeetingStatus> NotHeld = [MeetingStatus.Planned, MeetingStatus.Cancelled];

    /// <summary>Returns the statuses that some meetings have.</summary>
    public static IReadOnlyList<StatusCount> Of(params IEnumerable<(MeetingStatus Status, int Meetings)> counts) =>
        [.. counts.Where(c => c.Meetings > 0).Select(c => new StatusCount(c.Status, c.Meetings)).OrderBy(c => c.Status)];

    /// <summary>Returns the statuses and their counts as the text of a table cell.</summary>
    public static string? Print(IEnumerable<StatusCount> statuses) =>
        Cells.Join(statuses.Select(s => $"{EnumNames.Write(s.Status)} {s.Meetings}"));
}

internal static class StageCounts
{
    /// <summary>Returns the stages and their counts as the text of a table cell.</summary>
    public static string? Print(IEnumerable<StageCount> stages) =>
        Cells.Join(stages.Select(s => $"{EnumNames.Write(s.Stage)} {s.Collaborations}"));
}
