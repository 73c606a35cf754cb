using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>What there is of some items in the register.</summary>
/// <param name="Roots">Those that are there, locked.</param>
/// <param name="Hidden">The ids of what is there and not for this caller.</param>
/// <param name="Past">Of those that are gone, what they were last.</param>
internal sealed record KnownRoots<T>(
    IReadOnlyDictionary<string, T> Roots, IReadOnlySet<string> Hidden, IReadOnlyDictionary<string, Change> Past);

/// <summary>Finds in the register what the items of a batch are.</summary>
internal sealed class ItemMatcher<T, TRequest, TResponse>(ImportDefinition<T, TRequest, TResponse> definition, Importer import)
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    private TrackerDb Db => import.Db;

    /// <summary>By its id, its external id, what it is about or, where nothing else is known of it, by what it says.</summary>
    public async Task Identify(IReadOnlyList<ImportItem<TRequest>> entries, CancellationToken cancellation)
    {
        var open = entries.Where(e => e.Address is null).ToList();
        var byExternalId = await Db.ByExternalId<T>(
            [.. open.Where(e => e.Id is null).Select(e => e.ExternalId).OfType<string>()], cancellation);
        var others = open.Where(e => e is { Id: null, ExternalId: null }).ToList();
        var find = definition.Find is { } found && others.Count > 0
            ? await found(Db, [.. others.Select(e => e.Request!)], cancellation)
            : _ => null;

        foreach (var entry in open)
        {
            if (entry.Id is not null)
            {
                Name(entry, entry.Id);
            }
            else if (entry.ExternalId is not null)
            {
                entry.IsFresh = !byExternalId.TryGetValue(entry.ExternalId, out var known);
                entry.Address = known ?? Guid.CreateVersion7().ToString();
            }
            else if ((find(entry.Request!) ?? entry.Content) is { } address)
            {
                entry.Address = address;
            }
            else
            {
                entry.Refused = [Fault.At("#/id", "required")];
            }
        }
    }

    /// <summary>Locks and reads what is there, and looks up what was.</summary>
    public async Task<KnownRoots<T>> Find(IReadOnlyList<ImportItem<TRequest>> entries, CancellationToken cancellation)
    {
        var asked = entries.Where(e => !e.IsFresh).Select(e => e.Address!).ToList();
        var here = await Db.Lock<T>(asked, cancellation);
        var roots = await Db.Load<T>(here, cancellation);
        var past = await Db.LastChanges(T.Resource, [.. asked.Except(here)], cancellation);

        return new(roots, here.Where(address => !roots.ContainsKey(address)).ToHashSet(StringComparer.Ordinal), past);
    }

    /// <summary>Fills in what the file leaves open because the register has it.</summary>
    /// <returns>Whether anything was.</returns>
    public async Task<bool> Complete(
        IReadOnlyList<ImportItem<TRequest>> entries, IReadOnlyDictionary<string, T> known, Action<ImportItem<TRequest>> read,
        CancellationToken cancellation)
    {
        var rows = entries.Where(e => e.Row.Cells is not null).ToList();
        var there = rows.Where(e => known.ContainsKey(e.Address!)).ToList();
        var fresh = rows.Except(there).ToList();

        if (there.Count > 0)
        {
            await Leave(there, known, cancellation);
        }

        if (fresh.Count > 0 && definition.Complete is { } complete)
        {
            await complete(Db, [.. fresh.Select(e => e.Item)], cancellation);
            fresh.ForEach(read);
        }

        foreach (var entry in entries.Where(e => e.Row.Cells is null && known.ContainsKey(e.Address!) && IsOpen(e.Item)))
        {
            Keep(entry, entry.Item, known[entry.Address!]);
            read(entry);
        }

        return rows.Count > 0;
    }

    private static void Name(ImportItem<TRequest> entry, string id)
    {
        entry.Address = RootQueries.IdOf<T>(id)?.ToString();

        if (entry.Address is null)
        {
            entry.Refused = ImportCollection<T, TRequest, TResponse>.HasUuids
                ? [Fault.At("#/id", "not_an_id")]
                : [Fault.At("#/id", "pattern", Key.Pattern)];
        }
    }

    /// <summary>A cell that says what its export would say changes nothing; what a table has no column for stays as it is.</summary>
    private async Task Leave(
        IReadOnlyList<ImportItem<TRequest>> entries, IReadOnlyDictionary<string, T> known, CancellationToken cancellation)
    {
        var printed = await definition.Table!.Print(Db, [.. entries.Select(e => known[e.Address!])], cancellation);

        foreach (var entry in entries)
        {
            var whole = definition.Write(known[entry.Address!]);
            var faults = definition.Table.Change(whole, entry.Item, entry.Row.Cells!, printed[entry.Address!]);
            (entry.Request, entry.Faults) = faults.Count > 0 ? (null, faults) : InSavepoint.Catch(() => definition.Read(whole));

            if (entry.Faults.Count == 0 && PartMatcher.AreOpen(whole))
            {
                Keep(entry, whole, known[entry.Address!]);
                (entry.Request, entry.Faults) = InSavepoint.Catch(() => definition.Read(whole));
            }
        }
    }

    private bool IsOpen(JsonObject item) => PartMatcher.AreOpen(item) || definition.KeptMembers.Any(name => !item.ContainsKey(name));

    /// <summary>A part without an id that is there already, to the letter, is that one.</summary>
    private void Keep(ImportItem<TRequest> entry, JsonObject item, T root)
    {
        foreach (var name in definition.KeptMembers.Where(name => !item.ContainsKey(name)))
        {
            item[name] = definition.Write(root)[name]?.DeepClone();
            entry.Request = InSavepoint.Catch(() => definition.Read(item)).Made ?? entry.Request;
        }

        if (InSavepoint.Catch(() => import.Check(entry.Request!)).Made is not null)
        {
            var wanted = new T();
            entry.Request!.ApplyTo(wanted);
            PartMatcher.Keep(item, definition.Write(wanted), definition.Write(root));
        }
    }
}

