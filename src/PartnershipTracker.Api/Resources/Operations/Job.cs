using Npgsql;

namespace PartnershipTracker.Resources.Operations;

/// <summary>The end of a job that its work has not recorded in its own transaction.</summary>
/// <param name="Code">The code of the problem with which it failed; null: it succeeded.</param>
/// <param name="Result">The result, as JSON.</param>
public sealed record JobEnd(string? Code, string? Result);

/// <summary>
/// A running job, with a connection of its own beside that of its transaction. The connection records the progress and holds an advisory
/// lock for as long as the process lives: when another session can take the lock, the job is dead.
/// </summary>
public sealed class Job : IAsyncDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    /// <summary>The seconds that an operation may wait for its job before it counts as dead.</summary>
    private const int GraceSeconds = 10;

    private readonly NpgsqlConnection _connection;
    private readonly Guid _id;
    private readonly TimeProvider _clock;
    private long _reportedAt;

    private Job(string database, Guid id, TimeProvider clock)
    {
        _connection = new NpgsqlConnection(database);
        (_id, _clock, _reportedAt) = (id, clock, clock.GetTimestamp());
    }

    public Guid Id => _id;

    /// <summary>Starts the job; null where the operation was given up meanwhile.</summary>
    internal static async Task<Job?> Begin(string database, Guid id, TimeProvider clock, CancellationToken cancellation)
    {
        // a pool would keep the connection open, and with it the lock
        var place = new NpgsqlConnectionStringBuilder(database) { Pooling = false, ApplicationName = "PartnershipTracker jobs" };
        var job = new Job(place.ToString(), id, clock);
        await job._connection.OpenAsync(cancellation);
        await job.Execute("SELECT pg_advisory_lock(hashtextextended('operations/' || @id, 0))", cancellation);

        if (await job.Execute("UPDATE operations SET done = 0 WHERE id = @id AND state = 'running'", cancellation) == 1)
        {
            return job;
        }

        await job.DisposeAsync();

        return null;
    }

    /// <summary>Records the progress, at most once per interval.</summary>
    public async Task ReportProgress(int done, int? total, CancellationToken cancellation)
    {
        if (_clock.GetElapsedTime(_reportedAt) >= ReportInterval)
        {
            _reportedAt = _clock.GetTimestamp();
            await Execute(
                "UPDATE operations SET done = @done, total = @total WHERE id = @id AND state = 'running'", cancellation,
                new("done", done), new("total", (object?)total ?? DBNull.Value) { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        }
    }

    /// <summary>Records success in the transaction of the work, so that both are committed or neither.</summary>
    public static Task Succeed(TrackerDb db, Guid id, int done, string? result, DateTimeOffset at, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE operations SET state = 'succeeded', done = {done}, total = {done}, result = nullif({result ?? ""}, '')::json,
                ended_at = {at}
            WHERE id = {id} AND state = 'running'
            """,
            cancellation);

    /// <summary>Records the end, unless the transaction of the work has.</summary>
    internal Task End(JobEnd end, DateTimeOffset at) => Execute(
        """
        UPDATE operations SET state = CASE WHEN @code IS NULL THEN 'succeeded' ELSE 'failed' END, code = @code,
            result = @result::json, ended_at = @at, done = CASE WHEN @code IS NULL THEN coalesce(total, done) ELSE done END
        WHERE id = @id AND state = 'running'
        """,
        CancellationToken.None,
        Text("code", end.Code), Text("result", end.Result), new("at", at));

    /// <summary>Marks the operations as failed whose process was stopped or died.</summary>
    public static Task GiveUpDead(TrackerDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = now.AddSeconds(-GraceSeconds);

        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE operations SET state = 'failed', code = 'interrupted', ended_at = {now}
            WHERE state = 'running' AND created_at < {before} AND pg_try_advisory_xact_lock(hashtextextended('operations/' || id, 0))
            """,
            cancellation);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static NpgsqlParameter Text(string name, string? text) =>
        new(name, NpgsqlTypes.NpgsqlDbType.Text) { Value = (object?)text ?? DBNull.Value };

    private async Task<int> Execute(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 60 };
        command.Parameters.AddWithValue("id", _id);
        command.Parameters.AddRange(parameters);

        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
