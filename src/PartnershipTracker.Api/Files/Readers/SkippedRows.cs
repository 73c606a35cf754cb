using System.Text.RegularExpressions;

namespace PartnershipTracker.Files.Readers;

/// <summary>The recognition of rows that people write for readers: totals, footnotes and empty rows.</summary>
internal static partial class SkippedRows
{
    public static bool IsBlank(string cell) => string.IsNullOrWhiteSpace(cell) || CellSigns.IsNothing(cell);

    /// <summary>Returns true for the header of a column of totals.</summary>
    public static bool IsTotal(string header) => KoreanTotal().IsMatch(header.Trim()) || EnglishTotal().IsMatch(header.Trim());

    /// <summary>Returns the code of the note about a row that is no item; null for an item.</summary>
    public static string? ReasonOf(IEnumerable<string> cells)
    {
        List<string> filled = [.. cells.Where(cell => !IsBlank(cell)).Select(cell => cell.Trim())];

        return filled switch
        {
            [] => "empty_row",
            [var only] when Footnote().IsMatch(only) && !Company().IsMatch(only) => "footnote",
            [var first, .. var others] when KoreanTotal().IsMatch(first) && others.TrueForAll(Count().IsMatch) => "subtotal",
            [var first, _, ..] when EnglishTotal().IsMatch(first) && filled[1..].TrueForAll(Count().IsMatch) => "subtotal",
            _ => null,
        };
    }

    /// <summary>
    /// Returns true for a row that is called a total but has cells that are no numbers, or none at all, and for a single word that may be a
    /// note or the name of a company.
    /// </summary>
    public static bool IsUnclear(IEnumerable<string> cells)
    {
        List<string> filled = [.. cells.Where(cell => !IsBlank(cell)).Select(cell => cell.Trim())];

        return ReasonOf(filled) is null
            && filled is [var first, ..]
            && (KoreanTotal().IsMatch(first) || (filled.Count == 1 && (EnglishTotal().IsMatch(first) || Company().IsMatch(first))));
    }

    [GeneratedRegex(
        @"\A([*＊※†]|\[?(주|주석|출처|자료|참고|source|sources|note|notes)\s*\d*\s*[\]):：])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Footnote();

    /// <summary>The legal form of a company without its first bracket, and a word.</summary>
    [GeneratedRegex(@"\A주\)\S+\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Company();

    [GeneratedRegex(@"\A(합\s*계|소\s*계|총\s*계|누\s*계|총\s*합계|계)\s*[:：]?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KoreanTotal();

    [GeneratedRegex(
        @"\A((grand|sub)[\s-]*)?totals?\s*:?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex EnglishTotal();

    /// <summary>A number, with a unit or without.</summary>
    [GeneratedRegex(
        @"\A(총\s*)?[\d,.]+\s*(건|개|개사|개국|명|회|곳|차|%|items?|meetings?|rows?)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Count();
}
