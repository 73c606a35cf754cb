using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Changes;

/// <summary>
/// The events of one stream. It ends when its credential does not give the same rights any more, when the server stops, when the feed
/// cannot be read, and when its reader takes too long to accept an event. Its client then begins again after the last event.
/// </summary>
public sealed class ChangeStream(
    ChangeStreams streams, ChangeFeed feed, ChangeWatch watch, SharedChanges changes, ChangeCursors cursors, AuditWriter audit,
    CredentialCheck credentials, Caller caller, IHttpContextAccessor accessor, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>The time without a change after which a heartbeat is sent.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>The time within which a reader must accept an event.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The pause before a client connects again.</summary>
    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(2);

    private readonly HttpContext _http = accessor.HttpContext!;
    private readonly int _epoch = watch.Epoch;

    private long _checkedAt = clock.GetTimestamp();

    /// <summary>Takes a place for the stream, and returns the position at which it begins.</summary>
    /// <param name="after">The cursor of the query. That in Last-Event-ID, which a client sends after a break, counts more.</param>
    public async Task<ChangePosition> Begin(string? after)
    {
        var last = _http.Request.Headers[ApiHeaders.LastEventId].ToString() is { Length: > 0 } sent ? sent : null;

        if (last is not null && !(last.Length <= Cursor.MaxOfFeed && Cursor.IsBase64Url(last)))
        {
            throw new ProblemException("invalid_request", Fault.Of(ApiHeaders.LastEventId, "pattern", Cursor.Pattern, "bmV4dA"));
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new ProblemException("unavailable");
        }

        streams.Enter(_http);

        return await feed.Begin(last ?? after, _http.RequestAborted);
    }

    /// <summary>Returns the events after a position; disconnects a reader who is too slow.</summary>
    public async IAsyncEnumerable<SseItem<string>> Events(
        ChangeQuery query, ChangePosition start, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        await using var slow = clock.CreateTimer(_ => _http.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        await foreach (var item in Follow(query, start, ends.Token))
        {
            slow.Change(WriteTimeout, Timeout.InfiniteTimeSpan);
            yield return item;
            slow.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Follows the feed. Heartbeats depend on what was sent, and not on what was read: a hidden change does not move them.
    /// </summary>
    private async IAsyncEnumerable<SseItem<string>> Follow(
        ChangeQuery query, ChangePosition position, [EnumeratorCancellation] CancellationToken ends)
    {
        yield return new("") { EventId = cursors.Write(position, caller), ReconnectionInterval = ReconnectionInterval };
        var (moved, sentAt) = (watch.Moved, clock.GetTimestamp());
        var reading = changes.Read(query, caller, position, moved);

        while (await Wait(reading ?? moved, sentAt, ends))
        {
            if (clock.GetElapsedTime(sentAt) >= HeartbeatInterval)
            {
                sentAt = clock.GetTimestamp();
                yield return new("") { EventId = cursors.Write(position, caller) };
            }

            if (reading is { IsCompleted: true })
            {
                if (await Result(reading, ends) is not { } read)
                {
                    yield break;
                }

                foreach (var change in read.Items)
                {
                    if (!await IsPermitted(ends))
                    {
                        yield break;
                    }

                    yield return new(change.Json) { EventId = cursors.Write(change.Position, caller) };
                    sentAt = clock.GetTimestamp();
                }

                position = read.Position;
                reading = read.More ? Next() : null;
            }
            else if (reading is null && moved.IsCompleted)
            {
                reading = Next();
            }
        }

        Task<StreamedChanges> Next()
        {
            moved = watch.Moved;

            return changes.Read(query, caller, position, moved);
        }
    }

    /// <summary>Waits for a task, but not beyond the next heartbeat or check; returns false when the stream ends.</summary>
    private async Task<bool> Wait(Task task, long sentAt, CancellationToken ends)
    {
        var toHeartbeat = HeartbeatInterval - clock.GetElapsedTime(sentAt);
        var toCheck = CredentialCheck.Interval - clock.GetElapsedTime(_checkedAt);
        var wait = toHeartbeat < toCheck ? toHeartbeat : toCheck;

        if (wait > TimeSpan.Zero)
        {
            await task.WaitAsync(wait, clock, ends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await IsPermitted(ends);
    }

    private async Task<bool> IsPermitted(CancellationToken ends)
    {
        if (ends.IsCancellationRequested || watch.Epoch != _epoch || !watch.IsCurrent)
        {
            return false;
        }

        if (clock.GetElapsedTime(_checkedAt) < CredentialCheck.Interval)
        {
            return true;
        }

        _checkedAt = clock.GetTimestamp();

        return await Succeeds(() => credentials.Require(_http, caller));
    }

    /// <summary>Returns what was read, after its reading has been recorded; null when it cannot be read or recorded.</summary>
    private async Task<StreamedChanges?> Result(Task<StreamedChanges> reading, CancellationToken ends) =>
        await Succeeds(async () => await audit.RecordReads((await reading).Items.Select(item => item.Shown).OfType<AuditedRead>(), ends))
            ? await reading
            : null;

    /// <summary>Returns false for a failure that a request would be told: the client gets to know it when it connects again.</summary>
    private static async Task<bool> Succeeds(Func<Task> act)
    {
        try
        {
            await act();

            return true;
        }
        catch (Exception e) when (e is OperationCanceledException || ProblemHandler.Explain(e).Code is not "internal_error")
        {
            return false;
        }
    }
}
