using System.Diagnostics;
using System.Globalization;

namespace PartnershipTracker.Drills;

/// <summary>A program of the cluster, whose output goes to a file.</summary>
internal sealed class ClusterProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ClusterProcess(Process process) => _process = process;

    /// <summary>Starts a program that refuses to run as root; for root, in a namespace where it is another user.</summary>
    public static ClusterProcess StartUnprivileged(
        string program, string[] arguments, string log, params (string Name, string Value)[] environment) =>
        Environment.IsPrivilegedProcess
            ? Start("unshare", ["--user", "--map-user=1000", "--map-group=1000", "--", program, .. arguments], log, environment)
            : Start(program, arguments, log, environment);

    public static ClusterProcess Start(string program, string[] arguments, string log, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "start", log, program, .. arguments]);
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/sbin";

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Kills the process, but not what it has started.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Kills a PostgreSQL server with all its processes.</summary>
    public static async Task KillServer(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "postmaster.pid");

        if (File.Exists(file) && int.TryParse((await File.ReadAllLinesAsync(file))[0], CultureInfo.InvariantCulture, out var postmaster)
            && Directory.Exists($"/proc/{postmaster}"))
        {
            await Signal.KillTree(postmaster);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }
}
