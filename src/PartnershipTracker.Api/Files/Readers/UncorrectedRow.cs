using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// The mark of a refused row in the report of an import, where the report lacks what was refused, such as a merged cell: without it, the
/// same report would be imported. The mark is a hash of the cells, so that it counts only until one of them is corrected.
/// </summary>
internal static class UncorrectedRow
{
    private const string Prefix = "uncorrected-";

    /// <summary>The codes of faults that the report of a row does not show.</summary>
    private static readonly HashSet<string> Unshown =
        new(StringComparer.Ordinal) { "merged_cell", "merged_beside", "cells_differ", "nameless_cell", "formula_cell" };

    /// <summary>Returns the mark of a row with these faults; null if the report shows them.</summary>
    public static string? MarkOf(IEnumerable<string> codes, IEnumerable<string?> cells) =>
        codes.Any(Unshown.Contains) ? MarkOf(cells) : null;

    public static bool IsMark(string? id) => id?.StartsWith(Prefix, StringComparison.Ordinal) is true;

    /// <summary>Returns the mark of these cells. Their order and blank ones make no difference.</summary>
    public static string MarkOf(IEnumerable<string?> cells)
    {
        var texts = cells.Select(cell => cell?.Trim() ?? "").Where(cell => cell.Length > 0).Order(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts)));

        return Prefix + Convert.ToHexStringLower(hash.AsSpan(0, 6));
    }
}
