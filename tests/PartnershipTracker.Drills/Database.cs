using System.Globalization;
using Npgsql;
using PartnershipTracker.LocalPostgres;
using PartnershipTracker.Tests.Hosting;

namespace PartnershipTracker.Drills;

/// <summary>A durable PostgreSQL that can be killed and started again at the same address.</summary>
internal sealed class Database(string folder) : IAsyncDisposable
{
    public const string RuntimeRole = "tracker_app";
    public const string RuntimePassword = "drill";

    private PostgresServer? _server;

    public int Port { get; } = Workspace.FreePort();

    public string Password => _server!.Password;

    public string Owner => ConnectionString("tracker", _server!.Superuser, Password);

    public async Task Start(CancellationToken cancellation) =>
        _server = await PostgresServer.StartAsync(new(folder) { Port = Port }, cancellation);

    /// <summary>Creates an empty register on a server whose commits reach the disk.</summary>
    public async Task Create(CancellationToken cancellation)
    {
        await Start(cancellation);
        await Execute("CREATE DATABASE tracker", cancellation, ConnectionString("postgres", _server!.Superuser, Password));

        if (await Query<string>("SHOW fsync", cancellation) != "on")
        {
            throw new InvalidOperationException("This PostgreSQL does not keep what it commits.");
        }
    }

    /// <summary>
    /// Replaces the database by a synchronous standby of another, which waits for it at each commit from now on.
    /// </summary>
    public async Task Follow(Database primary, CancellationToken cancellation)
    {
        await DisposeAsync();
        await BaseBackup.Take(primary._server!, folder, cancellation);
        await Start(cancellation);
        await primary.Set("synchronous_standby_names", "'*'", cancellation);
        await primary.Synchronous(cancellation);
    }

    /// <summary>Waits for a synchronous standby.</summary>
    public async Task Synchronous(CancellationToken cancellation)
    {
        while (!await Query<bool>("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')", cancellation))
        {
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Lets commits wait for no standby.</summary>
    public Task WaitForNoStandby(CancellationToken cancellation) => Set("synchronous_standby_names", "''", cancellation);

    /// <summary>Ends the connections of the application.</summary>
    public Task DropConnections(CancellationToken cancellation) => Execute(
        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{RuntimeRole}'", cancellation);

    /// <summary>Promotes the standby to a primary without a synchronous standby.</summary>
    public async Task Promote(CancellationToken cancellation)
    {
        await WaitForNoStandby(cancellation);

        if (!await Query<bool>("SELECT pg_promote(true, 30)", cancellation))
        {
            throw new InvalidOperationException("The standby was not promoted.");
        }
    }

    private async Task Set(string name, string value, CancellationToken cancellation)
    {
        await Execute($"ALTER SYSTEM SET {name} = {value}", cancellation);
        await Execute("SELECT pg_reload_conf()", cancellation);
    }

    /// <summary>Kills all its processes at once.</summary>
    public async Task Kill()
    {
        await Signal.KillTree(Postmaster.Of(Path.Combine(folder, "data"))!.Pid);
        await DisposeAsync();
    }

    /// <summary>Shuts it down; it can be started again.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();

        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    public async Task Execute(string sql, CancellationToken cancellation, string? connectionString = null)
    {
        await using var source = NpgsqlDataSource.Create(connectionString ?? Owner);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<T> Query<T>(string sql, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var command = source.CreateCommand(sql);

        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private string ConnectionString(string database, string user, string password) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Database={database};Username={user};Password={password};Pooling=false");
}
