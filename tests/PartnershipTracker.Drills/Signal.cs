using System.Diagnostics;
using System.Globalization;

namespace PartnershipTracker.Drills;

/// <summary>What the system does to a process, always by its id.</summary>
internal static class Signal
{
    /// <summary>Asks it to end, as a service manager does.</summary>
    public static Task Terminate(int process) => Shell("kill -TERM $1", process);

    /// <summary>
    /// Ends it with all its children, as a loss of power does: none of them gets to finish anything. It is held first, so that it does not
    /// tidy up after the children.
    /// </summary>
    public static Task KillFamily(int process) => Shell("kill -STOP $1; pkill -KILL -P $1; kill -KILL $1", process);

    private static async Task Shell(string script, int process)
    {
        using var shell = Process.Start("/bin/sh", ["-c", script, "signal", process.ToString(CultureInfo.InvariantCulture)]);
        await shell.WaitForExitAsync();
    }
}
