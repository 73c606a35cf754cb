using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A server as described in its postmaster.pid, a file that remains after a crash.</summary>
internal sealed record Postmaster(string Data, int Pid, DateTimeOffset Started, int Port, bool IsReady)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    /// <summary>True when the process with that id is this server: process ids are used again.</summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Pid);

                return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)
                    && (OperatingSystem.IsLinux() ? ServesOurData() : BeganWithUs(process));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException
                or IOException or UnauthorizedAccessException or Win32Exception)
            {
                return false;
            }
        }
    }

    private static string PidFile(string data) => Path.Combine(data, "postmaster.pid");

    public static Postmaster? Of(string data)
    {
        try
        {
            // Process, data, start, port, socket, address, shared memory, state; the server adds the last lines while it starts
            var lines = File.ReadAllLines(PidFile(data));

            return new(
                data,
                int.Parse(lines[0], CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(lines[2], CultureInfo.InvariantCulture)),
                int.Parse(lines[3], CultureInfo.InvariantCulture),
                lines.Length > 7 && lines[7].Trim() == "ready");
        }
        catch (Exception unwritten) when (unwritten is FormatException or IndexOutOfRangeException
            or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stops any server on this data: one that has lost its owner, or one that is still shutting down.</summary>
    public static async Task StopAny(string data, Action<string> report, Binaries binaries, CancellationToken cancellation)
    {
        if (Of(data) is not { } postmaster)
        {
            return;
        }

        if (postmaster.IsAlive)
        {
            report($"Stopping the PostgreSQL of an earlier run (process {postmaster.Pid})");
            await postmaster.Stop(binaries, cancellation);
        }

        // The file is harmless, unless another process has the id now: then PostgreSQL would not start. PostgreSQL also checks, by its
        // shared memory, that no other server uses the data.
        File.Delete(PidFile(data));
    }

    /// <summary>Ends its connections, lets it write everything to disk, and waits until it has ended.</summary>
    public async Task Stop(Binaries binaries, CancellationToken cancellation)
    {
        await (OperatingSystem.IsWindows()
            ? Command.Run(binaries.PgCtl, ["stop", "-D", Data, "-m", "fast", "-W"], cancellation)
            : Command.Run("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -INT {Pid}")], cancellation));

        for (var watch = Stopwatch.StartNew(); IsAlive; await Task.Delay(10, cancellation))
        {
            if (watch.Elapsed > StopTimeout)
            {
                throw new PostgresUnavailableException(
                    $"The PostgreSQL of an earlier run (process {Pid}) does not stop. Its data is in {Data}.");
            }
        }
    }

    private bool BeganWithUs(Process process) =>
        (new DateTimeOffset(process.StartTime) - Started).Duration() < TimeSpan.FromSeconds(10);

    private bool ServesOurData() =>
        File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0').Contains(Data, StringComparer.Ordinal)
        || new FileInfo($"/proc/{Pid}/cwd").LinkTarget == Data;
}
