using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Lists;

namespace PartnershipTracker.Resources.Views;

/// <summary>What the things of a collection are related to, by names that callers ask for it by.</summary>
public abstract class Includes
{
    /// <summary>How many related things are shown with one thing; there may be more.</summary>
    public const int MaxOfOne = ListFilter.MaxLimit;

    /// <summary>How many are shown with each thing of a list.</summary>
    public const int MaxOfEach = 20;

    public abstract IEnumerable<IncludeDefinition> All { get; }

    public IEnumerable<string> Names => All.Select(r => r.Name);
}

/// <summary>What some things are related to, in one collection.</summary>
/// <param name="Name">What callers ask for it by.</param>
/// <param name="Collection">Where it is from.</param>
/// <param name="Shown">What it is shown as.</param>
/// <param name="IsCut">Whether there may be more than is shown.</param>
public record IncludeDefinition(string Name, string Collection, Type Shown, bool IsCut);

/// <summary>What things that are shown as <typeparamref name="TResponse"/> are related to. Each relation is one statement.</summary>
public sealed class Includes<TResponse> : Includes
    where TResponse : notnull
{
    private readonly List<Way> _ways = [];

    public override IEnumerable<IncludeDefinition> All => _ways;

    /// <summary>Those that they name.</summary>
    public Includes<TResponse> To<T, TShown, TId>(string name, Func<TResponse, IEnumerable<TId>> named)
        where T : Root, IResource
        where TShown : IRootResponse<TId>, IFrom<T, TShown> => Add<T, TShown>(name, isCut: false, async (db, things, found, cancellation) =>
        {
            var ids = things.SelectMany(named).Distinct().ToArray();

            if (ids.Length > 0)
            {
                var rows = db.Set<T>().Where(r => ids.Contains(EF.Property<TId>(r, "Id")));
                (await rows.AsNoTracking().ToListAsync(cancellation)).ForEach(row => found.Add(row, TShown.From(row)));
            }
        });

    /// <summary>The first of those that name them; where there are more, it is said where all are listed.</summary>
    /// <param name="name">What callers ask for it by.</param>
    /// <param name="id">The id of a thing.</param>
    /// <param name="first">The first so many of those that name each of these.</param>
    /// <param name="namer">The id that one of them names.</param>
    /// <param name="list">Where all that name this are listed, below the address of the API.</param>
    public Includes<TResponse> ToThoseOf<T, TShown, TId>(
        string name, Func<TResponse, TId> id, Func<TrackerDb, TId[], int, IQueryable<T>> first, Func<T, TId?> namer, Func<TId, string> list)
        where T : Root, IResource
        where TId : notnull
        where TShown : IFrom<T, TShown> => Add<T, TShown>(name, isCut: true, async (db, things, found, cancellation) =>
        {
            var ids = things.Select(id).ToArray();
            var most = found.IsOfOne ? MaxOfOne : MaxOfEach;
            var rows = ids.Length == 0 ? [] : await first(db, ids, most + 1).AsNoTracking().ToListAsync(cancellation);

            foreach (var those in rows.GroupBy(namer))
            {
                those.Take(most).ToList().ForEach(row => found.Add(row, TShown.From(row)));

                if (those.Count() > most)
                {
                    found.AddMore(T.Resource, $"{those.Key}", list(those.Key!));
                }
            }
        });

    /// <summary>Finds what some things are related to, by the names that were asked for.</summary>
    internal async Task Find(
        TrackerDb db, IReadOnlyList<TResponse> things, IReadOnlySet<string> names, Included found, CancellationToken cancellation)
    {
        foreach (var way in _ways.Where(w => names.Contains(w.Name)))
        {
            found.Begin(way.Collection);
            await way.Find(db, things, found, cancellation);
        }
    }

    private Includes<TResponse> Add<T, TShown>(string name, bool isCut, Finder find)
        where T : Root, IResource
    {
        _ways.Add(new(name, T.Resource, typeof(TShown), isCut, find));

        return this;
    }

    private delegate Task Finder(TrackerDb db, IReadOnlyList<TResponse> things, Included found, CancellationToken cancellation);

    private sealed record Way(string Name, string Collection, Type Shown, bool IsCut, Finder Find)
        : IncludeDefinition(Name, Collection, Shown, IsCut);
}

/// <summary>What is shown beside an answer: each thing once, by collection and id.</summary>
internal sealed class Included(string api, bool isOfOne)
{
    private readonly SortedDictionary<string, SortedDictionary<string, object>> _found = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, object>> _more = new(StringComparer.Ordinal);

    /// <summary>Whether it stands beside one thing, not beside a list.</summary>
    public bool IsOfOne => isOfOne;

    public IEnumerable<AuditedRead> Disclosed =>
        _found.Values.SelectMany(things => things.Values).OfType<IAuditedRead>().SelectMany(thing => thing.Reads);

    public void Begin(string collection) => _found.TryAdd(collection, new(StringComparer.Ordinal));

    public void Add<T>(T root, object shown)
        where T : Root, IResource => _found[T.Resource][root.IdText] = shown;

    public void AddMore(string collection, string id, string list)
    {
        _more.TryAdd(collection, new(StringComparer.Ordinal));
        _more[collection][id] = $"{api}/{list}";
    }

    public JsonObject Write()
    {
        var shown = Write(_found);

        if (_more.Count > 0)
        {
            shown["more"] = Write(_more);
        }

        return shown;
    }

    private static JsonObject Write(SortedDictionary<string, SortedDictionary<string, object>> things) =>
        JsonSerializer.SerializeToNode(things, ApiJson.Options)!.AsObject();
}
