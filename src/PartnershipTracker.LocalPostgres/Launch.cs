using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.LocalPostgres;

/// <summary>A server that accepts connections, with its guard.</summary>
internal sealed record Running(Guard Guard, int Port);

/// <summary>The start of a server on a free port, or on a given one, until it accepts connections.</summary>
internal sealed class Launch(PostgresOptions options, ServerAccount account, Binaries binaries, ServerFolder folder)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The errors that pass: another process took the port, or the last server's children have not ended yet.</summary>
    private static readonly string[] Passing = ["could not bind", "is still in use"];

    public async Task<Running> Run(CancellationToken cancellation)
    {
        folder.RotateLog();
        await account.Own(folder.Log, cancellation);

        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, cancellation))
        {
            var port = options.Port ?? FreePort();

            if (await Try(port, watch, cancellation) is { } guard)
            {
                return new(guard, port);
            }

            var log = folder.LogTail();

            if (watch.Elapsed > StartTimeout || !Passing.Any(text => log.Contains(text, StringComparison.Ordinal)))
            {
                throw new PostgresUnavailableException(
                    $"PostgreSQL did not start. The end of its log, {folder.Log}:{Environment.NewLine}{log}");
            }
        }
    }

    /// <summary>Starts the server once; returns null, with nothing left running, if it ended by itself or took too long.</summary>
    private async Task<Guard?> Try(int port, Stopwatch watch, CancellationToken cancellation)
    {
        var guard = Guard.Start(options.Machine, account, binaries, folder, Settings(port));

        try
        {
            for (; !guard.HasExited && watch.Elapsed < StartTimeout; await Task.Delay(10, cancellation))
            {
                if (Postmaster.Of(folder.Data) is { IsReady: true } postmaster && postmaster.Port == port)
                {
                    (var ready, guard) = (guard, null);

                    return ready;
                }
            }
        }
        finally
        {
            await (guard?.Stop() ?? Task.CompletedTask);
            guard?.Dispose();
        }

        return null;
    }

    /// <summary>Returns the settings for the command line, where they override the files in the data.</summary>
    private string[] Settings(int port)
    {
        List<string> settings =
        [
            "listen_addresses=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"port={port}"), "unix_socket_directories=",
            "max_connections=100", "shared_buffers=128MB", "timezone=UTC", "log_destination=stderr", "logging_collector=off",
        ];

        if (options.Throwaway)
        {
            settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        }

        return ["-D", folder.Data, .. settings.SelectMany(setting => new[] { "-c", setting })];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
