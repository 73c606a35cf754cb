namespace PartnershipTracker.Data.Connections;

/// <summary>The look at all servers every second, so that a promotion is noticed while the earlier primary still answers.</summary>
public sealed partial class PrimaryWatch(DatabaseConnections connections, ILogger<PrimaryWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private IReadOnlyList<string> _refusals = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(log, e.Message);
            }

            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Look(CancellationToken cancellation)
    {
        var refusals = await connections.Servers.Look(cancellation);

        foreach (var refusal in refusals.Except(_refusals, StringComparer.Ordinal))
        {
            LogRefusal(log, refusal);
        }

        _refusals = refusals;
        await connections.Sources.Primary.Store(connections.Sources.Of(connections.Requests), cancellation);
    }

    [LoggerMessage(LogLevel.Error, "{Refusal}")]
    private static partial void LogRefusal(ILogger logger, string refusal);

    [LoggerMessage(LogLevel.Warning, "The timeline of the primary could not be stored: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
