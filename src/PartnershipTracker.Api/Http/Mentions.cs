using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>Looks up everything that a request refers to, at once, so that a caller hears of every unknown one by its name.</summary>
public static class Mentions
{
    public static async Task Resolve(this TrackerDb db, IEnumerable<Mention> mentions, Root? root, CancellationToken cancellation)
    {
        var all = mentions.ToList();
        var keys = all.Where(m => Key.IsValid(m.Address)).Select(m => m.Address).Distinct().ToArray();
        var known = keys.Length == 0
            ? []
            : await db.Keys.Where(k => keys.Contains(k.Id)).ToDictionaryAsync(k => k.Id, k => k.Resource, cancellation);
        var records = await db.KnownRecords(all, cancellation);

        bool Exists(Mention mention) => mention.Kind switch
        {
            Mention.Parts => root is null || root.PartIds.Contains(Guid.Parse(mention.Address, CultureInfo.InvariantCulture)),
            _ when db.AreRecords(mention.Kind) =>
                records.Contains((mention.Kind, Guid.Parse(mention.Address, CultureInfo.InvariantCulture))),
            Mention.Organizations => known.GetValueOrDefault(mention.Address) is "companies" or "affiliates",
            var resource => known.GetValueOrDefault(mention.Address) == resource,
        };

        var unknown = all.Where(m => !Exists(m)).Select(Unknown).ToList();

        if (unknown.Count > 0)
        {
            throw new ProblemException("unprocessable", unknown);
        }
    }

    /// <summary>Records are looked up in the table that is named as their collection.</summary>
    private static async Task<HashSet<(string Kind, Guid Id)>> KnownRecords(
        this TrackerDb db, IEnumerable<Mention> mentions, CancellationToken cancellation)
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
    private static bool AreRecords(this TrackerDb db, string kind) =>
        db.Model.GetEntityTypes().Any(t => t.GetTableName() == kind && t.ClrType.IsAssignableTo(typeof(Record)));

    private static Fault Unknown(Mention mention) => mention.Pointer.StartsWith('#')
        ? Fault.At(mention.Pointer, "unknown_reference", Messages.Noun(mention.Kind), mention.Address)
        : Fault.Of(mention.Pointer, "unknown_reference", Messages.Noun(mention.Kind), mention.Address);
}
