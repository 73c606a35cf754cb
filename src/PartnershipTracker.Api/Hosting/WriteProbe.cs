using Npgsql;

namespace PartnershipTracker.Hosting;

/// <summary>
/// The check that the database can be written, which leaves nothing behind: a temporary file shows a full disk, and a commit without a row
/// that the standbys have stopped. What can be seen without work is asked for each time, the rest at most every few seconds.
/// </summary>
public sealed class WriteProbe(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const string State =
        """
        SELECT CASE
            WHEN pg_is_in_recovery() THEN 'standby'
            WHEN current_setting('transaction_read_only') = 'on' THEN 'read_only'
            WHEN current_setting('synchronous_standby_names') <> '' THEN 'replicated'
            ELSE 'alone'
            END AS "Value"
        """;

    /// <summary>About 1 MB that does not fit into the memory of the query, so it goes to a file of the database's disk.</summary>
    private const string Spill =
        """
        SELECT set_config('work_mem', '64kB', true), set_config('temp_tablespaces', '', true);
        SELECT count(*) FROM generate_series(1, 50000)
        """;

    /// <summary>The wait of a commit, which is less than the time of the whole check.</summary>
    private const int CommitTimeout = 1;

    private long? _succeeded;

    /// <summary>Returns the code of the message that says why the database cannot be written; null when it can.</summary>
    public async Task<string?> Fault(TrackerDb db, CancellationToken cancellation)
    {
        var state = await db.Database.SqlQueryRaw<string>(State).SingleAsync(cancellation);

        if (state is "standby" or "read_only")
        {
            return state;
        }

        if (_succeeded is { } succeeded && clock.GetElapsedTime(succeeded) < Interval)
        {
            return null;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync(cancellation);
        var fault = await IsFull(connection, cancellation) ? "disk_full"
            : state is "replicated" && await Waits(connection, cancellation) ? "commits_wait"
            : null;
        _succeeded = fault is null ? clock.GetTimestamp() : null;

        return fault;
    }

    private static async Task<bool> IsFull(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var spill = new NpgsqlCommand(Spill, connection);

        try
        {
            await spill.ExecuteNonQueryAsync(cancellation);

            return false;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DiskFull)
        {
            return true;
        }
    }

    /// <summary>
    /// Returns true if a commit waits for a standby longer than the timeout. When PostgreSQL is asked to stop waiting, it reports success
    /// with a warning of the class 01.
    /// </summary>
    private static async Task<bool> Waits(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var isWarned = false;
        void Note(object sender, NpgsqlNoticeEventArgs e) => isWarned |= e.Notice.SqlState.StartsWith("01", StringComparison.Ordinal);
        await using var commit = new NpgsqlCommand("SELECT pg_logical_emit_message(true, 'readiness', '')", connection)
        {
            CommandTimeout = CommitTimeout,
        };
        connection.Notice += Note;

        try
        {
            await commit.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            return true;
        }
        finally
        {
            connection.Notice -= Note;
        }

        return isWarned;
    }
}
