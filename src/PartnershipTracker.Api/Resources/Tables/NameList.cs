using System.Text.RegularExpressions;

namespace PartnershipTracker.Resources.Tables;

/// <summary>Several names in one cell, as people separate them.</summary>
public static partial class NameList
{
    /// <summary>
    /// Completes a cell of an export: a single name that contains a comma or a slash ends in a semicolon, so that it is not split when it
    /// is read.
    /// </summary>
    public static string? Print(string? cell) =>
        cell?.Contains(';', StringComparison.Ordinal) is false && (Breaks().IsMatch(cell) || Weak().IsMatch(cell)) ? $"{cell};" : cell;

    /// <summary>
    /// Rewrites a cell with names between the separators of an export. A cell with a semicolon or a line break is split only there; any
    /// other at commas and slashes, unless a backslash precedes them. A comma before a legal form (<c>Micron Technology, Inc.</c>) is part
    /// of the name.
    /// </summary>
    public static string? Join(string? cell)
    {
        if (cell is null)
        {
            return null;
        }

        if (cell.Contains(';', StringComparison.Ordinal))
        {
            return Lines().Replace(cell, "; ");
        }

        var names = (Breaks().IsMatch(cell) ? Breaks() : Weak()).Split(cell).Select(name => Escaped().Replace(name.Trim(), "${sign}"));

        return string.Join("; ", names.Where(name => name.Length > 0));
    }

    [GeneratedRegex(@"[\r\n]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"[；\r\n]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\\(?<sign>[/,，、])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(
        @"(?<!\\)(/|[,，、](?!\s*(inc|incorporated|ltd|limited|llc|llp|lp|corp|corporation|co|company|plc|gmbh|ag|sa|s\.a|nv|bv)\b\.?))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Weak();
}
