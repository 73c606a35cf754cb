namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The waits of migrations for locks on tables. While a migration waits behind a long transaction, the requests that come after it wait
/// too. So it gives way after some seconds, which requests can wait, and tries again.
/// </summary>
internal static class MigrationLocks
{
    private const int MaxAttempts = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Task Limit(TrackerDb db, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync($"SET lock_timeout = '2s'", cancellation);

    public static Task Retry(Func<Task> migrate, CancellationToken cancellation) => Retry(
        async () =>
        {
            await migrate();

            return true;
        },
        cancellation);

    /// <summary>Repeats a migration, which is a transaction, until it gets its locks.</summary>
    public static async Task<T> Retry<T>(Func<Task<T>> migrate, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await migrate();
            }
            catch (Exception e) when (RootQueries.IsLocked(e))
            {
                if (attempt == MaxAttempts)
                {
                    throw new StartupException(
                        $"A migration did not get its lock on a table in {MaxAttempts} attempts of 2 s, because another session holds it; "
                        + "the migrations before it are applied. End long transactions and backups (see pg_stat_activity), then run "
                        + "`migrate` again.");
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
