using System.Diagnostics;

namespace PartnershipTracker.LocalPostgres;

/// <summary>Holds the server's life to ours: whatever ends this process, also a kill that it cannot feel, ends the server.</summary>
internal abstract class Guard(Process process) : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    public bool HasExited => Process.HasExited;

    protected Process Process { get; } = process;

    public static Guard Start(Machine machine, ServerAccount account, Binaries binaries, ServerFolder folder, string[] settings) =>
        OperatingSystem.IsWindows()
            ? WindowsGuard.Watch(account.Start(binaries.Postgres, settings), binaries, folder)
            : UnixGuard.Watch(machine, account, binaries, folder, settings);

    /// <summary>Stops the server in good order and waits for it. Nothing happens if it has ended already.</summary>
    public async Task Stop()
    {
        if (HasExited)
        {
            return;
        }

        await AskToStop();
        using var patience = new CancellationTokenSource(StartTimeout);

        try
        {
            await Process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // It writes on, and its guard waits for it; so does the next start
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
