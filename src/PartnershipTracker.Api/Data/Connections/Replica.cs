using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>A standby that answers reads, as the process last saw it.</summary>
public sealed class Replica(string host, string connectionString, TimeProvider clock)
{
    /// <summary>The most positions of the primary that are kept until the replica has replayed them: some 15 minutes.</summary>
    private const int MaxAwaited = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<(LogPosition Position, long At)> _awaited = [];
    private readonly long _startedAt = clock.GetTimestamp();
    private LogPosition? _newest;
    private long? _currentAt;
    private volatile LogPosition? _position;

    /// <summary>The address, as the connection string names it.</summary>
    public string Host => host;

    /// <summary>The connection string for requests.</summary>
    public string ConnectionString => connectionString;

    /// <summary>The connection string for the look at its position.</summary>
    public string Watched { get; } = new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "PartnershipTracker replicas",
        MinPoolSize = 0,
        MaxPoolSize = 1,
    }.ToString();

    /// <summary>The reason why the last look at it failed; null: it did not.</summary>
    public string? Fault { get; set; }

    /// <summary>True while the replica answers.</summary>
    public bool Answers => _position is not null;

    /// <summary>The age of the newest state of the primary that it is known to have; the age of the process as long as none is.</summary>
    public TimeSpan Staleness
    {
        get
        {
            lock (_gate)
            {
                return clock.GetElapsedTime(_currentAt ?? _startedAt);
            }
        }
    }

    /// <summary>Returns true if it answers, and has replayed everything up to a position.</summary>
    public bool Has(LogPosition position) => _position?.Contains(position) is true;

    /// <summary>Returns true if it answers, and shows at least what the primary had committed a while ago.</summary>
    public bool IsWithin(TimeSpan staleness)
    {
        lock (_gate)
        {
            return _position is not null && _currentAt is { } at && clock.GetElapsedTime(at) <= staleness;
        }
    }

    /// <summary>Notes the position of the primary at an instant, which the replica is to reach.</summary>
    public void Await(LogPosition primary, long at)
    {
        lock (_gate)
        {
            // A position that is awaited already counts from the earlier instant; once it is reached, the next look brings it again.
            if (_awaited.Count < MaxAwaited && (_awaited.Count == 0 || primary != _newest))
            {
                _awaited.Enqueue((primary, at));
                _newest = primary;
            }
        }
    }

    /// <summary>Notes the position that the replica has replayed; null: it does not answer, or is no standby.</summary>
    public void Note(LogPosition? position)
    {
        lock (_gate)
        {
            _position = position;

            while (position is not null && _awaited.TryPeek(out var next) && position.Timeline >= next.Position.Timeline)
            {
                if (position.Timeline == next.Position.Timeline && position.Offset < next.Position.Offset)
                {
                    break;
                }

                _currentAt = position.Timeline == next.Position.Timeline ? next.At : _currentAt;
                _awaited.Dequeue();
            }
        }
    }
}
