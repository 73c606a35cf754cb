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

    public static Fault Unknown(ResourceReference reference, ResourceNouns nouns) => reference.Pointer.StartsWith('#')
        ? Fault.At(reference.Pointer, "unknown_reference", nouns.Of(reference.Kind), reference.Address, "")
        : Fault.Of(reference.Pointer, "unknown_reference", nouns.Of(reference.Kind), reference.Address, "");
}

public static class ResourceReferences
{
    /// <summary>Refuses a request with references to resources that do not exist.</summary>
    public static async Task Resolve(
        this TrackerDb db, IEnumerable<ResourceReference> references, Root? root, ResourceNouns nouns, CancellationToken cancellation)
    {
        var all = references.ToList();
        var known = await db.Find(all, cancellation);
        var unknown = all.Where(r => !known.Has(r, root)).Select(r => KnownReferences.Unknown(r, nouns)).ToList();

        if (unknown.Count > 0)
        {
            throw new ProblemException("unprocessable", unknown);
        }
    }

    public static async Task<KnownReferences> Find(
        this TrackerDb db, IReadOnlyList<ResourceReference> references, CancellationToken cancellation)
    {
        var keys = references.Where(r => Key.IsValid(r.Address)).Select(r => r.Address).Distinct().ToArray();
        var known = keys.Length == 0
            ? []
            : await db.Keys.Where(k => keys.Contains(k.Id)).ToDictionaryAsync(k => k.Id, k => k.Resource, cancellation);

        return new(db, known, await db.KnownIds(references, cancellation));
    }

    /// <summary>Looks up the entities with UUIDs. Their table has the name of their collection.</summary>
    private static async Task<HashSet<(string Kind, Guid Id)>> KnownIds(
        this TrackerDb db, IEnumerable<ResourceReference> references, CancellationToken cancellation)
    {
        var known = new HashSet<(string, Guid)>();

        foreach (var kind in references.Where(r => db.AreRecords(r.Kind)).GroupBy(r => r.Kind))
        {
            var ids = kind.Select(r => Guid.Parse(r.Address, CultureInfo.InvariantCulture)).ToArray();
            var sql = $"SELECT id AS \"Value\" FROM {kind.Key} WHERE id = ANY ({{0}})";
            known.UnionWith((await db.Database.SqlQueryRaw<Guid>(sql, ids).ToListAsync(cancellation)).Select(id => (kind.Key, id)));
        }

        return known;
    }

    /// <summary>
    /// Returns true if the ids of a collection are UUIDs. The id alone is not enough, because a key may look like a UUID.
    /// </summary>
    public static bool AreRecords(this TrackerDb db, string kind) =>
        UuidCollections.GetValue(db.Model, model => [.. model.GetEntityTypes()
            .Where(t => t.ClrType.IsAssignableTo(typeof(UuidEntity))).Select(t => t.GetTableName()!)]).Contains(kind);

    /// <summary>The collections with UUIDs, read once, because an import looks up each of a million references.</summary>
    private static readonly ConditionalWeakTable<IModel, HashSet<string>> UuidCollections = [];
}
