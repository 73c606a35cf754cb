using System.Diagnostics;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Drills;

/// <summary>A program of the cluster, whose output goes to a file.</summary>
internal sealed class ClusterProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ClusterProcess(Process process) => _process = process;

    /// <param name="account">The account of a program that refuses to run as root; null: ours.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="log">The file for its output.</param>
    /// <param name="environment">Its environment variables, besides ours.</param>
    public static ClusterProcess Start(
        ServerAccount? account, string program, string[] arguments, string log, params (string Name, string Value)[] environment)
    {
        string[] shell = ["-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "start", log, program, .. arguments];
        var start = account?.Start("/bin/sh", shell) ?? new ProcessStartInfo("/bin/sh", shell);
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

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }
}
