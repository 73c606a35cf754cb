using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Insights;

/// <summary>An insight as a flat table, for dashboards and spreadsheets. Its files have the same columns.</summary>
/// <param name="Items">The rows. Each has all columns, and null in empty cells.</param>
public sealed record InsightTable<TRow>([property: MaxLength(Axis.MaxItems * Axis.MaxItems)] IReadOnlyList<TRow> Items)
    : ComputedResponse, IAuditedRead, IInsightTable
{
    internal IReadOnlyList<AuditedRead> Reads { get; init; } = [];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Reads;

    IResult IInsightTable.ToFile(string name) => new TableFile<TRow>(name, Items.ToExport(this));
}

/// <summary>A table of any rows.</summary>
internal interface IInsightTable
{
    /// <summary>Makes the file, in the format of the route.</summary>
    /// <param name="name">The name of the file, without date and extension.</param>
    IResult ToFile(string name);
}

internal static class InsightTable
{
    public static Ok<InsightTable<TRow>> Of<TRow>(IEnumerable<TRow> rows, IAuditedRead? shown = null) =>
        TypedResults.Ok(new InsightTable<TRow>([.. rows]) { Reads = [.. shown?.Reads ?? []] });
}
