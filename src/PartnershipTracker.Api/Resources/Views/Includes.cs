namespace PartnershipTracker.Resources.Views;

/// <summary>A related resource that a response can include.</summary>
/// <param name="Name">The value of <c>include</c> that selects it.</param>
/// <param name="Collection">The collection of the related items.</param>
/// <param name="Shown">The response type of the related items.</param>
/// <param name="IsLimited">True when there may be more related items than are included.</param>
public abstract record IncludeDefinition(string Name, string Collection, Type Shown, bool IsLimited);

/// <summary>A related resource of items with the response type <typeparamref name="TResponse"/>. Finding it takes one statement.</summary>
public sealed record IncludeDefinition<TResponse>(
    string Name, string Collection, Type Shown, bool IsLimited,
    Func<TrackerDb, IReadOnlyList<TResponse>, Included, CancellationToken, Task> Find)
    : IncludeDefinition(Name, Collection, Shown, IsLimited);

/// <summary>The kinds of includes.</summary>
public static class Include
{
    /// <summary>Returns the key of a reference that may be absent.</summary>
    public static string[] Optional(string? key) => key is null ? [] : [key];

    /// <summary>Includes the items that a response refers to by id.</summary>
    public static IncludeDefinition<TResponse> Referenced<TResponse, T, TShown, TId>(
        string name, Func<TResponse, IEnumerable<TId>> references)
        where T : Root, IResource
        where TShown : IRootResponse<TId>, IFrom<T, TShown> => new(
        name, T.Resource, typeof(TShown), IsLimited: false, async (db, items, found, cancellation) =>
        {
            var ids = items.SelectMany(references).Distinct().ToArray();

            if (ids.Length > 0)
            {
                var rows = db.Set<T>().Where(r => ids.Contains(EF.Property<TId>(r, "Id")));
                found.Add<T>(await rows.ToRendered<T, TShown>(cancellation));
            }
        });

    /// <summary>Includes the first items that refer to the items of a response, and the URL of their list where there are more.</summary>
    /// <param name="name">The value of <c>include</c> that selects it.</param>
    /// <param name="id">Reads the id of an item.</param>
    /// <param name="first">Queries the first items that refer to each of these ids, up to the given number for each id.</param>
    /// <param name="reference">Reads the id that a referring item refers to.</param>
    /// <param name="list">Returns the URL of the list of all items that refer to an id, relative to the API.</param>
    public static IncludeDefinition<TResponse> Referring<TResponse, T, TShown, TId>(
        string name, Func<TResponse, TId> id, Func<TrackerDb, TId[], int, IQueryable<T>> first, Func<T, TId?> reference,
        Func<TId, string> list)
        where T : Root, IResource
        where TId : notnull
        where TShown : IFrom<T, TShown> => new(
        name, T.Resource, typeof(TShown), IsLimited: true, async (db, items, found, cancellation) =>
        {
            var ids = items.Select(id).ToArray();
            var max = found.IsOfOne ? Includes.MaxOfOne : Includes.MaxOfEach;
            var rows = ids.Length == 0 ? [] : await first(db, ids, max + 1).AsNoTracking().ToListAsync(cancellation);

            foreach (var group in rows.GroupBy(reference))
            {
                found.Add<T>(group.Take(max).Select(Rendered.Of<T, TShown>));

                if (group.Count() > max)
                {
                    found.AddMore(T.Resource, $"{group.Key}", list(group.Key!));
                }
            }
        });
}

/// <summary>All includes of a response.</summary>
public abstract class Includes
{
    /// <summary>The largest number of referring items included with one item.</summary>
    public const int MaxOfOne = ListFilter.MaxLimit;

    /// <summary>The largest number of referring items included with each item of a list.</summary>
    public const int MaxOfEach = 20;

    public abstract IReadOnlyList<IncludeDefinition> All { get; }

    public IEnumerable<string> Names => All.Select(r => r.Name);
}

/// <summary>All includes of items with the response type <typeparamref name="TResponse"/>.</summary>
public sealed class Includes<TResponse>(IReadOnlyList<IncludeDefinition<TResponse>> all) : Includes
{
    public override IReadOnlyList<IncludeDefinition> All => all;

    /// <summary>Finds the related items of the includes with these names.</summary>
    internal async Task Find(
        TrackerDb db, IReadOnlyList<TResponse> items, IReadOnlySet<string> names, Included found, CancellationToken cancellation)
    {
        foreach (var include in all.Where(i => names.Contains(i.Name)))
        {
            found.Begin(include.Collection);
            await include.Find(db, items, found, cancellation);
        }
    }
}

/// <summary>The related items in a response, each of them once, by collection and id.</summary>
public sealed class Included(string api, bool isOfOne)
{
    private readonly SortedDictionary<string, SortedDictionary<string, Rendered>> _found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _more = new(StringComparer.Ordinal);

    /// <summary>True beside one item; false beside a list.</summary>
    public bool IsOfOne => isOfOne;

    public IEnumerable<AuditedRead> Reads =>
        _found.Values.SelectMany(items => items.Values).SelectMany(item => ((IAuditedRead)item).Reads);

    public void Begin(string collection) => _found.TryAdd(collection, new(StringComparer.Ordinal));

    public void Add<T>(IEnumerable<Rendered> items)
        where T : Root, IResource
    {
        foreach (var item in items)
        {
            _found[T.Resource][item.Id] = item;
        }
    }

    public void AddMore(string collection, string id, string list)
    {
        _more.TryAdd(collection, new(StringComparer.Ordinal));
        _more[collection][id] = $"{api}/{list}";
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();

        foreach (var (collection, items) in _found)
        {
            writer.WritePropertyName(collection);
            JsonSerializer.Serialize(writer, items, ApiJson.Options);
        }

        if (_more.Count > 0)
        {
            writer.WritePropertyName("more");
            JsonSerializer.Serialize(writer, _more, ApiJson.Options);
        }

        writer.WriteEndObject();
    }
}
