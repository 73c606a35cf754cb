using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// The listener for changes of keys, which triggers of the database announce (see the migration <c>NotifyKeyChanges</c>). Without it, as on
/// a standby, where PostgreSQL refuses LISTEN, every request looks its key up.
/// </summary>
public sealed partial class ApiKeyListener(
    ApiKeyCache cache, DatabaseConnections connections, TimeProvider clock, ILogger<ApiKeyListener> log) : BackgroundService
{
    /// <summary>The pause between two round trips: a few of them fit into the lifetime of the cache, so that one may be slow.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The statement of a round trip. A pooler between the application and the database may give each statement another session, which
    /// does not listen.
    /// </summary>
    private const string IsListening = "SELECT EXISTS (SELECT FROM pg_listening_channels() c WHERE c = 'api_keys')";

    private bool _isLost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var source = connections.Sources.Of(connections.Listener, isTraced: false); // four round trips a second would fill the traces

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(source, stoppingToken);
            }
            catch (Exception e)
            {
                Report(e, stoppingToken);
            }
            finally
            {
                cache.Suspend();
            }

            await Task.Delay(RetryInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Listens until the connection is lost or leads to a primary that has been replaced.</summary>
    private async Task Listen(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        connection.Notification += (_, _) => cache.Drop();
        await using var listen = new NpgsqlCommand("LISTEN api_keys", connection);
        await listen.ExecuteNonQueryAsync(cancellation);
        await using var trip = new NpgsqlCommand(IsListening, connection);
        await trip.PrepareAsync(cancellation);
        cache.Drop(); // what was looked up before may have changed before
        var timeline = connections.Sources.Primary.Timeline;

        while (timeline == connections.Sources.Primary.Timeline)
        {
            var since = clock.GetTimestamp();

            if (await trip.ExecuteScalarAsync(cancellation) is not true)
            {
                throw new InvalidOperationException("The session does not listen: the connection is not direct.");
            }

            cache.Confirm(since);
            _isLost = false;
            await connection.WaitAsync(Pause, cancellation);
        }
    }

    /// <summary>Reports the loss of the connection once.</summary>
    private void Report(Exception exception, CancellationToken stop)
    {
        if (!_isLost && !stop.IsCancellationRequested)
        {
            _isLost = true;
            LogLost(log, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Changes of API keys are not received. Every request looks up its key until they are.")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
