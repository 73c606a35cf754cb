namespace PartnershipTracker.Resources.Tables;

/// <summary>The texts of cells that are no values.</summary>
internal static class CellSigns
{
    private static readonly HashSet<string> Dashes = new(["-", "–", "—", "－", "−"], StringComparer.Ordinal);

    /// <summary>The results of formulas that failed, as spreadsheets write them, and what people write for no value.</summary>
    private static readonly HashSet<string> Errors = new(
        ["N/A", "n/a", "N.A.", "#N/A",
        "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"], StringComparer.Ordinal);

    /// <summary>Returns true for a dash, which means an empty cell.</summary>
    public static bool IsNothing(string cell) => Dashes.Contains(cell.Trim());

    public static bool IsError(string cell) => Errors.Contains(cell.Trim());
}
