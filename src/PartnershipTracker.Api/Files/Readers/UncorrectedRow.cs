using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// The mark of a refused row in the report of an import, where the report does not show what was refused, such as a merged cell: without
/// it, the same report would be imported. It consists of hashes of the cells that are to be corrected. Where the report lacks them, it
/// stays until it is removed.
/// </summary>
internal static class UncorrectedRow
{
    private const string Prefix = "uncorrected";
    private const string OfWholeRow = Prefix + "-row";

    /// <summary>The codes of faults of cells that the report shows, but not their faults.</summary>
    private static readonly HashSet<string> OfCells = new(StringComparer.Ordinal)
    {
        "merged_cell", "merged_beside", "formula_cell", "struck_cell",
    };

    /// <summary>The codes of faults of cells that the report does not have.</summary>
    private static readonly HashSet<string> OfRows = new(StringComparer.Ordinal) { "cells_differ", "nameless_cell" };

    /// <summary>Returns the mark of a row; null if the report shows its faults.</summary>
    /// <param name="faults">The codes of its faults, and the columns that they are about.</param>
    /// <param name="cells">Its cells by column.</param>
    public static string? MarkOf(IEnumerable<(string Code, string Column)> faults, IReadOnlyDictionary<string, string?> cells)
    {
        var all = faults.ToList();
        var hashes = all.Where(f => OfCells.Contains(f.Code)).Select(f => HashOf(f.Column, cells.GetValueOrDefault(f.Column))).Distinct();

        return all.Exists(f => OfRows.Contains(f.Code)) ? OfWholeRow
            : string.Join('-', hashes.Prepend(Prefix)) is var mark && mark != Prefix ? mark
            : null;
    }

    public static bool IsMark(string? id) => id?.StartsWith(Prefix + "-", StringComparison.Ordinal) is true;

    /// <summary>Returns true while one of the cells is as it was refused, or the report does not have it.</summary>
    public static bool IsUncorrected(string mark, IEnumerable<(string Column, string Cell)> cells) => mark == OfWholeRow
        || cells.Select(cell => HashOf(cell.Column, cell.Cell)).Intersect(mark.Split('-'), StringComparer.Ordinal).Any();

    private static string HashOf(string column, string? cell) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{column.Trim()}\n{cell?.Trim()}")).AsSpan(0, 6));
}
