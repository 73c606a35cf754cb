using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A standby of a server, with an instance of the application that reads from it.</summary>
internal sealed class Standby : IAsyncDisposable
{
    private readonly TrackerApp _primary;
    private readonly PostgresServer _server;
    private readonly string _owner;

    private Standby(TrackerApp primary, PostgresServer server, TestServer origin)
    {
        (_primary, _server, App) = (primary, server, new AppOnStandby(origin, primary.Database, server.Port));
        _owner = new NpgsqlConnectionStringBuilder(origin.Owner(primary.Database)) { Port = server.Port, Pooling = false }.ToString();
    }

    public TrackerApp App { get; }

    public int Port => _server.Port;

    public static async Task<Standby> Follow(TestServer origin, TrackerApp primary)
    {
        var standby = new Standby(primary, await origin.StartStandby(), origin);
        await standby.CatchUp();
        await standby.App.InitializeAsync();

        return standby;
    }

    /// <summary>Waits until the standby has replayed all that the primary has committed by now.</summary>
    public async Task CatchUp()
    {
        // A transaction, so that its commit also sends what an open one has written.
        var end = await _primary.Query<string>(
            "SET synchronous_commit = on; SELECT pg_logical_emit_message(true, 'test', 'everything before')::text");
        await WaitFor($"SELECT pg_last_wal_replay_lsn() >= '{end}'");
    }

    public async Task Pause()
    {
        await Query<object>("SELECT pg_wal_replay_pause()::text");
        await WaitFor("SELECT pg_get_wal_replay_pause_state() = 'paused'");
    }

    public Task Resume() => Query<object>("SELECT pg_wal_replay_resume()::text");

    /// <summary>Ends the replication: what the primary commits from now on is lost when the standby is promoted.</summary>
    public async Task Separate()
    {
        await Query<object?>("ALTER SYSTEM SET primary_conninfo = ''");
        await Query<object>("SELECT pg_reload_conf()");
        await WaitFor("SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)");
    }

    public async Task Promote() => Assert.True(await Query<bool>("SELECT pg_promote(true, 60)"));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task WaitFor(string condition)
    {
        while (!await Query<bool>(condition))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Runs a query as the owner of the database.</summary>
    public async Task<T> Query<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };

        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The owner's connection stays at the primary, since a start prepares the database.</summary>
    private sealed class AppOnStandby(TestServer origin, string database, int port) : TrackerApp(origin, database, isCopy: false)
    {
        protected override string Runtime => new NpgsqlConnectionStringBuilder(base.Runtime) { Port = port }.ToString();
    }
}
