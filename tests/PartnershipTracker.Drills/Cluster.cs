using System.Globalization;
using System.Net;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Drills;

/// <summary>
/// A PostgreSQL cluster of three nodes under Patroni, with etcd, HAProxy and PgBouncer as processes of this machine. They run the
/// configuration files of src/Operations/cluster, without TLS and with other addresses.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly string[] Programs = ["etcd", "patroni", "haproxy", "pgbouncer"];
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Workspace _workspace;
    private readonly ServerAccount _account;
    private readonly int _etcdPort = Workspace.FreePort();
    private readonly int _etcdPeerPort = Workspace.FreePort();
    private readonly int _poolerPort = Workspace.FreePort();
    private readonly Stack<ClusterProcess> _others = new();

    private Cluster(Workspace workspace, ServerAccount account, string binaries)
    {
        (_workspace, _account) = (workspace, account);
        Nodes = [.. Enumerable.Range(1, 3).Select(n =>
            new ClusterNode(workspace, account, binaries, $"pg{n}", Source("patroni.yml"), $"127.0.0.1:{_etcdPort}"))];
    }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    public int PrimaryPort { get; } = Workspace.FreePort();

    public int ApplicationPort { get; } = Workspace.FreePort();

    public string Owner => $"Host=127.0.0.1;Port={PrimaryPort};Database=tracker;Username=postgres;Password={ClusterNode.SuperuserPassword};Pooling=false";

    /// <summary>The connection strings for an application that uses HAProxy, and for one that uses PgBouncer before it.</summary>
    public (string Direct, string Pooled) Runtime => (
        RuntimeAt(PrimaryPort), $"{RuntimeAt(_poolerPort)};Max Auto Prepare=0;No Reset On Close=true");

    public (string Name, string? Value) Replicas =>
        ("ConnectionStrings__Replicas", RuntimeAt(null, string.Join(',', Nodes.Select(node => $"127.0.0.1:{node.Port}"))));

    public static async Task<Cluster> Start(Workspace workspace, IReadOnlyList<Uri> applications, CancellationToken cancellation)
    {
        if (Programs.Where(program => !IsInstalled(program)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidOperationException(
                $"The drill needs {string.Join(", ", missing)}: apt-get install etcd-server patroni python3-etcd haproxy pgbouncer");
        }

        var machine = new Machine();
        var account = await ServerAccount.Choose(machine, cancellation);
        var binaries = await new BinariesFinder(machine, account, _ => { }).Find(major: null, cancellation);
        var cluster = workspace.Own(new Cluster(workspace, account, binaries.Folder));
        cluster._others.Push(ClusterProcess.Start(null, "etcd", cluster.EtcdArguments(), workspace["etcd.log"]));

        foreach (var node in cluster.Nodes)
        {
            await node.Start(cancellation);
        }

        cluster._others.Push(ClusterProcess.Start(
            null, "haproxy", ["-f", Source("haproxy.cfg")], workspace["haproxy.log"], [.. cluster.HaproxyEnvironment(applications)]));
        await cluster.StartPooler(cancellation);
        await cluster.Synchronous(2, cancellation);

        return cluster;
    }

    /// <summary>Waits until there are a primary and a number of synchronous standbys, and returns them.</summary>
    public async Task<(ClusterNode Primary, ClusterNode[] Standbys)> Synchronous(int standbys, CancellationToken cancellation)
    {
        while (true)
        {
            var roles = await Task.WhenAll(Nodes.Select(node => node.Role(cancellation)));
            var synchronous = Nodes.Where((_, index) => roles[index] is "sync").ToArray();

            if (Array.IndexOf(roles, "primary") is >= 0 and var primary && synchronous.Length >= standbys)
            {
                return (Nodes[primary], synchronous);
            }

            await Task.Delay(100, cancellation);
        }
    }

    public static async Task Switchover(ClusterNode primary, ClusterNode standby, CancellationToken cancellation)
    {
        using var body = new StringContent($$"""{"leader": "{{primary.Name}}", "candidate": "{{standby.Name}}"}""");
        using var answer = await Http.PostAsync($"http://127.0.0.1:{primary.ApiPort}/switchover", body, cancellation);

        if (answer.StatusCode is not HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"switchover: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();

        foreach (var node in Nodes)
        {
            await node.Kill();
        }

        while (_others.TryPop(out var process))
        {
            await process.DisposeAsync();
        }
    }

    private static string Source(string name) =>
        Path.Combine(Tests.Repository.Root, "src", "Operations", "cluster", name);

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string RuntimeAt(int? port, string host = "127.0.0.1") =>
        $"Host={host};{(port is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Port={port};"))}Database=tracker;"
        + $"Username={Database.RuntimeRole};Password={Database.RuntimePassword}";

    private string[] EtcdArguments()
    {
        var (client, peer) = ($"http://127.0.0.1:{_etcdPort}", $"http://127.0.0.1:{_etcdPeerPort}");

        return
        [
            "--data-dir", _workspace["etcd"], "--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer,
            "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}", "--log-level", "error",
        ];
    }

    private IEnumerable<(string Name, string Value)> HaproxyEnvironment(IReadOnlyList<Uri> applications) =>
    [
        ("PRIMARY_BIND", $"127.0.0.1:{PrimaryPort}"), ("APPLICATION_BIND", $"127.0.0.1:{ApplicationPort}"),
        .. Nodes.SelectMany((node, index) => new[]
        {
            ($"PG{index + 1}", $"127.0.0.1:{node.Port}"), ($"PG{index + 1}_API", $"{node.ApiPort}"),
        }),
        ("APP1", applications[0].Authority), ("APP2", applications[1].Authority),
    ];

    private async Task StartPooler(CancellationToken cancellation)
    {
        var users = _workspace["users.txt"];
        await File.WriteAllTextAsync(users, $"\"{Database.RuntimeRole}\" \"{Database.RuntimePassword}\"\n", cancellation);
        var lines = (await File.ReadAllLinesAsync(Source("pgbouncer.ini"), cancellation))
            .Where(line => !line.Contains("_tls_", StringComparison.Ordinal))
            .Select(line => line
                .Replace("host=haproxy port=5432", $"host=127.0.0.1 port={PrimaryPort}", StringComparison.Ordinal)
                .Replace("listen_addr = *", "listen_addr = 127.0.0.1\nunix_socket_dir =", StringComparison.Ordinal)
                .Replace("listen_port = 6432", $"listen_port = {_poolerPort}", StringComparison.Ordinal)
                .Replace("/etc/pgbouncer/users.txt", users, StringComparison.Ordinal));
        await File.WriteAllLinesAsync(_workspace["pgbouncer.ini"], lines, cancellation);
        _others.Push(ClusterProcess.Start(_account, "pgbouncer", [_workspace["pgbouncer.ini"]], _workspace["pgbouncer.log"]));
    }
}
