namespace PartnershipTracker.Resources.Reading;

/// <summary>The snapshots of answers, which their statements see and their ETags contain.</summary>
internal static class SnapshotQueries
{
    /// <summary>The memory for sorts and hashes: statements that count everything would write to disk with the default.</summary>
    private const string Memory = "64MB";

    /// <summary>
    /// Reads the snapshot of the transaction with the names in lists of readers, and sets the transaction up for statements that count
    /// everything. Each runs in one process: others need the processors too, and workers would repeat each other's passes over an index.
    /// They read indexes in order, which costs no more than reading a table.
    /// </summary>
    public static async Task<ComputationStart> BeginComputation(this TrackerDb db, CancellationToken cancellation)
    {
        var start = await db.Database.SqlQuery<ComputationStart>(
            $"""
            SELECT value AS snapshot, ARRAY(SELECT name FROM reader_names) AS readers
            FROM current_snapshot, set_config('work_mem', {Memory}, true) memory, set_config('jit', 'off', true) jit,
                set_config('max_parallel_workers_per_gather', '0', true) workers, set_config('random_page_cost', '1.1', true) pages
            """).SingleAsync(cancellation);
        db.Snapshot = start.Snapshot;

        return start;
    }

    /// <summary>
    /// Returns true if the snapshot contains every change that is visible now. Comparing the latest change is not enough: a transaction
    /// that began earlier may commit later. No answer shows anything of this statement, so the next one may still be the first of an
    /// answer.
    /// </summary>
    public static async Task<bool> IsLatest(this TrackerDb db, string snapshot, CancellationToken cancellation)
    {
        var (moment, server, hadRead) = (snapshot.Split(' ')[0], snapshot.Split(' ')[1], db.HasRead);
        var isLatest = await db.Database.SqlQuery<bool>(
            $"""
            SELECT split_part(value, ' ', 2) = {server} AND NOT EXISTS (
                SELECT FROM changes
                WHERE transaction >= pg_snapshot_xmin({moment}::pg_snapshot)
                    AND NOT pg_visible_in_snapshot(transaction, {moment}::pg_snapshot)) AS "Value"
            FROM current_snapshot
            """).SingleAsync(cancellation);
        db.HasRead = hadRead;

        return isLatest;
    }
}

/// <summary>The state of the register when a computation begins.</summary>
/// <param name="Snapshot">The snapshot that its statements see.</param>
/// <param name="Readers">The names in lists of readers. Callers with one of them may see what others of their clearance do not.</param>
internal sealed record ComputationStart(string Snapshot, List<string> Readers);
