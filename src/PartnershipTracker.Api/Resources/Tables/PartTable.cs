namespace PartnershipTracker.Resources.Tables;

/// <summary>A table of the parts of roots, such as the participants of meetings, with a row for each part.</summary>
/// <param name="Name">The name of the table, as in URLs.</param>
/// <param name="Member">The member of an item that lists the parts.</param>
/// <param name="Key">The member of a part that identifies it within its root.</param>
/// <param name="Mapping">The columns. The pointers are those within a part, and the key of a row is that of <see cref="KeyOf"/>.</param>
public sealed record PartTable<T>(string Name, string Member, string Key, CsvMapping<T> Mapping)
    where T : Root
{
    /// <summary>Maps the rows of parts.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="member">The member of an item that lists the parts.</param>
    /// <param name="key">The member of a part that identifies it, which is also a column.</param>
    /// <param name="root">The column with the id of the root. Its external id is in the column <c>{root}ExternalId</c>.</param>
    /// <param name="rows">Returns the rows of some roots.</param>
    /// <param name="columns">The columns that are read.</param>
    public static PartTable<T> Of<TRow>(
        string name, string member, string key, string root,
        Func<TrackerDb, IReadOnlyList<T>, CancellationToken, Task<IEnumerable<TRow>>> rows, params CsvColumn[] columns) =>
        new(name, member, key, CsvMapping<T>.Of(rows, cells => KeyOf(cells[root]!, cells[key]!), columns)) { Root = root };

    /// <summary>The column with the id of the root.</summary>
    public required string Root { get; init; }

    /// <summary>The column with the external id of the root.</summary>
    public string RootExternalId => $"{Root}ExternalId";

    /// <summary>Returns the key of a row: that of its part, within that of its root.</summary>
    public static string KeyOf(string root, string part) => $"{root}/{part}";
}

/// <summary>A row of a table that is about to become a new item.</summary>
/// <param name="Item">The item, which may be completed.</param>
/// <param name="Cells">The cells of the row.</param>
/// <param name="HasTable">Returns true for the name of a table that is in the same file.</param>
public sealed record NewRow(JsonObject Item, IReadOnlyDictionary<string, string?> Cells, Func<string, bool> HasTable)
{
    /// <summary>The faults that are found in the row.</summary>
    public List<Fault> Faults { get; } = [];
}
