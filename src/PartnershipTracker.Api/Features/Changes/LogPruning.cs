using PartnershipTracker.Data.Connections;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Changes;

/// <summary>The effect of a pruning.</summary>
/// <param name="Changes">The number of versions that were deleted.</param>
/// <param name="Audit">The number of audit entries that were deleted.</param>
/// <param name="Since">The instant since which the logs are complete then.</param>
public sealed record PrunedRows(long Changes, long Audit, DateTimeOffset Since);

/// <summary>
/// The deletion of what is older than an instant from the change log and the audit. The version that each resource had at that instant
/// stays, because the log goes on from it, and so does the creation of a feed link, which tells whose it is.
/// </summary>
public sealed class LogPruning
{
    /// <summary>The number of sequence numbers that one transaction looks at, so that it does not hold up others.</summary>
    private const int Window = 50_000;

    private const string Target = "log";

    /// <summary>The condition of old changes, with the instant as the first parameter.</summary>
    private const string OldChanges =
        """
        at < {0} AND EXISTS (
            SELECT FROM changes later
            WHERE later.resource = changes.resource AND later.resource_id = changes.resource_id AND later.version > changes.version
                AND later.at < {0})
        AND NOT (resource = 'feeds' AND operation = 'create')
        """;

    private const string OldAudit = "at < {0}";

    private readonly TrackerDb _db;
    private readonly DateTimeOffset _before;

    private LogPruning(TrackerDb db, DateTimeOffset before) => (_db, _before) = (db, before);

    /// <summary>Deletes the rows as the owner of the tables, or counts them. An interrupted run is finished by the next one.</summary>
    public static async Task<PrunedRows> Run(
        DatabaseConnections connections, IServiceProvider services, DateTimeOffset before, bool isDryRun, CancellationToken cancellation)
    {
        await using var db = await connections.OpenAsOwner(cancellation);
        db.Database.SetCommandTimeout(0);
        var pruning = new LogPruning(db, before);
        var since = await db.KeptSince(cancellation) is { } kept && kept > before ? kept : before; // an earlier run may have gone further

        if (isDryRun)
        {
            return new(await pruning.Count("changes", OldChanges), await pruning.Count("audit", OldAudit), since);
        }

        var clock = services.GetRequiredService<TimeProvider>();
        var audit = new AuditWriter(
            db, services.GetRequiredService<Caller>(), services.GetRequiredService<RequestOrigin>(), clock);
        await pruning.Announce(audit, clock.Now(), cancellation);

        return new(
            await pruning.Delete("changes", OldChanges, cancellation),
            await pruning.Delete("audit", OldAudit, cancellation),
            since);
    }

    /// <summary>Says since when the logs are complete before anything is deleted, so that no answer is silently a part.</summary>
    private async Task Announce(AuditWriter audit, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var work = await UnitOfWork.Begin(_db, cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            UPDATE change_log SET kept_since = {_before}, (pruned_transaction, pruned_sequence) = (
                SELECT transaction, sequence FROM changes WHERE at < {_before} ORDER BY transaction DESC, sequence DESC LIMIT 1)
            WHERE kept_since IS NULL OR kept_since < {_before}
            """, cancellation);
        _db.Add(audit.ChangeEntry(Target, Instant.Print(_before), 0, new AccessLabel(Confidentiality.Public, []), now));
        await _db.SaveChangesAsync(cancellation);
        await work.Commit();
    }

    private Task<long> Count(string table, string old)
    {
        var sql = $"SELECT count(*) AS \"Value\" FROM {table} WHERE {old}";

        return _db.Database.SqlQueryRaw<long>(sql, _before).SingleAsync();
    }

    private async Task<long> Delete(string table, string old, CancellationToken cancellation)
    {
        var ends = $"SELECT coalesce(max(sequence), 0) AS \"Value\" FROM {table} WHERE at < {{0}}";
        var delete = $"DELETE FROM {table} WHERE sequence > {{1}} AND sequence <= {{2}} AND {old}";
        var last = await _db.Database.SqlQueryRaw<long>(ends, _before).SingleAsync(cancellation);
        var count = 0L;

        for (var from = 0L; from < last; from += Window)
        {
            await using var work = await UnitOfWork.Begin(_db, cancellation);
            await _db.Database.ExecuteSqlAsync($"SET LOCAL tracker.prune = 'on'", cancellation);
            count += await _db.Database.ExecuteSqlRawAsync(delete, [_before, from, from + Window], cancellation);
            await work.Commit();
        }

        return count;
    }
}
