using System.Diagnostics.Metrics;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Web.Replicas;

/// <summary>
/// The look at the primary and at each replica, ten times a second, and the choice of a replica for a read. Each is looked at by itself, so
/// that one that does not answer holds up no other.
/// </summary>
public sealed partial class ReplicaWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly DatabaseConnections _connections;
    private readonly ReplicaSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReplicaWatch> _log;
    private uint _turn;

    public ReplicaWatch(
        DatabaseConnections connections, ReplicaSettings settings, TimeProvider clock, Meter meter, ILogger<ReplicaWatch> log)
    {
        (_connections, _settings, _clock, _log) = (connections, settings, clock, log);
        Replicas = [.. connections.Replicas.Select(place => new Replica(place.Host, place.ConnectionString, clock))];

        if (Replicas.Count > 0)
        {
            meter.CreateObservableGauge("partnershiptracker.replica.staleness", Measure, "s", "The age of the state that a replica shows.");
        }
    }

    public IReadOnlyList<Replica> Replicas { get; }

    /// <summary>
    /// Returns a replica that is no staler than the setting allows, so that a raised confidentiality is soon seen; null: none is known to
    /// be.
    /// </summary>
    /// <param name="position">The position up to which it must show everything; null: any.</param>
    public Replica? Find(LogPosition? position) =>
        Next(replica => replica.IsWithin(_settings.MaxStaleness) && (position is null || replica.Has(position)));

    /// <summary>
    /// Notes that a replica could not answer a read. Where the server is at fault, and not one statement, it is used again after the next
    /// look that it answers.
    /// </summary>
    public void Suspect(Replica replica, Exception failure)
    {
        var cause = failure.GetBaseException();
        var isOfStatement = cause is PostgresException { SqlState: not ['5', '7', 'P', ..] }; // 57P: the server ends the session

        if (!isOfStatement)
        {
            replica.Note(null);
        }

        LogFailure(_log, replica.Host, cause.Message);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Replicas.Count == 0
        ? Task.CompletedTask
        : Task.WhenAll([
            Repeat(LookAtPrimary, stoppingToken), .. Replicas.Select(replica => Repeat(stop => LookAt(replica, stop), stoppingToken)),
        ]);

    /// <summary>Returns the next one in turn that is fit.</summary>
    private Replica? Next(Func<Replica, bool> isFit)
    {
        var turn = Interlocked.Increment(ref _turn);

        for (var step = 0; step < Replicas.Count; step++)
        {
            if (Replicas[(int)((turn + step) % Replicas.Count)] is var replica && isFit(replica))
            {
                return replica;
            }
        }

        return null;
    }

    private IEnumerable<Measurement<double>> Measure() => Replicas.Where(replica => replica.Answers).Select(replica =>
        new Measurement<double>(replica.Staleness.TotalSeconds, new KeyValuePair<string, object?>("host", replica.Host)));

    private async Task Repeat(Func<CancellationToken, Task> look, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await look(stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogLook(_log, e.Message); // requests report a primary that does not answer, and so does LookAt for replicas
            }

            await Task.Delay(Interval, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAtPrimary(CancellationToken cancellation)
    {
        var at = _clock.GetTimestamp();

        if (await LogPosition.OfPrimary(_connections.Sources.Of(_connections.Watch, isTraced: false), cancellation) is { } position)
        {
            foreach (var replica in Replicas)
            {
                replica.Await(position, at);
            }
        }
    }

    private async Task LookAt(Replica replica, CancellationToken cancellation)
    {
        string? fault;

        try
        {
            var position = await LogPosition.OfStandby(_connections.Sources.Of(replica.Watched, isTraced: false), cancellation);
            replica.Note(position);
            fault = position is null ? "It is no standby of this register." : null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            replica.Note(null);
            fault = (RefusedServerException.In(e) ?? e.GetBaseException()).Message;
        }

        if (fault is not null && replica.Fault is null)
        {
            LogUnused(_log, replica.Host, fault);
        }

        replica.Fault = fault;
    }

    [LoggerMessage(LogLevel.Debug, "The position of the primary could not be read: {Reason}")]
    private static partial void LogLook(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The replica {Host} is not used until it can be: {Reason}")]
    private static partial void LogUnused(ILogger logger, string host, string reason);

    [LoggerMessage(LogLevel.Warning, "The replica {Host} could not answer a read, which the primary answers: {Reason}")]
    private static partial void LogFailure(ILogger logger, string host, string reason);
}
