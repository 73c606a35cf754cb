using System.Diagnostics;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A guard that ends the server together with this process, also when this process is killed.</summary>
internal abstract class Guard(Process process) : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    public bool HasExited => Process.HasExited;

    protected Process Process { get; } = process;

    public static Guard Start(Machine machine, ServerAccount account, Binaries binaries, ServerFolder folder, string[] settings) =>
        OperatingSystem.IsWindows()
            ? WindowsGuard.Watch(account.Start(binaries.Postgres, settings), binaries, folder)
            : UnixGuard.Watch(machine, account, binaries, folder, settings);

    /// <summary>Shuts the server down and waits for it. Does nothing if it has ended already.</summary>
    public async Task Stop()
    {
        if (HasExited)
        {
            return;
        }

        await AskToStop();
        using var timeout = new CancellationTokenSource(StartTimeout);

        try
        {
            await Process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // It is still writing; its guard waits for it, and so does the next start
        }
    }

    public void Dispose()
    {
        Process.Dispose();
        Release();
    }

    protected abstract Task AskToStop();

    protected virtual void Release()
    {
    }
}
