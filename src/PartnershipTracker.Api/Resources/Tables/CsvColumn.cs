namespace PartnershipTracker.Resources.Tables;

/// <summary>A member of an item that a table shows in one or more columns.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Pointer">The JSON pointer of the member.</param>
/// <param name="Read">Reads the member from the cells of the columns.</param>
public sealed record CsvColumn(string[] Names, string Pointer, Func<IReadOnlyList<string?>, JsonNode?> Read)
{
    /// <summary>The table by which the member of an existing item is changed; null: by this one.</summary>
    public string? OtherTable { get; init; }

    /// <summary>Changes the existing member to the one that a row has; null: the latter replaces it.</summary>
    public Func<JsonNode? /* existing */, JsonNode? /* of the row */, RowCells, JsonNode?>? Apply { get; init; }

    /// <summary>Returns the column of a JSON pointer below the member; null: it is always the first column.</summary>
    public Func<string, IReadOnlyDictionary<string, string?>, string>? Within { get; init; }

    /// <summary>Creates a column whose cell is the text of the member.</summary>
    public static CsvColumn Text(string name, string pointer) => new([name], pointer, cells => cells[0]);
}

/// <summary>The cells of a row, beside those that the export has for the existing item.</summary>
public sealed record RowCells(IReadOnlyDictionary<string, string?> Cells, IReadOnlyDictionary<string, string?> Printed)
{
    public bool Has(string name) => Cells.ContainsKey(name);

    public bool IsChanged(string name) => Cells.TryGetValue(name, out var cell) && cell != Printed[name];

    /// <summary>Returns the cell of the row or, if it has no such column, that of the export.</summary>
    public string? Of(string name) => Cells.TryGetValue(name, out var cell) ? cell : Printed[name];
}
