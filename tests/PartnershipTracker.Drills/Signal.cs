using System.Diagnostics;
using System.Globalization;

namespace PartnershipTracker.Drills;

/// <summary>Signals to a process, by its id.</summary>
internal static class Signal
{
    /// <summary>Sends SIGTERM, as a service manager does.</summary>
    public static Task Terminate(int process) => Shell("kill -TERM $1", process);

    /// <summary>
    /// Kills a process with all its children, as a loss of power does. The process is stopped first, so that it cannot react to the end of
    /// its children.
    /// </summary>
    public static Task KillTree(int process) => Shell("kill -STOP $1; pkill -KILL -P $1; kill -KILL $1", process);

    private static async Task Shell(string script, int process)
    {
        using var shell = Process.Start("/bin/sh", ["-c", script, "signal", process.ToString(CultureInfo.InvariantCulture)]);
        await shell.WaitForExitAsync();
    }
}