/// <summary>The parts of an item, such as the participants of a meeting.</summary>
internal static class PartMatcher
{
    private const string Id = "id";

    /// <summary>Whether there are parts that could be ones that are known.</summary>
    public static bool AreOpen(JsonObject item) =>
        item.Any(m => m.Value is JsonArray parts && parts.Any(p => p is JsonObject part && !part.ContainsKey(Id)));

    /// <param name="item">The item as the file has it.</param>
    /// <param name="wanted">The same, with everything that goes without saying.</param>
    /// <param name="known">What is there.</param>
    public static void Keep(JsonObject item, JsonObject wanted, JsonObject known)
    {
        foreach (var (name, list) in item)
        {
            if (list is JsonArray parts && wanted[name] is JsonArray whole && known[name] is JsonArray there && parts.Count == whole.Count)
            {
                Keep(parts, whole, [.. there.OfType<JsonObject>().Where(p => p.ContainsKey(Id))]);
            }
        }
    }

    private static void Keep(JsonArray parts, JsonArray whole, List<JsonObject> there)
    {
        there.RemoveAll(one => parts.OfType<JsonObject>().Any(p => $"{p[Id]}" == $"{one[Id]}"));

        foreach (var (part, wanted) in parts.OfType<JsonObject>().Zip(whole.OfType<JsonObject>()).Where(p => !p.First.ContainsKey(Id)))
        {
            if (there.Find(one => Said(one) == Said(wanted)) is { } same)
            {
                part[Id] = same[Id]!.DeepClone();
                there.Remove(same);
            }
        }
    }

    private static string Said(JsonObject part) => new JsonObject(
        part.Where(m => m.Key != Id).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))).ToJsonString();
}
