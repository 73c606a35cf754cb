using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Resources.Crud;

/// <summary>The result of importing one item.</summary>
public enum ImportOutcome
{
    Create,
    Update,
    Unchanged,
    Refuse,
}

/// <summary>The definition of how a resource is read from files and written to files.</summary>
public abstract class ImportDefinition
{
    /// <summary>The tables that can be imported, with the columns of their CSV exports, and that of a year for dates without one.</summary>
    public abstract IReadOnlyList<(string Name, IReadOnlyList<string> Columns)> Tables { get; }

    /// <summary>The columns of dates, which a table may have as people write them.</summary>
    public IReadOnlyList<DateColumn> Dates { get; init; } = [];

    public abstract TResult Accept<TResult>(IImportVisitor<TResult> visitor);

    public static TPart Parse<TPart>(JsonNode item) => item.Deserialize<TPart>(ApiJson.Options)!;
}

/// <summary>A visitor of import definitions, which receives their type parameters.</summary>
public interface IImportVisitor<out TResult>
{
    TResult Visit<T, TItem, TResponse>(ImportDefinition<T, TItem, TResponse> definition)
        where T : Root, IResource, new()
        where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
        where TResponse : IFrom<T, TResponse>;
}

/// <summary>Imports one item without the batch.</summary>
/// <returns>The result.</returns>
public delegate Task<ImportOutcome> Upsert<in TItem>(
    IServiceProvider services, string idText, TItem item, CancellationToken cancellation);

/// <inheritdoc/>
/// <typeparam name="T">The entity.</typeparam>
/// <typeparam name="TItem">The item of a file: the request, or a type that holds more.</typeparam>
/// <typeparam name="TResponse">The body of a GET, which the change log keeps.</typeparam>
public sealed class ImportDefinition<T, TItem, TResponse> : ImportDefinition
    where T : Root, IResource, new()
    where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
    where TResponse : IFrom<T, TResponse>
{
    public override IReadOnlyList<(string Name, IReadOnlyList<string> Columns)> Tables =>
    [
        .. Table is null ? [] : new[] { (T.Resource, Dates.Count > 0 ? [.. Table.Names, .. DateCells.Years] : Table.Names) },
        .. Parts.Select(part => (part.Name, part.Mapping.Names)),
    ];

    /// <summary>Reads the item from JSON. A UUID is no part of it, a key is.</summary>
    public Func<JsonObject, TItem> Read { get; init; } = Parse<TItem>;

    /// <summary>The code of the hint for an item that describes the same as an earlier one of its file.</summary>
    public string RepeatedItem { get; init; } = "same_item";

    /// <summary>Writes an entity as the item that would create it.</summary>
    public Func<T, JsonObject> Write { get; init; } =
        root => (JsonObject)JsonSerializer.SerializeToNode(TItem.From(root), ApiJson.BareDates)!;

    /// <summary>The columns of the CSV table; null when the resource cannot be imported as a table.</summary>
    public CsvMapping<T>? Table { get; init; }

    /// <summary>The tables of parts, which change the roots that the table above or another file has created.</summary>
    public IReadOnlyList<PartTable<T>> Parts { get; init; } = [];

    /// <summary>Finds the ids of existing items by their content, for items that have neither id nor external id.</summary>
    public Func<TrackerDb, IReadOnlyList<TItem>, CancellationToken, Task<Func<TItem, string?>>>? Find { get; init; }

    /// <summary>The members that keep their values when an item omits them.</summary>
    public string[] KeptMembers { get; init; } = [];

    /// <summary>Completes new items with what their table rows do not state.</summary>
    public Func<TrackerDb, IReadOnlyList<NewRow>, CancellationToken, Task>? Complete { get; init; }

    /// <summary>Locks the rows that the items of a batch need before their own rows, in the order of locks.</summary>
    public Func<TrackerDb, IReadOnlyList<TItem>, CancellationToken, Task>? Lock { get; init; }

    /// <summary>Imports one item without the batch; null: the batch imports it.</summary>
    public Upsert<TItem>? Upsert { get; init; }

    public override TResult Accept<TResult>(IImportVisitor<TResult> visitor) => visitor.Visit(this);
}
