using System.Diagnostics.Metrics;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Changes;

/// <summary>
/// The end of the feed, as the process sees it. All that wait for changes wait here, so that they do not ask the database each for itself.
/// </summary>
public sealed class ChangeWatch : IListensTo
{
    /// <summary>The name of the meter of the feed.</summary>
    public const string MeterName = "PartnershipTracker";

    /// <summary>The time after which a process that cannot look at the log knows nothing about it any more.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    /// <summary>The pause between two instants by which the age of a transaction is known.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(200);

    private const string Current =
        """
        SELECT pg_snapshot_xmin(now.snapshot), pg_snapshot_xmax(now.snapshot), change_log.mark, last.transaction, last.sequence
        FROM (SELECT pg_current_snapshot() AS snapshot) now CROSS JOIN change_log LEFT JOIN LATERAL (
            SELECT transaction, sequence FROM changes WHERE transaction < pg_snapshot_xmin(now.snapshot)
            ORDER BY transaction DESC, sequence DESC LIMIT 1) last ON true
        """;

    private readonly TimeProvider _clock;

    /// <summary>The instants at which each number of a transaction had been reached, from the oldest running one on.</summary>
    private readonly Queue<(ulong Next, long At)> _reached = [];

    private volatile TaskCompletionSource _moved = New();
    private volatile LogEnd? _end;
    private long _lookedAt;
    private long _heldSince = long.MinValue;
    private int _epoch;

    public ChangeWatch(TimeProvider clock, Meter meter)
    {
        (_clock, _lookedAt) = (clock, clock.GetTimestamp());
        meter.CreateObservableGauge(
            "partnershiptracker.feed.lag", () => Lag.TotalSeconds, "s",
            "The age of the oldest transaction that holds the feed of changes back.");
    }

    public string Channel => CommitNotifier.Channel;

    /// <summary>A task that is completed when the feed has gone on.</summary>
    public Task Moved => _moved.Task;

    /// <summary>True while the end of the feed is known.</summary>
    public bool IsCurrent => _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) < Lifetime;

    /// <summary>The end of the log, in a text that differs from that of any other end; empty: unknown.</summary>
    public string End => _end is { } end ? $"{end.Transaction}/{end.Sequence}/{end.Log}" : "";

    /// <summary>A number that changes when positions in the log lose their meaning: it was restored, or personal data was erased.</summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>The age of the oldest transaction that holds the feed back, as far as this process has seen it.</summary>
    public TimeSpan Lag => Volatile.Read(ref _heldSince) is not long.MinValue and var since ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    public void Notice()
    {
        // a look follows each notification
    }

    public async Task Look(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        await using var command = new NpgsqlCommand(Current, connection);
        await command.PrepareAsync(cancellation);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (oldest, next) = (row.GetFieldValue<ulong>(0), row.GetFieldValue<ulong>(1));
        var (transaction, sequence) =
            (await row.GetFieldValueAsync<ulong?>(3, cancellation), await row.GetFieldValueAsync<long?>(4, cancellation));
        Measure(oldest, next, began);
        Volatile.Write(ref _lookedAt, began);
        Move(new(transaction ?? 0, sequence ?? 0, row.GetGuid(2)));
    }

    private sealed record LogEnd(ulong Transaction, long Sequence, Guid Log);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Move(LogEnd end)
    {
        var before = _end;

        if (end == before)
        {
            return;
        }

        var isOther = before is not null
            && (end.Log != before.Log || (end.Transaction, end.Sequence).CompareTo((before.Transaction, before.Sequence)) < 0);
        _end = end;
        Volatile.Write(ref _epoch, _epoch + (isOther ? 1 : 0));
        Interlocked.Exchange(ref _moved, New()).SetResult();
    }

    /// <summary>
    /// Notes since when the oldest running transaction has been running: its number had been given out by the first instant at which a
    /// later one was the next. PostgreSQL shows the beginning of transactions only to their own role.
    /// </summary>
    private void Measure(ulong oldest, ulong next, long now)
    {
        while (_reached.TryPeek(out var first) && first.Next <= oldest)
        {
            _reached.Dequeue();
        }

        if (next > oldest && (_reached.Count == 0 || _clock.GetElapsedTime(_reached.Last().At, now) >= Grain))
        {
            _reached.Enqueue((next, now));
        }

        Volatile.Write(ref _heldSince, _reached.TryPeek(out var held) ? held.At : long.MinValue);
    }
}
