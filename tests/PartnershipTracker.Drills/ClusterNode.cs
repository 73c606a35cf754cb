using System.Text.Json.Nodes;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Drills;

/// <summary>A node of the cluster: Patroni, and the PostgreSQL server that it runs.</summary>
internal sealed class ClusterNode(
    Workspace workspace, ServerAccount account, string binaries, string name, string common, string etcd)
{
    public const string SuperuserPassword = "superuser";

    /// <summary>The time by which a delayed node replays each commit later.</summary>
    public const int DelaySeconds = 2;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private ClusterProcess? _patroni;

    public string Name => name;

    public int Port { get; } = Workspace.FreePort();

    public int ApiPort { get; } = Workspace.FreePort();

    private string Data => workspace[$"{name}-data"];

    /// <summary>Delays the replay of each commit. The node is neither synchronous nor promoted from then on.</summary>
    public async Task Delay(CancellationToken cancellation)
    {
        await Write(isDelayed: true, cancellation);
        using var answer = await Http.PostAsync($"http://127.0.0.1:{ApiPort}/reload", null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task Start(CancellationToken cancellation)
    {
        await Write(isDelayed: false, cancellation);
        Start();
    }

    /// <summary>Writes its configuration: the common one, without TLS, and what is its own.</summary>
    private async Task Write(bool isDelayed, CancellationToken cancellation)
    {
        var text = (await File.ReadAllTextAsync(common, cancellation))
            .Replace("hostssl", "host", StringComparison.Ordinal)
            .Replace("ssl: 'on'", isDelayed ? $"recovery_min_apply_delay: {DelaySeconds}s" : "ssl: 'off'", StringComparison.Ordinal);
        text = string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("ssl_", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(
            workspace[$"{name}.yml"],
            $"""
            {text}
            name: {name}
            restapi:
              listen: 127.0.0.1:{ApiPort}
              connect_address: 127.0.0.1:{ApiPort}
            etcd3:
              host: {etcd}
            {(isDelayed ? "tags: {nofailover: true, nosync: true}" : "")}
            """,
            cancellation);
    }

    /// <summary>Starts Patroni, unless it runs.</summary>
    public void Start() => _patroni ??= ClusterProcess.Start(
        account, "patroni", [workspace[$"{name}.yml"]], workspace[$"{name}.log"],
        ("PATRONI_POSTGRESQL_LISTEN", $"127.0.0.1:{Port}"), ("PATRONI_POSTGRESQL_CONNECT_ADDRESS", $"127.0.0.1:{Port}"),
        ("PATRONI_POSTGRESQL_DATA_DIR", Data), ("PATRONI_POSTGRESQL_BIN_DIR", binaries),
        ("PATRONI_SUPERUSER_USERNAME", "postgres"), ("PATRONI_SUPERUSER_PASSWORD", SuperuserPassword),
        ("PATRONI_REPLICATION_USERNAME", "replicator"), ("PATRONI_REPLICATION_PASSWORD", "replicator"));

    /// <summary>Kills the server process, as a crash does. Patroni lives on.</summary>
    public Task KillServer() => Postmaster.Of(Data) is { } postmaster ? Signal.KillTree(postmaster.Pid) : Task.CompletedTask;

    /// <summary>Kills Patroni and the server, as the death of the machine does.</summary>
    public async Task Kill()
    {
        if (_patroni is { } patroni)
        {
            _patroni = null;
            await patroni.Kill();
            await KillServer();
            await patroni.DisposeAsync();
        }
    }

    /// <summary>Returns <c>primary</c>, <c>sync</c> for a synchronous standby, another word for others, and null if it does not answer.</summary>
    public async Task<string?> Role(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync($"http://127.0.0.1:{ApiPort}/patroni", cancellation);
            var state = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;

            return (state["state"]?.ToString(), state["role"]?.ToString()) switch
            {
                (not "running", _) => null,
                (_, "master" or "primary") => "primary",
                _ => state["sync_standby"]?.GetValue<bool>() is true ? "sync" : "replica",
            };
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Returns the number of transactions of the application's database that the node has ended.</summary>
    public async Task<long> Transactions(CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(
            $"Host=127.0.0.1;Port={Port};Database=postgres;Username=postgres;Password={SuperuserPassword};Pooling=false");
        await using var command = source.CreateCommand("SELECT xact_commit FROM pg_stat_database WHERE datname = 'tracker'");

        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
