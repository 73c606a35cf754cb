using System.Net;

namespace PartnershipTracker.LocalPostgres;

/// <summary>
/// A real PostgreSQL that belongs to this process: it needs no service, no container and no special rights, listens on this machine only,
/// and ends with this process.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    internal const string SuperuserName = "postgres";

    private readonly ServerFolder _folder;
    private readonly Binaries _binaries;
    private readonly Guard _guard;
    private readonly Lazy<Task> _end;

    private PostgresServer(ServerFolder folder, string password, Binaries binaries, Running running)
    {
        (_folder, Password, _binaries, _guard, Port) = (folder, password, binaries, running.Guard, running.Port);
        _end = new(End);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public string Host { get; } = IPAddress.Loopback.ToString();

    public int Port { get; }

    public string Superuser { get; } = SuperuserName;

    public string Password { get; }

    /// <summary>The folder of the server's programs, perhaps with psql and pg_dump.</summary>
    public string BinFolder => _binaries.Folder;

    /// <exception cref="PostgresUnavailableException">No server is available; the message gives the reason and the remedies.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancellation = default)
    {
        var report = options.Report ?? (_ => { });
        var account = await ServerAccount.Choose(options.Machine, cancellation);
        var folder = await ServerFolder.Open(options, account, cancellation);

        try
        {
            var binaries = await new BinariesFinder(options.Machine, account, report).Find(folder.Major, cancellation);
            await Prepare(folder, binaries, account, options.Throwaway, report, cancellation);
            var password = folder.Password;
            var running = await new Launch(options, account, binaries, folder).Run(cancellation);

            (var ours, folder) = (folder, null);

            return new(ours, password, binaries, running);
        }
        finally
        {
            folder?.Dispose();
        }
    }

    /// <summary>Shuts the server down and waits for it.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private static async Task Prepare(
        ServerFolder folder, Binaries binaries, ServerAccount account, bool throwaway, Action<string> report,
        CancellationToken cancellation)
    {
        if (folder.Major is null)
        {
            await new Cluster(folder, binaries, account).Make(throwaway, report, cancellation);

            return;
        }

        await Postmaster.StopAny(folder.Data, report, binaries, cancellation);
        await account.Own(folder.Data, cancellation);
    }

    private async Task End()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;

        try
        {
            await _guard.Stop();

            // The guard alone may have been killed
            if (Postmaster.Of(_folder.Data) is { IsAlive: true } postmaster)
            {
                await postmaster.Stop(_binaries, CancellationToken.None);
            }
        }
        finally
        {
            _guard.Dispose();
            _folder.Dispose();
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => _end.Value.GetAwaiter().GetResult();
}
