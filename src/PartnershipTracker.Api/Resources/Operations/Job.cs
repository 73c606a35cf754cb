using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnershipTracker.Data;

namespace PartnershipTracker.Resources.Operations;

/// <summary>How a job ended that has not said so in a transaction of its own.</summary>
/// <param name="Code">Of a failure, the code of the problem; null: it succeeded.</param>
/// <param name="Result">What it says of itself, as JSON.</param>
public sealed record JobEnd(string? Code, string? Result);

/// <summary>
/// A line to the database beside the transaction of a job: it tells others how far the job is, and that it lives. It holds a lock for as
/// long as the process does; whoever gets that lock knows that nobody works on it any more.
/// </summary>
public sealed class Job : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    /// <summary>How long after the request was taken nobody may yet work on it.</summary>
    private const int Grace = 10;

    private readonly NpgsqlConnection _line;
    private readonly Guid _id;
    private readonly TimeProvider _clock;
    private long _told;

    private Job(string database, Guid id, TimeProvider clock)
    {
        _line = new NpgsqlConnection(database);
        (_id, _clock, _told) = (id, clock, clock.GetTimestamp());
    }

    public Guid Id => _id;

    /// <summary>Null, when somebody has given it up meanwhile.</summary>
    internal static async Task<Job?> Begin(string database, Guid id, TimeProvider clock, CancellationToken cancellation)
    {
        // Not of a pool, which would keep the lock with the connection
        var place = new NpgsqlConnectionStringBuilder(database) { Pooling = false, ApplicationName = "PartnershipTracker jobs" };
        var job = new Job(place.ToString(), id, clock);
        await job._line.OpenAsync(cancellation);
        await job.Execute("SELECT pg_advisory_lock(hashtextextended('operations/' || @id, 0))", cancellation);

        if (await job.Execute("UPDATE operations SET done = 0 WHERE id = @id AND state = 'running'", cancellation) == 1)
        {
            return job;
        }

        await job.DisposeAsync();

        return null;
    }

    /// <summary>Says how far it is, now and then.</summary>
    public async Task ReportProgress(int done, int? total, CancellationToken cancellation)
    {
        if (_clock.GetElapsedTime(_told) >= Between)
        {
            _told = _clock.GetTimestamp();
            await Execute(
                "UPDATE operations SET done = @done, total = @total WHERE id = @id AND state = 'running'", cancellation,
                new("done", done), new("total", (object?)total ?? DBNull.Value) { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        }
    }

    /// <summary>Says that it has succeeded, in the transaction of what it did: both are so, or neither.</summary>
    public static Task Succeed(TrackerDb db, Guid id, int done, string result, DateTimeOffset at, CancellationToken cancellation) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE operations SET state = 'succeeded', done = {done}, total = {done}, result = {result}::json, ended_at = {at}
            WHERE id = {id} AND state = 'running'
            """,
            cancellation);

    /// <summary>Says how it ended, unless its transaction has.</summary>
    internal Task End(JobEnd end, DateTimeOffset at) => Execute(
        """
        UPDATE operations SET state = CASE WHEN @code IS NULL THEN 'succeeded' ELSE 'failed' END, code = @code,
            result = @result::json, ended_at = @at, done = CASE WHEN @code IS NULL THEN coalesce(total, done) ELSE done END
        WHERE id = @id AND state = 'running'
        """,
        CancellationToken.None,
        Text("code", end.Code), Text("result", end.Result), new("at", at));

    /// <summary>What nobody works on any more has failed: its process was stopped, or died.</summary>
    public static Task GiveUpDead(TrackerDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var before = now.AddSeconds(-Grace);

        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE operations SET state = 'failed', code = 'interrupted', ended_at = {now}
            WHERE state = 'running' AND created_at < {before} AND pg_try_advisory_xact_lock(hashtextextended('operations/' || id, 0))
            """,
            cancellation);
    }

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private static NpgsqlParameter Text(string name, string? text) =>
        new(name, NpgsqlTypes.NpgsqlDbType.Text) { Value = (object?)text ?? DBNull.Value };

    private async Task<int> Execute(string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _line) { CommandTimeout = 60 };
        command.Parameters.AddWithValue("id", _id);
        command.Parameters.AddRange(parameters);

        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
