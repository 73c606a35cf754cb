using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>A part of the application that a channel of the database keeps up to date.</summary>
public interface IListensTo
{
    string Channel { get; }

    /// <summary>Notes a notification, or that notifications may have been missed.</summary>
    void Notice();

    /// <summary>Notes that every notification before an instant has been received.</summary>
    /// <param name="since">The timestamp of the instant.</param>
    void Confirm(long since)
    {
        // not every part needs it
    }

    /// <summary>Notes that notifications are not received from now on.</summary>
    void Suspend()
    {
        // not every part needs it
    }

    /// <summary>Looks at the database itself: at the start, after each notification, and several times a second.</summary>
    Task Look(NpgsqlConnection connection, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>
/// The one connection of the process that listens, for all parts of the application. Without it, as on a standby, where PostgreSQL refuses
/// LISTEN, every request looks its key up, and the log of changes is looked at once a second.
/// </summary>
public sealed partial class NotificationListener(
    IEnumerable<IListensTo> parts, DatabaseConnections connections, TimeProvider clock, ILogger<NotificationListener> log)
    : BackgroundService
{
    /// <summary>The pause between two round trips: a few fit into the lifetime of the cached keys, so that one may be slow.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IListensTo> _parts = [.. parts];
    private bool _isLost;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var source = connections.Sources.Of(connections.Listener, isTraced: false); // its round trips would fill the traces

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
                ForAll(part => part.Suspend());
            }

            await Task.Delay(RetryInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Listens until the connection is lost or leads to a primary that has been replaced.</summary>
    private async Task Listen(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Look(connection, cancellation); // also where nobody may listen
        connection.Notification += (_, note) => ForAll(part => part.Notice(), note.Channel);
        await using var listen = new NpgsqlCommand(string.Join(';', _parts.Select(part => $"LISTEN {part.Channel}")), connection);
        await listen.ExecuteNonQueryAsync(cancellation);
        await using var trip = new NpgsqlCommand(IsListening, connection);
        trip.Parameters.Add(new() { Value = _parts.Select(part => part.Channel).ToArray() });
        await trip.PrepareAsync(cancellation);
        ForAll(part => part.Notice()); // something may have changed before
        var timeline = connections.Sources.Primary.Timeline;

        while (timeline == connections.Sources.Primary.Timeline)
        {
            var since = clock.GetTimestamp();

            if (await trip.ExecuteScalarAsync(cancellation) is not true)
            {
                throw new InvalidOperationException("The session does not listen: the connection is not direct.");
            }

            ForAll(part => part.Confirm(since));
            _isLost = false;
            await Look(connection, cancellation);
            await connection.WaitAsync(Pause, cancellation);
        }
    }

    /// <summary>
    /// The statement of a round trip. A pooler between the application and the database may give each statement another session, which
    /// does not listen.
    /// </summary>
    private const string IsListening = "SELECT $1::text[] <@ ARRAY(SELECT pg_listening_channels())";

    private async Task Look(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var part in _parts)
        {
            await part.Look(connection, cancellation);
        }
    }

    private void ForAll(Action<IListensTo> act, string? channel = null) =>
        _parts.Where(part => channel is null || part.Channel == channel).ToList().ForEach(act);

    /// <summary>Reports the loss of the connection once.</summary>
    private void Report(Exception exception, CancellationToken stop)
    {
        if (!_isLost && !stop.IsCancellationRequested)
        {
            _isLost = true;
            LogLost(log, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "Notifications of the database are not received. Every request looks up its key until they are, and streams are later.")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
