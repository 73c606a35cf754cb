namespace PartnershipTracker.Features.Changes;

/// <summary>The requests for changes that wait until there are some.</summary>
public sealed class ChangeWaiting(
    ChangeFeed feed, ChangeWatch watch, Caller caller, CredentialCheck credentials, IHostApplicationLifetime lifetime, TimeProvider clock,
    IHttpContextAccessor accessor)
{
    private readonly HttpContext _http = accessor.HttpContext!;

    /// <summary>Returns the changes after a position, or none if there are none within the time of the query.</summary>
    public async Task<ChangePage> Read(ChangeQuery query, ChangePosition position)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_http.RequestAborted, lifetime.ApplicationStopping);
        var began = clock.GetTimestamp();

        while (true)
        {
            var moved = watch.Moved;
            var (page, next, _) = await feed.Read(query, query.PageSize, position, _http.RequestAborted);

            if (page.Items.Count > 0 || !await Wait(moved, began, query.LongestWait, ends.Token))
            {
                return page;
            }

            position = next;
        }
    }

    /// <summary>Waits until the feed has gone on; returns false when the time is over or the server stops.</summary>
    private async Task<bool> Wait(Task moved, long began, TimeSpan longest, CancellationToken ends)
    {
        while (longest - clock.GetElapsedTime(began) is var left && left > TimeSpan.Zero && !ends.IsCancellationRequested)
        {
            var pause = left < CredentialCheck.Interval ? left : CredentialCheck.Interval;
            await moved.WaitAsync(pause, clock, ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _http.RequestAborted.ThrowIfCancellationRequested();
            await credentials.Require(_http, caller);

            if (moved.IsCompleted || !watch.IsCurrent)
            {
                return true;
            }
        }

        return false;
    }
}
