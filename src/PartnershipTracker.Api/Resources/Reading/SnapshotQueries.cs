namespace PartnershipTracker.Resources.Reading;

/// <summary>The snapshots of answers, which their statements see and their ETags contain.</summary>
internal static class SnapshotQueries
{
    /// <summary>The memory for sorts and hashes: statements that count everything would write to disk with the default.</summary>
    private const string Memory = "64MB";

    /// <summary>
    /// Reads the snapshot of the transaction, and sets the transaction up for statements that count everything. Each runs in one process:
    /// others need the processors too, and workers would repeat each other's passes over an index. They read indexes in order, which costs
    /// no more than reading a table.
    /// </summary>
    public static async Task<string> TakeSnapshot(this TrackerDb db, CancellationToken cancellation) =>
        db.Snapshot = await db.Database.SqlQuery<string>(
            $"""
            SELECT value AS "Value"
            FROM current_snapshot, set_config('work_mem', {Memory}, true) memory, set_config('jit', 'off', true) jit,
                set_config('max_parallel_workers_per_gather', '0', true) workers, set_config('random_page_cost', '1.1', true) pages
            """).SingleAsync(cancellation);

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
