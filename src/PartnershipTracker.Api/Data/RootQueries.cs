using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Data;

/// <summary>Finding one root by the id in its URL, whatever it is.</summary>
public static class RootQueries
{
    /// <summary>The root with this id; null when nothing could have it, because it is malformed.</summary>
    public static IQueryable<T>? ById<T>(this TrackerDb db, string address)
        where T : Root => IdOf<T>(address) switch
        {
            Guid id => db.Set<T>().Where(r => EF.Property<Guid>(r, nameof(UuidEntity.Id)) == id),
            string key => db.Set<T>().Where(r => EF.Property<string>(r, nameof(KeyedEntity.Id)) == key),
            _ => null,
        };

    /// <summary>
    /// Holds the root's row until the transaction ends: writers of one root take turns. Who only refers to it need not wait, for its key
    /// stays.
    /// </summary>
    public static async Task Lock<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root
    {
        if (IdOf<T>(address) is { } id)
        {
            var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
#pragma warning disable EF1002 // the table's name comes from the model
            await db.Database.ExecuteSqlRawAsync($"SELECT FROM {table} WHERE id = {{0}} FOR NO KEY UPDATE", [id], cancellation);
#pragma warning restore EF1002
        }
    }

    /// <summary>The same of many, in the order of their ids, so that two who hold some of the same take turns.</summary>
    /// <returns>Those that are there, whether the caller sees them or not.</returns>
    public static async Task<IReadOnlyCollection<string>> Lock<T>(
        this TrackerDb db, IEnumerable<string> addresses, CancellationToken cancellation)
        where T : Root
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        var sql = $"SELECT id::text AS \"Value\" FROM {table} WHERE id = ANY ({{0}}) ORDER BY id FOR NO KEY UPDATE";
        object ids = typeof(T).IsAssignableTo(typeof(UuidEntity))
            ? addresses.Select(address => Guid.Parse(address, CultureInfo.InvariantCulture)).ToArray()
            : addresses.ToArray();

        return await db.Database.SqlQueryRaw<string>(sql, ids).ToListAsync(cancellation);
    }

    /// <summary>Those of these roots that the caller may see, with their parts, to be changed.</summary>
    public static async Task<Dictionary<string, T>> Load<T>(
        this TrackerDb db, IEnumerable<string> addresses, CancellationToken cancellation)
        where T : Root
    {
        var ids = addresses.Select(address => IdOf<T>(address)!).ToList();
        var found = typeof(T).IsAssignableTo(typeof(UuidEntity))
            ? Among(ids.Cast<Guid>().ToArray())
            : Among(ids.Cast<string>().ToArray());

        return ids.Count == 0 ? [] : await found.AsTracking().AsSplitQuery()
            .ToDictionaryAsync(r => r.IdText, StringComparer.Ordinal, cancellation);

        IQueryable<T> Among<TId>(TId[] those) => db.Set<T>().Where(r => those.Contains(EF.Property<TId>(r, nameof(UuidEntity.Id))));
    }

    /// <summary>Lets go of a root that was changed and is not to be.</summary>
    public static void Forget(this TrackerDb db, Root root)
    {
        var entry = db.Entry(root);

        foreach (var part in entry.Collections.SelectMany(parts => (parts.CurrentValue ?? Array.Empty<object>()).Cast<object>()).ToList())
        {
            db.Entry(part).State = EntityState.Detached;
        }

        entry.State = EntityState.Detached;
    }

    /// <summary>The ids of those of these external ids that the caller may see.</summary>
    public static async Task<Dictionary<string, string>> ByExternalId<T>(
        this TrackerDb db, IReadOnlyCollection<string> externalIds, CancellationToken cancellation)
        where T : Root => externalIds.Count == 0
        ? []
        : await db.Set<T>().Where(r => externalIds.Contains(EF.Property<string>(r, nameof(UuidEntity.ExternalId))))
            .Select(r => new { Id = EF.Property<Guid>(r, nameof(UuidEntity.Id)), Known = EF.Property<string>(r, nameof(UuidEntity.ExternalId)) })
            .ToDictionaryAsync(r => r.Known, r => r.Id.ToString(), StringComparer.Ordinal, cancellation);

    /// <summary>The last change of each of these ids that ever had one, deleted ones included: whoever may see it.</summary>
    public static async Task<Dictionary<string, Change>> LastChanges(
        this TrackerDb db, string resource, IReadOnlyCollection<string> ids, CancellationToken cancellation) => ids.Count == 0
        ? []
        : await db.Changes.FromSql(
            $"""
            SELECT DISTINCT ON (resource_id) * FROM changes WHERE resource = {resource} AND resource_id = ANY ({ids.ToArray()})
            ORDER BY resource_id, version DESC
            """).IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(c => c.ResourceId, StringComparer.Ordinal, cancellation);

    /// <summary>
    /// Holds an address until the transaction ends, whether there is something at it or not: those who bring something back take turns.
    /// </summary>
    public static Task LockAddress(this TrackerDb db, string resource, string address, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({resource + "/" + address}, 0))", cancellation);

    /// <summary>The id that an address stands for, a key or a UUID; null when it is malformed.</summary>
    public static object? IdOf<T>(string address)
        where T : Root => typeof(T).IsAssignableTo(typeof(UuidEntity))
        ? UuidEntity.TryParseId(address, out var id) ? id : null
        : Key.IsValid(address) ? address : null;

    /// <summary>How far the versions of a key had come when it was deleted, or 0: whoever may see them.</summary>
    public static async Task<int> LastVersion(this TrackerDb db, string resource, string id, CancellationToken cancellation) =>
        await db.Changes.IgnoreQueryFilters()
            .Where(c => c.Resource == resource && c.ResourceId == id)
            .MaxAsync(c => (int?)c.Version, cancellation) ?? 0;
}
