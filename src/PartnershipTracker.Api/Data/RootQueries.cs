using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>The queries and locks for roots of any type by the id in their URL.</summary>
public static class RootQueries
{
    /// <summary>Returns the root with this id, or null if the id is malformed.</summary>
    public static IQueryable<T>? ById<T>(this TrackerDb db, string address)
        where T : Root => IdOf<T>(address) switch
        {
            Guid id => db.Set<T>().Where(r => EF.Property<Guid>(r, nameof(UuidEntity.Id)) == id),
            string key => db.Set<T>().Where(r => EF.Property<string>(r, nameof(KeyedEntity.Id)) == key),
            _ => null,
        };

    /// <summary>
    /// Locks the rows of roots until the transaction ends, and then runs a query for them, so that the writers of one root take turns. A
    /// transaction that only refers to the root need not wait, because the key does not change.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="ids">An id, or several in an array.</param>
    /// <param name="read">The query, in one round trip with the lock.</param>
    public static async Task<TResult> Locked<T, TResult>(this TrackerDb db, object ids, Func<Task<TResult>> read)
        where T : Root
    {
        db.LockBeforeRead = LockingReads.Of(db.Model.FindEntityType(typeof(T))!.GetTableName()!, ids);

        try
        {
            return await read();
        }
        finally
        {
            db.LockBeforeRead = null;
        }
    }

    /// <summary>Returns true if a statement that waited for a lock was ended.</summary>
    public static bool IsLocked(Exception? exception) => exception switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected } => true,
        _ => IsLocked(exception.InnerException),
    };

    /// <summary>Locks several rows in the order of their ids, so that transactions with some of the same rows do not deadlock.</summary>
    /// <returns>The ids that exist, including those hidden from the caller.</returns>
    public static Task<IReadOnlyCollection<string>> Lock<T>(
        this TrackerDb db, IEnumerable<string> addresses, CancellationToken cancellation)
        where T : Root => db.Existing<T>(addresses, "FOR NO KEY UPDATE", cancellation);

    /// <summary>Returns the ids that exist, including those hidden from the caller, without locking their rows.</summary>
    public static Task<IReadOnlyCollection<string>> Existing<T>(
        this TrackerDb db, IEnumerable<string> addresses, CancellationToken cancellation)
        where T : Root => db.Existing<T>(addresses, "", cancellation);

    private static async Task<IReadOnlyCollection<string>> Existing<T>(
        this TrackerDb db, IEnumerable<string> addresses, string locks, CancellationToken cancellation)
        where T : Root
    {
        var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
        var sql = $"SELECT id::text AS \"Value\" FROM {table} WHERE id = ANY ({{0}}) ORDER BY id {locks}";

        return await db.Database.SqlQueryRaw<string>(sql, IdsOf<T>(addresses)).ToListAsync(cancellation);
    }

    /// <summary>Returns those of the roots that the caller may see, with their parts, tracked for changes.</summary>
    public static async Task<Dictionary<string, T>> Load<T>(
        this TrackerDb db, IReadOnlyCollection<string> addresses, CancellationToken cancellation)
        where T : Root => addresses.Count == 0 ? [] : await db.ByIds<T>(addresses).AsTracking().AsSplitQuery()
            .ToDictionaryAsync(r => r.IdText, StringComparer.Ordinal, cancellation);

    /// <summary>Returns the roots with these ids, none of which is malformed.</summary>
    public static IQueryable<T> ByIds<T>(this TrackerDb db, IEnumerable<string> addresses)
        where T : Root
    {
        return IdsOf<T>(addresses) is Guid[] ids ? Among(ids) : Among((string[])IdsOf<T>(addresses));

        IQueryable<T> Among<TId>(TId[] values) => db.Set<T>().Where(r => values.Contains(EF.Property<TId>(r, nameof(UuidEntity.Id))));
    }

    /// <summary>Discards the changes of a root by detaching it and its parts.</summary>
    public static void Forget(this TrackerDb db, Root root)
    {
        var entry = db.Entry(root);

        foreach (var part in entry.Collections.SelectMany(parts => (parts.CurrentValue ?? Array.Empty<object>()).Cast<object>()).ToList())
        {
            db.Entry(part).State = EntityState.Detached;
        }

        entry.State = EntityState.Detached;
    }

    /// <summary>Returns the ids of the roots with these external ids, if the caller may see them.</summary>
    public static async Task<Dictionary<string, string>> ByExternalId<T>(
        this TrackerDb db, IReadOnlyCollection<string> externalIds, CancellationToken cancellation)
        where T : Root => externalIds.Count == 0
        ? []
        : await db.Set<T>().Where(r => externalIds.Contains(EF.Property<string>(r, nameof(UuidEntity.ExternalId))))
            .Select(r => new
            {
                Id = EF.Property<Guid>(r, nameof(UuidEntity.Id)),
                ExternalId = EF.Property<string>(r, nameof(UuidEntity.ExternalId)),
            })
            .ToDictionaryAsync(r => r.ExternalId, r => r.Id.ToString(), StringComparer.Ordinal, cancellation);

    /// <summary>Returns the last change of each of these ids, including deleted ones and those hidden from the caller.</summary>
    public static async Task<Dictionary<string, Change>> LastChanges(
        this TrackerDb db, string resource, IReadOnlyCollection<string> ids, CancellationToken cancellation) => ids.Count == 0
        ? []
        : await db.Changes.FromSql(
            $"""
            SELECT DISTINCT ON (resource_id) * FROM changes WHERE resource = {resource} AND resource_id = ANY ({ids.ToArray()})
            ORDER BY resource_id, version DESC
            """).IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(c => c.ResourceId, StringComparer.Ordinal, cancellation);

    /// <summary>
    /// Locks an address until the transaction ends, even if no row has it, so that two restorations of one resource take turns.
    /// </summary>
    public static Task LockAddress(this TrackerDb db, string resource, string address, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({resource + "/" + address}, 0))", cancellation);

    /// <summary>Returns the id in an address, a key or a UUID, or null if it is malformed.</summary>
    public static object? IdOf<T>(string address)
        where T : Root => typeof(T).IsAssignableTo(typeof(UuidEntity))
        ? UuidEntity.TryParseId(address, out var id) ? id : null
        : Key.IsValid(address) ? address : null;

    /// <summary>Returns ids, none of which is malformed, as an array of their type.</summary>
    public static object IdsOf<T>(IEnumerable<string> addresses)
        where T : Root => typeof(T).IsAssignableTo(typeof(UuidEntity))
        ? addresses.Select(address => Guid.Parse(address, CultureInfo.InvariantCulture)).ToArray()
        : addresses.ToArray();

    /// <summary>Returns the last version in the change log, or 0 if there is none, even if the caller may not see it.</summary>
    public static async Task<int> LastVersion(this TrackerDb db, string resource, string id, CancellationToken cancellation) =>
        await db.Changes.IgnoreQueryFilters()
            .Where(c => c.Resource == resource && c.ResourceId == id)
            .MaxAsync(c => (int?)c.Version, cancellation) ?? 0;
}
