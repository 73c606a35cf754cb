using System.Text.RegularExpressions;

namespace PartnershipTracker.Resources.Tables;

/// <summary>Several names in one cell, as people separate them.</summary>
public static partial class NameList
{
    /// <summary>The slashes within legal forms such as A/S, which are seen from behind the slash.</summary>
    private static readonly string SlashesOfForms = string.Concat(LegalForms.Latin.Select(form => form.Split('/'))
        .Where(form => form.Length == 2).Select(form => $@"(?!(?<=(\A|\W){form[0]}/){form[1]}(\W|\z))"));

    /// <summary>
    /// A slash that is not in a legal form, or a comma that no legal form follows and that groups no digits of a number. Neither is in
    /// brackets.
    /// </summary>
    private static readonly Regex Weak = new(
        $@"(?<!\\)(/{SlashesOfForms}|[,，、](?!\s*({string.Join('|', LegalForms.Latin.Select(Regex.Escape))})(\W|\z))"
            + @"(?!(?<=[0-9],)[0-9]{3}(?![0-9])))(?![^(（]*[)）])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Compiled,
        TimeSpan.FromSeconds(1));

    /// <summary>
    /// Completes a cell of an export: a single name that contains a separating comma or slash ends in a semicolon, so that it is not
    /// split when it is read.
    /// </summary>
    public static string? Print(string? cell) =>
        cell?.Contains(';', StringComparison.Ordinal) is false && (Breaks().IsMatch(cell) || Weak.IsMatch(cell)) ? $"{cell};" : cell;

    /// <summary>
    /// Rewrites a cell with names between the separators of an export. A cell with a semicolon or a line break is split only there; any
    /// other at commas and slashes, unless a backslash precedes them. A comma before a legal form (<c>Micron Technology, Inc.</c>) or
    /// in a number (<c>1,000</c>) is part of the name, and so is anything in brackets.
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

        var names = (Breaks().IsMatch(cell) ? Breaks() : Weak).Split(cell).Select(name => Escaped().Replace(name.Trim(), "${sign}"));

        return string.Join("; ", names.Where(name => name.Length > 0));
    }

    [GeneratedRegex(@"[\r\n]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"[；\r\n]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\\(?<sign>[/,，、])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();
}
