using System.Diagnostics;
using System.Globalization;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.PostgresServers;

/// <summary>Servers whose owner, guard or own process is killed.</summary>
public sealed class PostgresOwnerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _said = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private bool IsStopped => !File.Exists(_folder["server/data/postmaster.pid"]);

    private string Log => File.ReadAllText(_folder["server/server.log"]);

    private Task<PostgresServer> Start() => PostgresServer.StartAsync(new(_folder.Server) { Report = _said.Add }, Cancel);

    [ProcessFact]
    public async Task A_server_shuts_down_when_its_owner_is_killed_and_its_folder_can_be_used_again()
    {
        using (var owner = await OwnerProcess.Start(_folder.Server, Cancel))
        {
            await owner.Kill(Cancel);
        }

        // The last line of its log, which follows the deletion of its pid file
        for (var watch = Stopwatch.StartNew(); !Log.Contains("database system is shut down", StringComparison.Ordinal);)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "The server does not stop.");
            await Task.Delay(20, Cancel);
        }

        Assert.True(IsStopped);

        await using var server = await Start();
        Assert.Equal(1, await server.Ask("SELECT 1"));
        Assert.DoesNotContain(_said, line => line.StartsWith("Stopping", StringComparison.Ordinal));
    }

    [ProcessFact]
    public async Task An_orphaned_server_is_stopped_by_the_next_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Guards are found through /proc");
        int orphan;

        using (var owner = await OwnerProcess.Start(_folder.Server, Cancel))
        {
            orphan = _folder.PostmasterPid;
            await OwnerProcess.Kill(-Guard(of: orphan), Cancel);
            await owner.Kill(Cancel);
        }

        await using var server = await Start();
        Assert.Equal(1, await server.Ask("SELECT 1"));
        Assert.NotEqual(orphan, _folder.PostmasterPid);
    }

    [Fact]
    public async Task A_killed_server_has_all_its_data_at_the_next_start()
    {
        var killed = await Start();
        await killed.Ask("CREATE TABLE kept AS SELECT 42 AS n");
        Process.GetProcessById(_folder.PostmasterPid).Kill();
        await killed.DisposeAsync();
        Assert.False(IsStopped, "A killed server cannot have cleared up.");

        await using var server = await Start();
        Assert.Equal(42, await server.Ask("SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_stale_pid_file_is_ignored_even_if_another_process_has_the_pid()
    {
        await (await Start()).DisposeAsync();
        string[] left = [$"{Environment.ProcessId}", _folder["server/data"], "1700000000", "5432", "", "127.0.0.1", "  1 1", "ready"];
        await File.WriteAllLinesAsync(_folder["server/data/postmaster.pid"], left, Cancel);

        await using var server = await Start();
        Assert.Equal(1, await server.Ask("SELECT 1"));
        Assert.NotEqual(Environment.ProcessId, _folder.PostmasterPid);
    }

    public void Dispose() => _folder.Dispose();

    private static int Guard(int of) =>
        int.Parse(File.ReadAllText($"/proc/{of}/stat").Split(") ")[1].Split(' ')[1], CultureInfo.InvariantCulture);
}
