using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Insights;

/// <summary>One dimension of a matrix.</summary>
/// <param name="Dimension" example="affiliate">What its items are.</param>
/// <param name="Items">Its items: named things by name, areas as a tree, times in order.</param>
public sealed record Axis(Dimension Dimension, [property: MaxLength(Axis.MaxItems)] IReadOnlyList<AxisItem> Items)
{
    /// <summary>The most items that an axis has; beyond that, it takes a filter.</summary>
    public const int MaxItems = 1000;
}

/// <summary>A row or a column.</summary>
/// <param name="Id" example="sk-hynix">
/// Its key, or the time as `2024`, `2024-Q2` or `2024-06`; `uncertain` for what could fall in two of them.
/// </param>
/// <param name="Name">Its name; null of a time.</param>
/// <param name="Collaborations" example="3">Distinct collaborations in it; null where an axis is nothing that collaborations have.</param>
/// <param name="Meetings" example="3">Distinct meetings in it.</param>
public sealed record AxisItem([property: MaxLength(Key.MaxLength)] string Id, LocalizedText? Name, int? Collaborations, int Meetings);

/// <summary>Something by its key and name.</summary>
/// <param name="Id" example="energy-solutions">Its key.</param>
/// <param name="Name">Its name in Korean and English.</param>
public sealed record Named([property: MaxLength(Key.MaxLength)] string Id, LocalizedText Name);

/// <summary>How many are in a stage.</summary>
/// <param name="Stage" example="expanding">The stage.</param>
/// <param name="Collaborations" example="4">How many collaborations.</param>
public sealed record StageCount(CollaborationStage Stage, int Collaborations);

internal static class StageCounts
{
    /// <summary>The stages and their counts as a cell of a table has them.</summary>
    public static string? Print(IEnumerable<StageCount> stages) =>
        Cells.Join(stages.Select(s => $"{EnumNames.Write(s.Stage)} {s.Collaborations}"));
}
