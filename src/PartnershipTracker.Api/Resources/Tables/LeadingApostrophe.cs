namespace PartnershipTracker.Resources.Tables;

/// <summary>
/// The apostrophe before a text that a table would otherwise read as something else: as nothing (<c>-</c>), as an error of a formula
/// (<c>#N/A</c>) or, in CSV, as a formula. A text that begins with an apostrophe before such a text gets another one.
/// </summary>
internal static class LeadingApostrophe
{
    /// <summary>The signs that begin a formula. With Korean settings, spreadsheets accept the full-width ones too.</summary>
    private static readonly char[] FormulaSigns = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

    public static string Add(string text, bool isCsv) => IsNeeded(text, isCsv) ? "'" + text : text;

    /// <summary>Returns the text from which <see cref="Add"/> made the cell.</summary>
    public static string Remove(string cell, bool isCsv) => cell.StartsWith('\'') && IsNeeded(cell, isCsv) ? cell[1..] : cell;

    private static bool IsNeeded(string text, bool isCsv) => text.TrimStart('\'') is { Length: > 0 } rest
        && (CellSigns.IsNothing(rest) || CellSigns.IsError(rest) || (isCsv && FormulaSigns.Contains(rest[0])));
}
