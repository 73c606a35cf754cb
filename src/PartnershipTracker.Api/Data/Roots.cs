using Microsoft.EntityFrameworkCore;

namespace PartnershipTracker.Data;

/// <summary>Finding one root by the id in its URL, whatever it is.</summary>
public static class Roots
{
    /// <summary>The root with this id; null when nothing could have it, because it is malformed.</summary>
    public static IQueryable<T>? At<T>(this TrackerDb db, string address)
        where T : Root => IdOf<T>(address) switch
        {
            Guid id => db.Set<T>().Where(r => EF.Property<Guid>(r, nameof(Record.Id)) == id),
            string key => db.Set<T>().Where(r => EF.Property<string>(r, nameof(Reference.Id)) == key),
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

    /// <summary>
    /// Holds an address until the transaction ends, whether there is something at it or not: those who bring something back take turns.
    /// </summary>
    public static Task LockAddress(this TrackerDb db, string resource, string address, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({resource + "/" + address}, 0))", cancellation);

    /// <summary>The id that an address stands for, a key or a UUID; null when it is malformed.</summary>
    public static object? IdOf<T>(string address)
        where T : Root => typeof(T).IsAssignableTo(typeof(Record))
        ? Record.TryParseId(address, out var id) ? id : null
        : Key.IsValid(address) ? address : null;

    /// <summary>How far the versions of a key had come when it was deleted, or 0: whoever may see them.</summary>
    public static async Task<int> LastVersion(this TrackerDb db, string resource, string id, CancellationToken cancellation) =>
        await db.Changes.IgnoreQueryFilters()
            .Where(c => c.Resource == resource && c.ResourceId == id)
            .MaxAsync(c => (int?)c.Version, cancellation) ?? 0;
}
