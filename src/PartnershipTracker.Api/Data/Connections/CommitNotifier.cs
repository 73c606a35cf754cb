using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The notifier of the other processes, which wait for changes. It sends NOTIFY in a statement of its own after the commits of this
/// process, at most one each 50 ms: in the writing transactions, NOTIFY would make their commits wait for each other.
/// </summary>
public sealed partial class CommitNotifier(
    CommitSignal commits, DatabaseConnections connections, TimeProvider clock, ILogger<CommitNotifier> log) : BackgroundService
{
    public const string Channel = "changes";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var source = connections.Sources.Of(connections.Notifier, isTraced: false); // it belongs to no request

        while (!stoppingToken.IsCancellationRequested)
        {
            await commits.Take(stoppingToken);
            await Send(source, stoppingToken);
            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    private async Task Send(NpgsqlDataSource source, CancellationToken cancellation)
    {
        try
        {
            await using var notify = source.CreateCommand($"NOTIFY {Channel}");
            await notify.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailure(log, e.Message); // the others look at the log of changes from time to time, too
        }
    }

    [LoggerMessage(LogLevel.Debug, "A notification of changes could not be sent: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
