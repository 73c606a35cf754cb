using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Tables;

/// <summary>A member of an item that a table shows, in a column or in several.</summary>
/// <param name="Names">The columns.</param>
/// <param name="Pointer">The member, as a JSON pointer.</param>
/// <param name="Read">What the cells say of it.</param>
public sealed record CsvColumn(string[] Names, string Pointer, Func<IReadOnlyList<string?>, JsonNode?> Read)
{
    /// <summary>Whether a table says too little of it to change what is there.</summary>
    public bool IsForNewOnly { get; init; }

    /// <summary>Which of the columns something inside the member is in, where that is not the first.</summary>
    public Func<string, IReadOnlyDictionary<string, string?>, string>? Within { get; init; }

    /// <summary>A column whose cell is the text of the member.</summary>
    public static CsvColumn Text(string name, string pointer) => new([name], pointer, cells => cells[0]);
}

/// <summary>What a table of a collection, as its export writes it, says of the items.</summary>
/// <param name="Names">The columns that the export has; those of no <see cref="CsvColumn"/> follow from others, and are passed over.</param>
/// <param name="Columns">What each column means.</param>
/// <param name="Print">The cells that the export has for some of them, by id.</param>
public sealed record CsvMapping<T>(
    IReadOnlyList<string> Names, IReadOnlyList<CsvColumn> Columns,
    Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>>> Print)
{
    private const string Id = "id";

    /// <summary>Maps the columns of rows that need nothing but the entity.</summary>
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

    /// <summary>Makes of what is there what a row makes of it.</summary>
    /// <param name="whole">What is there.</param>
    /// <param name="item">What the row says.</param>
    /// <param name="cells">The cells of the row.</param>
    /// <param name="printed">The cells that the export has for it.</param>
    /// <returns>What of it a table cannot change.</returns>
    public List<Fault> Change(
        JsonObject whole, JsonObject item, IReadOnlyDictionary<string, string?> cells, IReadOnlyDictionary<string, string?> printed)
    {
        var changed = Columns.Where(c => c.Names.Any(n => cells.TryGetValue(n, out var cell) && cell != printed[n])).ToList();

        foreach (var column in changed.Where(c => !c.IsForNewOnly))
        {
            Set(whole, column.Pointer, At(item, column.Pointer)?.DeepClone());
        }

        return changed.Where(c => c.IsForNewOnly && !IsSame(c, item, cells, printed))
            .SelectMany(c => c.Names.Where(n => cells.ContainsKey(n) && cells[n] != printed[n]))
            .Distinct().Select(name => Fault.At($"#/{name}", "not_by_table")).ToList();
    }

    /// <summary>Whether a row means what is there, although it may name it otherwise or in another order.</summary>
    private static bool IsSame(
        CsvColumn column, JsonObject item, IReadOnlyDictionary<string, string?> cells, IReadOnlyDictionary<string, string?> printed)
    {
        var known = column.Read([.. column.Names.Select(n => cells.ContainsKey(n) ? printed[n] : null)]);

        return Said(known).SequenceEqual(Said(At(item, column.Pointer)));

        static IEnumerable<string> Said(JsonNode? list) => InOrder(
            (list as JsonArray ?? []).OfType<JsonObject>().Select(one => string.Join(' ', one.Select(m => m.Value is JsonArray several
                ? string.Join(';', InOrder(several.Select(each => $"{each}")))
                : $"{m.Key} {m.Value?.ToJsonString()}"))));

        static IEnumerable<string> InOrder(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);
    }

    /// <summary>The column that a member is in.</summary>
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
