using System.Data;
using NpgsqlTypes;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>
/// The writer of the audit: each change in its own transaction, each reading of a confidential resource and each refusal before it is
/// answered. An action that cannot be recorded does not happen.
/// </summary>
public sealed class AuditWriter(TrackerDb db, Caller caller, RequestOrigin origin, TimeProvider clock)
{
    /// <summary>The lowest level whose reading is recorded.</summary>
    public const Confidentiality Recorded = Confidentiality.Confidential;

    private readonly HashSet<(string Resource, string Id)> _changed = [];

    public static bool IsRecorded(IClassified held) => held.Confidentiality >= Recorded || held.Readers.Count > 0;

    /// <summary>Returns the entry of a change, which is added in the transaction of the change.</summary>
    public AuditEntry ChangeEntry(string resource, string id, int version, IClassified held, DateTimeOffset at)
    {
        _changed.Add((resource, id));

        return Entry(AuditKind.Change, held, at, resource, id, version);
    }

    /// <summary>
    /// Records the confidential ones of the resources that an answer shows, in one statement. A resource that the same request changed has
    /// its entry already. Entities that the request left unsaved, such as those of a change that changed nothing, are dropped, so that
    /// they are not written with the entries.
    /// </summary>
    public async Task RecordReads(IEnumerable<AuditedRead> shown, CancellationToken cancellation)
    {
        var entries = EntriesOf(shown.Where(r => IsRecorded(r.Label) && !_changed.Contains((r.Resource, r.Id)))
            .DistinctBy(r => (r.Resource, r.Id, r.Version))).ToList();

        if (entries.Count > 0)
        {
            db.ChangeTracker.Clear();
            db.AddRange(entries);
            await db.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>
    /// Records the confidential ones of the resources that a query finds, in one statement and a transaction of its own. Both transactions
    /// see the same snapshot, so that exactly what is shown is recorded, before the first row is sent.
    /// </summary>
    /// <param name="shown">The query, which another transaction shows. It is of an entity that is <see cref="IClassified"/>.</param>
    /// <param name="snapshot">The snapshot that the other transaction has exported.</param>
    /// <param name="timeout">The seconds that the statement may take.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task RecordReads<T>(IQueryable<T> shown, string snapshot, int timeout, CancellationToken cancellation)
        where T : Root, IResource
    {
        var levels = Enum.GetValues<Confidentiality>().Where(level => level >= Recorded).ToArray();
        var rows = shown
            .Where(t => levels.Contains(EF.Property<Confidentiality>(t, nameof(IClassified.Confidentiality)))
                || EF.Property<List<string>>(t, nameof(IClassified.Readers)) != Caller.None)
            .Select(t => new
            {
                Id = EF.Property<Guid>(t, nameof(UuidEntity.Id)),
                t.Version,
                Confidentiality = EF.Property<Confidentiality>(t, nameof(IClassified.Confidentiality)),
                Readers = EF.Property<List<string>>(t, nameof(IClassified.Readers)),
            });
        var entry = Entry(AuditKind.Read, null, clock.Now(), T.Resource, null, null);
        db.Database.SetCommandTimeout(timeout);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
#pragma warning disable EF1002, EF1003 // the snapshot's name comes from the database, and takes no parameter
        await db.Database.ExecuteSqlRawAsync($"SET TRANSACTION SNAPSHOT '{snapshot}'", cancellation);
#pragma warning restore EF1002, EF1003
        await db.Insert(
            rows,
            "shown(id, version, confidentiality, readers)",
            """
            INSERT INTO audit (at, kind, actor, route, resource, resource_id, version, address, trace_id, confidentiality, readers)
            SELECT @at, 'read', @actor, @route, @resource, id::text, version, @address, @trace, confidentiality, readers FROM shown
            """,
            [
                new("at", entry.At), new("actor", entry.Actor), new("route", entry.Route), new("resource", entry.Resource),
                new("address", NpgsqlDbType.Text) { Value = (object?)entry.Address ?? DBNull.Value }, new("trace", entry.TraceId),
            ],
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Records a refusal. What the request had begun is rolled back, and not written with the entry.</summary>
    /// <param name="code">The code of the problem.</param>
    /// <param name="hidden">The hidden resource that it is about; null: none.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public Task RecordRefusal(string code, AuditedRead? hidden, CancellationToken cancellation) =>
        RecordRefusals(code, [hidden], cancellation);

    /// <summary>Records a refusal for each of several hidden resources.</summary>
    public async Task RecordRefusals(string code, IEnumerable<AuditedRead?> hidden, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        db.AddRange(hidden.Select(r => Entry(AuditKind.Refusal, r?.Label, clock.Now(), r?.Resource, r?.Id, null, code)));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Makes an entry for each resource, and one for all entries of the audit itself. The latter names only the first and the last of them
    /// and is public: reading it is not recorded again, or the audit would grow each time that somebody looks at its end.
    /// </summary>
    private IEnumerable<AuditEntry> EntriesOf(IEnumerable<AuditedRead> shown)
    {
        var byKind = shown.ToLookup(r => r.Resource == AuditEntry.Collection);
        var sequences = byKind[true].Select(r => long.Parse(r.Id, CultureInfo.InvariantCulture)).Order().ToList();
        var entries = byKind[false].Select(r => Entry(AuditKind.Read, r.Label, clock.Now(), r.Resource, r.Id, r.Version));

        return sequences is [] ? entries
            : entries.Append(Entry(
                AuditKind.Read, null, clock.Now(), AuditEntry.Collection, $"{sequences[0]}-{sequences[^1]}", null));
    }

    private AuditEntry Entry(
        AuditKind kind, IClassified? held, DateTimeOffset at, string? resource, string? id, int? version, string? code = null) => new()
        {
            At = at,
            Kind = kind,
            Actor = caller.Name,
            Route = origin.Route,
            Resource = resource,
            ResourceId = id,
            Version = version,
            Code = code,
            Address = origin.Address,
            TraceId = origin.TraceId,
            Confidentiality = held?.Confidentiality ?? Confidentiality.Public,
            Readers = held?.Readers ?? [],
        };
}
