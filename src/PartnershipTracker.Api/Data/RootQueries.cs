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
    /// Locks the row of the root until the transaction ends, so that the writers of one root take turns. A transaction that only refers to
    /// the root need not wait, because the key does not change.
    /// </summary>
    public static async Task Lock<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root
    {
        if (IdOf<T>(address) is { } id)
        {
            var table = db.Model.FindEntityType(typeof(T))!.GetTableName();
#pragma warning disable EF1002 // the table name comes from the model
            await db.Database.ExecuteSqlRawAsync($"SELECT FROM {table} WHERE id = {{0}} FOR NO KEY UPDATE", [id], cancellation);
#pragma warning restore EF1002
        }
    }

    /// <summary>Locks several rows in the order of their ids, so that transactions with some of the same rows do not deadlock.</summary>
    /// <returns>The ids that exist, including those hidden from the caller.</returns>
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

    /// <summary>Returns those of the roots that the caller may see, with their parts, tracked for changes.</summary>
    public static async Task<Dictionary<string, T>> Load<T>(
        this TrackerDb db, IReadOnlyCollection<string> addresses, CancellationToken cancellation)
        where T : Root => addresses.Count == 0 ? [] : await db.Among<T>(addresses).AsTracking().AsSplitQuery()
            .ToDictionaryAsync(r => r.IdText, StringComparer.Ordinal, cancellation);

    /// <summary>Queries the roots with these ids.</summary>
    public static IQueryable<T> Among<T>(this TrackerDb db, IEnumerable<string> addresses)
        where T : Root
    {
        var ids = addresses.Select(address => IdOf<T>(address)!);

        return typeof(T).IsAssignableTo(typeof(UuidEntity)) ? In(ids.Cast<Guid>().ToArray()) : In(ids.Cast<string>().ToArray());

        IQueryable<T> In<TId>(TId[] values) => db.Set<T>().Where(r => values.Contains(EF.Property<TId>(r, nameof(UuidEntity.Id))));
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

    /// <summary>Returns the last version in the change log, or 0 if there is none, even if the caller may not see it.</summary>
    public static async Task<int> LastVersion(this TrackerDb db, string resource, string id, CancellationToken cancellation) =>
        await db.Changes.IgnoreQueryFilters()
            .Where(c => c.Resource == resource && c.ResourceId == id)
            .MaxAsync(c => (int?)c.Version, cancellation) ?? 0;
}
