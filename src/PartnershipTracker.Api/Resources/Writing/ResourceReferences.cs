using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// What there is of all that some requests refer to, looked up at once, so that a caller hears of every unknown one by its name.
/// </summary>
public sealed class KnownReferences(TrackerDb db, Dictionary<string, string> keys, HashSet<(string Kind, Guid Id)> records)
{
    /// <param name="mention">What is referred to.</param>
    /// <param name="root">What it is a part of, where it must be one; null: parts are given their ids by the request.</param>
    public bool Has(ResourceReference mention, Root? root) => mention.Kind switch
    {
        ResourceReference.OwnParts => root is null || root.PartIds.Contains(Guid.Parse(mention.Address, CultureInfo.InvariantCulture)),
        _ when db.AreRecords(mention.Kind) => records.Contains((mention.Kind, Guid.Parse(mention.Address, CultureInfo.InvariantCulture))),
        ResourceReference.Organizations => keys.GetValueOrDefault(mention.Address) is "companies" or "affiliates",
        var resource => keys.GetValueOrDefault(mention.Address) == resource,
    };

    /// <summary>What is about to be added is there for what comes after it.</summary>
    public void Add(string resource, Root root)
    {
        if (root is UuidEntity record)
        {
            records.Add((resource, record.Id));
        }
        else
        {
            keys.TryAdd(root.IdText, resource);
        }
    }

    public static Fault Unknown(ResourceReference mention, ResourceNouns nouns) => mention.Pointer.StartsWith('#')
        ? Fault.At(mention.Pointer, "unknown_reference", nouns.Of(mention.Kind), mention.Address, "")
        : Fault.Of(mention.Pointer, "unknown_reference", nouns.Of(mention.Kind), mention.Address, "");
}

public static class ResourceReferences
{
    public static async Task Resolve(
        this TrackerDb db, IEnumerable<ResourceReference> mentions, Root? root, ResourceNouns nouns, CancellationToken cancellation)
    {
        var all = mentions.ToList();
        var mentioned = await db.Find(all, cancellation);
        var unknown = all.Where(m => !mentioned.Has(m, root)).Select(m => KnownReferences.Unknown(m, nouns)).ToList();

        if (unknown.Count > 0)
        {
            throw new ProblemException("unprocessable", unknown);
        }
    }

    public static async Task<KnownReferences> Find(this TrackerDb db, IReadOnlyList<ResourceReference> mentions, CancellationToken cancellation)
    {
        var keys = mentions.Where(m => Key.IsValid(m.Address)).Select(m => m.Address).Distinct().ToArray();
        var known = keys.Length == 0
            ? []
            : await db.Keys.Where(k => keys.Contains(k.Id)).ToDictionaryAsync(k => k.Id, k => k.Resource, cancellation);

        return new(db, known, await db.KnownRecords(mentions, cancellation));
    }

    /// <summary>Records are looked up in the table that is named as their collection.</summary>
    private static async Task<HashSet<(string Kind, Guid Id)>> KnownRecords(
        this TrackerDb db, IEnumerable<ResourceReference> mentions, CancellationToken cancellation)
    {
        var known = new HashSet<(string, Guid)>();

        foreach (var kind in mentions.Where(m => db.AreRecords(m.Kind)).GroupBy(m => m.Kind))
        {
            var ids = kind.Select(m => Guid.Parse(m.Address, CultureInfo.InvariantCulture)).ToArray();
            var sql = $"SELECT id AS \"Value\" FROM {kind.Key} WHERE id = ANY ({{0}})";
            known.UnionWith((await db.Database.SqlQueryRaw<Guid>(sql, ids).ToListAsync(cancellation)).Select(id => (kind.Key, id)));
        }

        return known;
    }

    /// <summary>Whether a collection's ids are UUIDs. The collection says so and not the id: a key may look like a UUID.</summary>
    public static bool AreRecords(this TrackerDb db, string kind) =>
        RecordTables.GetValue(db.Model, model => [.. model.GetEntityTypes()
            .Where(t => t.ClrType.IsAssignableTo(typeof(UuidEntity))).Select(t => t.GetTableName()!)]).Contains(kind);

    /// <summary>Read once: an import asks it of each of a million references.</summary>
    private static readonly ConditionalWeakTable<IModel, HashSet<string>> RecordTables = [];
}
