using PartnershipTracker.Features.Changes;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>The deliveries of this process: a few at a time, when the feed has moved, and when a failed one is due again.</summary>
public sealed partial class WebhookSender(
    WebhookQueue queue, WebhookDeliveries deliveries, ChangeWatch watch, TimeProvider clock, ILogger<WebhookSender> log) : BackgroundService
{
    /// <summary>The largest number of deliveries at once: each may wait 10 seconds for its receiver.</summary>
    private const int MaxDeliveries = 8;

    /// <summary>The time after which there is a look, also when the feed has not moved.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The shortest pause between two looks.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var moved = watch.Moved;
            await Begin(stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await moved.WaitAsync(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _running.RemoveWhere(delivery => delivery.IsCompleted);
        }

        await Task.WhenAll(_running);
    }

    /// <summary>Begins the deliveries that are due. Where the database cannot be written, as on a standby, another process does.</summary>
    private async Task Begin(CancellationToken stop)
    {
        var (claim, free) = (Guid.CreateVersion7(), MaxDeliveries - _running.Count);

        if (free == 0 || watch.End.Length == 0)
        {
            return;
        }

        try
        {
            foreach (var id in await queue.Claim(claim, watch.End, free, stop))
            {
                _running.Add(Deliver(id, claim, stop));
            }
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogFailure(log, e.Message);
        }
        catch (OperationCanceledException)
        {
            // the process stops
        }
    }

    private async Task Deliver(string id, Guid claim, CancellationToken stop)
    {
        try
        {
            await deliveries.Deliver(id, claim, stop);
        }
        catch (Exception e)
        {
            LogFailure(log, e.Message);
            await Release(id, claim);
        }
    }

    private async Task Release(string id, Guid claim)
    {
        try
        {
            await queue.Release(id, claim);
        }
        catch (Exception e)
        {
            LogFailure(log, e.Message); // the claim ends by itself
        }
    }

    [LoggerMessage(LogLevel.Debug, "Notifications of webhooks could not be delivered: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
