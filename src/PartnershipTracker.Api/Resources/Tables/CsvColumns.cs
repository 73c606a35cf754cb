using System.Text.RegularExpressions;

namespace PartnershipTracker.Resources.Tables;

/// <summary>Columns and functions for reading cells that the tables of several resources share.</summary>
public static partial class CsvColumns
{
    public static readonly CsvColumn[] Name = [CsvColumn.Text("nameKo", "/name/ko"), CsvColumn.Text("nameEn", "/name/en")];

    public static readonly CsvColumn[] Title = [CsvColumn.Text("titleKo", "/title/ko"), CsvColumn.Text("titleEn", "/title/en")];

    public static readonly CsvColumn Aliases = new(["aliases"], "/aliases", cells => Each(cells[0], Alias));

    /// <summary>Creates a column for a text member of the same name.</summary>
    public static CsvColumn Plain(string name) => CsvColumn.Text(name, $"/{name}");

    public static IEnumerable<CsvColumn> All(params string[] names) => names.Select(Plain);

    /// <summary>Splits a cell into the values that it lists, in their order.</summary>
    public static string[] Split(string? cell) => cell?.Split(Cells.Separator) ?? [];

    /// <summary>Returns the value at an index; null when the cell lists fewer values or an empty one.</summary>
    public static string? At(string[] values, int index) => index < values.Length && values[index].Length > 0 ? values[index] : null;

    private static JsonObject Alias(string cell)
    {
        var parts = MarkedAlias().Match(cell).Groups;
        var alias = new JsonObject { ["name"] = parts["name"].Value, ["weak"] = parts["weak"].Success };

        if (parts["until"].Success)
        {
            alias["until"] = parts["until"].Value;
        }

        return alias;
    }

    [GeneratedRegex(
        @"^(?<name>.*?)(?<weak> \(weak\))?( \(until (?<until>[^()]+)\))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex MarkedAlias();

    public static JsonArray Each(string? cell, Func<string, JsonNode?> read) => [.. Split(cell).Select(read)];

    /// <summary>Reads a number. A text that is not a number stays as it is: reading the item refuses it.</summary>
    public static JsonNode? Number(string? cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : cell;
}
