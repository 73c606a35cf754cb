namespace PartnershipTracker.Resources.Tables;

/// <summary>Columns and functions for reading cells that the tables of several resources share.</summary>
public static class CsvColumns
{
    public static readonly CsvColumn[] Name = [CsvColumn.Text("nameKo", "/name/ko"), CsvColumn.Text("nameEn", "/name/en")];

    public static readonly CsvColumn[] Title = [CsvColumn.Text("titleKo", "/title/ko"), CsvColumn.Text("titleEn", "/title/en")];

    public static readonly CsvColumn Aliases = new(["aliases"], "/aliases", cells => new JsonArray(
        [.. Cells.SplitAliases(NameList.Join(cells[0])).Select(alias => Alias(alias.Name, alias.IsWeak, alias.Until))]));

    /// <summary>Creates a column for a text member of the same name.</summary>
    public static CsvColumn Plain(string name) => CsvColumn.Text(name, $"/{name}");

    public static IEnumerable<CsvColumn> All(params string[] names) => names.Select(Plain);

    /// <summary>Creates a column for a whole number.</summary>
    public static CsvColumn Whole(string name) => new([name], $"/{name}", cells => Number(cells[0]));

    /// <summary>Creates a column for a list of texts.</summary>
    public static CsvColumn Texts(string name) => new([name], $"/{name}", cells => new JsonArray([.. Values(cells[0])]));

    /// <summary>Returns the values that a cell lists.</summary>
    public static IEnumerable<JsonNode> Values(string? cell) =>
        Cells.Split(cell).Where(value => value.Length > 0).Select(value => (JsonNode)value);

    private static JsonObject Alias(string name, bool isWeak, string? until)
    {
        var alias = new JsonObject { ["name"] = name, ["weak"] = isWeak };

        if (until is not null)
        {
            alias["until"] = until;
        }

        return alias;
    }

    /// <summary>Reads a number. A text that is not a number stays as it is: reading the item refuses it.</summary>
    public static JsonNode? Number(string? cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : cell;
}
