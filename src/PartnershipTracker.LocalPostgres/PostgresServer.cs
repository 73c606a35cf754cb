using System.Net;

namespace PartnershipTracker.LocalPostgres;

/// <summary>
/// A real PostgreSQL that belongs to this process: it needs no service, no container and no rights, is reached on this machine only, and
/// does not outlive its owner.
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

    /// <summary>Where the server's programs are, and maybe psql and pg_dump beside them.</summary>
    public string BinFolder => _binaries.Folder;

    /// <exception cref="PostgresUnavailableException">There is no server to be had; the message says why, and what to do.</exception>
    public static async Task<PostgresServer> StartAsync(PostgresOptions options, CancellationToken cancellation = default)
    {
        var say = options.Say ?? (_ => { });
        var account = await ServerAccount.Choose(options.Machine, cancellation);
        var folder = await ServerFolder.Open(options, account, cancellation);

        try
        {
            var binaries = await new BinariesFinder(options.Machine, account, say).Find(folder.Major, cancellation);
            await Prepare(folder, binaries, account, options.Throwaway, say, cancellation);
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

    /// <summary>Stops the server in good order and waits for it.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private static async Task Prepare(
        ServerFolder folder, Binaries binaries, ServerAccount account, bool throwaway, Action<string> say, CancellationToken cancellation)
    {
        if (folder.Major is null)
        {
            await new Cluster(folder, binaries, account).Make(throwaway, say, cancellation);

            return;
        }

        await Postmaster.StopAny(folder.Data, say, binaries, cancellation);
        await account.Own(folder.Data, cancellation);
    }

    private async Task End()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;

        try
        {
            await _guard.Stop();

            // Somebody may have killed the guard alone
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
