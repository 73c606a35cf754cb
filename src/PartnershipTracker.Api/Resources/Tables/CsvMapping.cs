namespace PartnershipTracker.Resources.Tables;

/// <summary>The mapping between the table of a collection, as its export writes it, and the members of its items.</summary>
/// <param name="Names">The columns of the export. Those without a <see cref="CsvColumn"/> follow from others and are ignored.</param>
/// <param name="Columns">The columns that are read.</param>
/// <param name="Print">Returns the cells that the export has for some entities, by the key of their row, which is the id.</param>
public sealed record CsvMapping<T>(
    IReadOnlyList<string> Names, IReadOnlyList<CsvColumn> Columns,
    Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>>> Print)
{
    private const string Id = "id";

    /// <summary>Maps the columns of rows that follow from the entity alone.</summary>
    public static CsvMapping<T> Of<TRow>(Func<T, TRow> row, params CsvColumn[] columns) =>
        Of((_, roots, _) => Task.FromResult(roots.Select(row)), columns);

    public static CsvMapping<T> Of<TRow>(
        Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IEnumerable<TRow>>> rows, params CsvColumn[] columns) =>
        Of(rows, cells => cells[Id]!, columns);

    /// <summary>Maps the columns of rows with a key of their own.</summary>
    public static CsvMapping<T> Of<TRow>(
        Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IEnumerable<TRow>>> rows,
        Func<IReadOnlyDictionary<string, string?>, string> key, params CsvColumn[] columns) => new(
        TableColumns<TRow>.Names,
        columns,
        async (db, roots, cancellation) => (await rows(db, roots, cancellation)).Select(CellsOf).ToDictionary(
            key, IReadOnlyDictionary<string, string?> (row) => row, StringComparer.Ordinal));

    /// <summary>Reads the cells of a row as an item.</summary>
    /// <returns>The item, and the faults of cells that are not readable.</returns>
    public (JsonObject Item, IReadOnlyList<Fault> Faults) Read(IReadOnlyDictionary<string, string?> cells)
    {
        var (item, faults) = (new JsonObject(), new List<Fault>());

        foreach (var column in Columns.Where(c => c.Names.Any(cells.ContainsKey)))
        {
            var texts = column.Names.Select(name => cells.GetValueOrDefault(name)).ToList();
            Catch(faults, () => JsonMembers.Set(item, column.Pointer, column.Read(texts)));
        }

        if (cells.GetValueOrDefault(Id) is { } id)
        {
            item[Id] = id;
        }

        return (item, faults);
    }

    /// <summary>Applies the changed cells of a row to an existing item.</summary>
    /// <param name="existing">The existing item, which is changed.</param>
    /// <param name="item">The item that the row holds.</param>
    /// <param name="row">The cells of the row.</param>
    /// <returns>A fault for each changed cell that a table cannot change.</returns>
    public List<Fault> Change(JsonObject existing, JsonObject item, RowCells row)
    {
        var faults = new List<Fault>();

        foreach (var column in Columns.Where(c => c.Names.Any(row.IsChanged)))
        {
            if (column.OtherTable is not { } table)
            {
                Catch(faults, () => JsonMembers.Set(existing, column.Pointer, Changed(column, existing, item, row)));
            }
            else if (!IsSame(column, item, row))
            {
                faults.AddRange(column.Names.Where(row.IsChanged).Select(name => Fault.At($"#/{name}", "not_by_table", table)));
            }
        }

        return [.. faults.DistinctBy(f => f.Pointer)];
    }

    /// <summary>Returns the pointer of the column that shows a member; the pointer itself when no column does.</summary>
    public string? Place(string? pointer, IReadOnlyDictionary<string, string?> cells) =>
        pointer is null or "#" || cells.ContainsKey(pointer[2..]) ? pointer
        : Columns.Where(c => pointer[1..] == c.Pointer || pointer[1..].StartsWith(c.Pointer + "/", StringComparison.Ordinal)
                || c.Pointer.StartsWith(pointer[1..] + "/", StringComparison.Ordinal))
            .MaxBy(c => c.Pointer.Length) is not { } column ? pointer
        : pointer.Length > column.Pointer.Length + 1 && column.Within is { } within ? $"#/{within(pointer, cells)}"
        : $"#/{column.Names.FirstOrDefault(cells.ContainsKey) ?? column.Names[0]}";

    /// <summary>Returns the member after the change. A cell of it that has no column in the row is as the export has it.</summary>
    private static JsonNode? Changed(CsvColumn column, JsonObject existing, JsonObject item, RowCells row) =>
        column.Apply is { } apply ? apply(JsonMembers.At(existing, column.Pointer), JsonMembers.At(item, column.Pointer), row)
        : Array.TrueForAll(column.Names, row.Has) ? JsonMembers.At(item, column.Pointer)?.DeepClone()
        : column.Read([.. column.Names.Select(row.Of)]);

    /// <summary>Compares a row with the existing item; other names, another order and repetitions make no difference.</summary>
    private static bool IsSame(CsvColumn column, JsonObject item, RowCells row)
    {
        var known = column.Read([.. column.Names.Select(n => row.Has(n) ? row.Printed[n] : null)]);

        return Texts(known).SequenceEqual(Texts(JsonMembers.At(item, column.Pointer)));

        static IEnumerable<string> Texts(JsonNode? list) => InOrder(
            (list as JsonArray ?? []).OfType<JsonObject>().Select(one => string.Join(' ', one.Select(m => m.Value is JsonArray several
                ? string.Join(';', InOrder(several.Select(each => $"{each}")))
                : $"{m.Key} {m.Value?.ToJsonString()}"))));

        static IEnumerable<string> InOrder(IEnumerable<string> texts) => texts.Distinct().Order(StringComparer.Ordinal);
    }

    private static Dictionary<string, string?> CellsOf<TRow>(TRow row) => TableColumns<TRow>.Names.Zip(TableColumns<TRow>.Of(row))
        .ToDictionary(c => c.First, c => Cells.Print(c.Second) is { Length: > 0 } text ? text : null, StringComparer.Ordinal);

    private static void Catch(List<Fault> faults, Action read)
    {
        try
        {
            read();
        }
        catch (ProblemException unreadable)
        {
            faults.AddRange(unreadable.Faults);
        }
    }
}
