using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The existing resources among those that requests refer to. All are looked up at once, so that every unknown one can be reported.
/// </summary>
public sealed class KnownReferences(TrackerDb db, Dictionary<string, string> keys, HashSet<(string Kind, Guid Id)> ids)
{
    /// <summary>Returns true if the referenced resource or part exists.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="root">The root that must contain a referenced part, or null if the request contains the ids of the parts.</param>
    public bool Has(ResourceReference reference, Root? root) => reference.Kind switch
    {
        ResourceReference.OwnParts => root is null || root.PartIds.Contains(Guid.Parse(reference.Address, CultureInfo.InvariantCulture)),
        _ when db.AreRecords(reference.Kind) => ids.Contains((reference.Kind, Guid.Parse(reference.Address, CultureInfo.InvariantCulture))),
        ResourceReference.Organizations => keys.GetValueOrDefault(reference.Address) is "companies" or "affiliates",
        var resource => keys.GetValueOrDefault(reference.Address) == resource,
    };

    /// <summary>Adds a resource that is about to be written, so that later items can refer to it.</summary>
    public void Add(string resource, Root root)
    {
        if (root is UuidEntity entity)
        {
            ids.Add((resource, entity.Id));
        }
        else
        {
            keys.TryAdd(root.IdText, resource);
        }
    }

    /// <summary>Returns true if the key exists, but for a resource of another kind.</summary>
    public bool IsOfOtherKind(ResourceReference reference) => keys.ContainsKey(reference.Address) && !Has(reference, null);

    /// <summary>Returns the fault of an unknown reference. If its key is of another kind of resource, the fault says so.</summary>
    public Fault Unknown(ResourceReference reference, ResourceNouns nouns)
    {
        object[] arguments =
        [
            nouns.Of(reference.Kind), reference.Address,
            keys.TryGetValue(reference.Address, out var kind) ? Messages.Fault("other_kind", nouns.Of(kind)) : "",
        ];

        return reference.Pointer.StartsWith('#')
            ? Fault.At(reference.Pointer, "unknown_reference", arguments)
            : Fault.Of(reference.Pointer, "unknown_reference", arguments);
    }
}

/// <summary>An existing resource, as the lookup returns it.</summary>
internal sealed record KnownReference
{
    public string Resource { get; init; } = "";

    public string Id { get; init; } = "";
}

public static class ResourceReferences
{
    /// <summary>Refuses a request with references to resources that do not exist.</summary>
    public static async Task Resolve(
        this TrackerDb db, IEnumerable<ResourceReference> references, Root? root, ResourceNouns nouns, CancellationToken cancellation)
    {
        var all = references.ToList();
        var known = await db.Find(all, cancellation);
        var unknown = all.Where(r => !known.Has(r, root)).Select(r => known.Unknown(r, nouns)).ToList();

        if (unknown.Count > 0)
        {
            throw new ProblemException("unprocessable", unknown);
        }
    }

    public static async Task<KnownReferences> Find(
        this TrackerDb db, IReadOnlyList<ResourceReference> references, CancellationToken cancellation)
    {
        var parameters = new SqlParameters();
        var lookups = references.Where(r => db.AreRecords(r.Kind)).GroupBy(r => r.Kind, r => r.Address)
            .Select(kind => LookUp(kind.Key, parameters.Add(kind.Select(id => Guid.Parse(id, CultureInfo.InvariantCulture)).ToArray())))
            .ToList();

        if (references.Where(r => Key.IsValid(r.Address)).Select(r => r.Address).Distinct().ToArray() is { Length: > 0 } keys)
        {
            lookups.Add($"SELECT resource, id FROM keys WHERE id = ANY ({parameters.Add(keys)})");
        }

        var sql = string.Join(" UNION ALL ", lookups);
        var found = lookups is [] ? [] : await db.Database.SqlQueryRaw<KnownReference>(sql, parameters.Values).ToListAsync(cancellation);
        var known = found.ToLookup(r => db.AreRecords(r.Resource));

        return new(
            db,
            known[false].ToDictionary(r => r.Id, r => r.Resource),
            [.. known[true].Select(r => (r.Resource, Guid.Parse(r.Id, CultureInfo.InvariantCulture)))]);
    }

    /// <summary>Returns the statement that looks up entities with UUIDs. Their table has the name of their collection.</summary>
    private static string LookUp(string kind, string ids) => $"SELECT '{kind}' AS resource, id::text FROM {kind} WHERE id = ANY ({ids})";

    /// <summary>
    /// Returns true if the ids of a collection are UUIDs. The id alone is not enough, because a key may look like a UUID.
    /// </summary>
    public static bool AreRecords(this TrackerDb db, string kind) =>
        UuidCollections.GetValue(db.Model, model => [.. model.GetEntityTypes()
            .Where(t => t.ClrType.IsAssignableTo(typeof(UuidEntity))).Select(t => t.GetTableName()!)]).Contains(kind);

    /// <summary>The collections with UUIDs, read once, because an import looks up each of a million references.</summary>
    private static readonly ConditionalWeakTable<IModel, HashSet<string>> UuidCollections = [];
}
