using System.Diagnostics;
using System.Runtime.CompilerServices;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.PostgresServers;

/// <summary>A process that runs this assembly only to own a server and can therefore be killed.</summary>
internal sealed class OwnerProcess : IDisposable
{
    private const string Variable = "PARTNERSHIPTRACKER_TESTS_OWN";

    private readonly Process _process;

    private OwnerProcess(Process process) => _process = process;

    /// <summary>Runs before any test runner does.</summary>
    [ModuleInitializer]
    internal static void Become()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            PostgresServer.StartAsync(new(folder)).GetAwaiter().GetResult();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    public static async Task<OwnerProcess> Start(string folder, CancellationToken cancellation)
    {
        string[] command = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", typeof(OwnerProcess).Assembly.Location];

        // A process group of its own, so that all of it can be killed
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("setsid", command) : new ProcessStartInfo(command[0], command[1..]);
        start.Environment[Variable] = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var owner = new OwnerProcess(Process.Start(start)!);

        try
        {
            await owner.Ready(folder, cancellation);

            return owner;
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    /// <summary>Kills the process as a terminal, a container runtime or the out-of-memory killer does.</summary>
    public async Task Kill(CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux())
        {
            await Kill(-_process.Id, cancellation);
        }
        else
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(cancellation);
    }

    public static async Task Kill(int process, CancellationToken cancellation)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -KILL {process}"]);
        await kill.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task Ready(string folder, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); !IsReady(folder); await Task.Delay(20, cancellation))
        {
            Assert.False(_process.HasExited, "The owner ended before its server was ready.");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "The owner's server is not ready.");
        }
    }

    private static bool IsReady(string folder)
    {
        var file = Path.Combine(folder, "data", "postmaster.pid");

        return File.Exists(file) && File.ReadLines(file).ElementAtOrDefault(7)?.Trim() == "ready";
    }
}
