namespace PartnershipTracker.Resources.Tables;

/// <summary>A member of an item that a table shows in one or more columns.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Pointer">The JSON pointer of the member.</param>
/// <param name="Read">Reads the member from the cells of the columns.</param>
public sealed record CsvColumn(string[] Names, string Pointer, Func<IReadOnlyList<string?>, JsonNode?> Read)
{
    /// <summary>True when the table holds too little of the member to change an existing item.</summary>
    public bool IsForNewOnly { get; init; }

    /// <summary>Returns the column of a JSON pointer below the member; null: it is always the first column.</summary>
    public Func<string, IReadOnlyDictionary<string, string?>, string>? Within { get; init; }

    /// <summary>Creates a column whose cell is the text of the member.</summary>
    public static CsvColumn Text(string name, string pointer) => new([name], pointer, cells => cells[0]);
}

/// <summary>The mapping between the table of a collection, as its export writes it, and the members of its items.</summary>
/// <param name="Names">The columns of the export. Those without a <see cref="CsvColumn"/> follow from others and are ignored.</param>
/// <param name="Columns">The columns that are read.</param>
/// <param name="Print">Returns the cells that the export has for some entities, by id.</param>
public sealed record CsvMapping<T>(
    IReadOnlyList<string> Names, IReadOnlyList<CsvColumn> Columns,
    Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>>> Print)
{
    private const string Id = "id";

    /// <summary>Maps the columns of rows that follow from the entity alone.</summary>
    public static CsvMapping<T> Of<TRow>(Func<T, TRow> row, params CsvColumn[] columns) =>
        Of((_, roots, _) => Task.FromResult(roots.Select(row)), columns);

    public static CsvMapping<T> Of<TRow>(
        Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IEnumerable<TRow>>> rows, params CsvColumn[] columns) => new(
        TableColumns<TRow>.Names,
        columns,
        async (db, roots, cancellation) => (await rows(db, roots, cancellation)).Select(Cells).ToDictionary(
            row => row[Id]!, IReadOnlyDictionary<string, string?> (row) => row, StringComparer.Ordinal));

    /// <summary>Reads the cells of a row as an item.</summary>
    public JsonObject Read(IReadOnlyDictionary<string, string?> cells)
    {
        var item = new JsonObject();

        foreach (var column in Columns.Where(c => c.Names.Any(cells.ContainsKey)))
        {
            Set(item, column.Pointer, column.Read([.. column.Names.Select(n => cells.GetValueOrDefault(n))]));
        }

        if (cells.GetValueOrDefault(Id) is { } id)
        {
            item[Id] = id;
        }

        return item;
    }

    /// <summary>Applies the changed cells of a row to an existing item.</summary>
    /// <param name="existing">The existing item, which is changed.</param>
    /// <param name="item">The item that the row holds.</param>
    /// <param name="cells">The cells of the row.</param>
    /// <param name="printed">The cells that the export has for the existing item.</param>
    /// <returns>A fault for each changed cell that a table cannot change.</returns>
    public List<Fault> Change(
        JsonObject existing, JsonObject item, IReadOnlyDictionary<string, string?> cells, IReadOnlyDictionary<string, string?> printed)
    {
        var changed = Columns.Where(c => c.Names.Any(n => cells.TryGetValue(n, out var cell) && cell != printed[n])).ToList();

        foreach (var column in changed.Where(c => !c.IsForNewOnly))
        {
            Set(existing, column.Pointer, At(item, column.Pointer)?.DeepClone());
        }

        return changed.Where(c => c.IsForNewOnly && !IsSame(c, item, cells, printed))
            .SelectMany(c => c.Names.Where(n => cells.ContainsKey(n) && cells[n] != printed[n]))
            .Distinct().Select(name => Fault.At($"#/{name}", "not_by_table")).ToList();
    }

    /// <summary>Compares a row with the existing item; other names and another order make no difference.</summary>
    private static bool IsSame(
        CsvColumn column, JsonObject item, IReadOnlyDictionary<string, string?> cells, IReadOnlyDictionary<string, string?> printed)
    {
        var known = column.Read([.. column.Names.Select(n => cells.ContainsKey(n) ? printed[n] : null)]);

        return Texts(known).SequenceEqual(Texts(At(item, column.Pointer)));

        static IEnumerable<string> Texts(JsonNode? list) => InOrder(
            (list as JsonArray ?? []).OfType<JsonObject>().Select(one => string.Join(' ', one.Select(m => m.Value is JsonArray several
                ? string.Join(';', InOrder(several.Select(each => $"{each}")))
                : $"{m.Key} {m.Value?.ToJsonString()}"))));

        static IEnumerable<string> InOrder(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
    }

    /// <summary>Returns the pointer of the column that shows a member; the pointer itself when no column does.</summary>
    public string? Place(string? pointer, IReadOnlyDictionary<string, string?> cells) => pointer is null ? null
        : Columns.Where(c => pointer[1..] == c.Pointer || pointer[1..].StartsWith(c.Pointer + "/", StringComparison.Ordinal)
                || c.Pointer.StartsWith(pointer[1..] + "/", StringComparison.Ordinal))
            .MaxBy(c => c.Pointer.Length) is { } column ? $"#/{column.Within?.Invoke(pointer, cells) ?? column.Names[0]}" : pointer;

    private static Dictionary<string, string?> Cells<TRow>(TRow row) => TableColumns<TRow>.Names.Zip(TableColumns<TRow>.Of(row))
        .ToDictionary(c => c.First, c => Tables.Cells.Print(c.Second) is { Length: > 0 } text ? text : null, StringComparer.Ordinal);

    private static JsonNode? At(JsonObject item, string pointer) =>
        pointer.Split('/')[1..].Aggregate((JsonNode?)item, (at, step) => (at as JsonObject)?[step]);

    private static void Set(JsonObject item, string pointer, JsonNode? value)
    {
        var steps = pointer.Split('/')[1..];

        foreach (var step in steps[..^1])
        {
            item = item[step] as JsonObject ?? (JsonObject)(item[step] = new JsonObject());
        }

        item[steps[^1]] = value;
    }
}
