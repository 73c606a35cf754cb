namespace PartnershipTracker.Resources.Tables;

/// <summary>Columns and functions for reading cells that the tables of several resources share.</summary>
public static class CsvColumns
{
    private const string Weak = " (weak)";

    public static readonly CsvColumn[] Name = [CsvColumn.Text("nameKo", "/name/ko"), CsvColumn.Text("nameEn", "/name/en")];

    public static readonly CsvColumn[] Title = [CsvColumn.Text("titleKo", "/title/ko"), CsvColumn.Text("titleEn", "/title/en")];

    public static readonly CsvColumn Aliases = new(["aliases"], "/aliases", cells => Each(cells[0], alias => new JsonObject
    {
        ["name"] = alias.EndsWith(Weak, StringComparison.Ordinal) ? alias[..^Weak.Length] : alias,
        ["weak"] = alias.EndsWith(Weak, StringComparison.Ordinal),
    }));

    /// <summary>Creates a column for a text member of the same name.</summary>
    public static CsvColumn Plain(string name) => CsvColumn.Text(name, $"/{name}");

    public static IEnumerable<CsvColumn> All(params string[] names) => names.Select(Plain);

    /// <summary>Splits a cell into the values that it lists, in their order.</summary>
    public static string[] Split(string? cell) => cell?.Split(Cells.Separator) ?? [];

    /// <summary>Returns the value at an index; null when the cell lists fewer values or an empty one.</summary>
    public static string? At(string[] values, int index) => index < values.Length && values[index].Length > 0 ? values[index] : null;

    public static JsonArray Each(string? cell, Func<string, JsonNode?> read) => [.. Split(cell).Select(read)];

    /// <summary>Reads a number. A text that is not a number stays as it is: reading the item refuses it.</summary>
    public static JsonNode? Number(string? cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : cell;
}
