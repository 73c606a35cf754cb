using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>A position in the write-ahead log of a primary.</summary>
/// <param name="Timeline">The timeline of the primary. Positions of two timelines cannot be compared.</param>
/// <param name="Offset">The bytes from the beginning of the log.</param>
public sealed record LogPosition(long Timeline, long Offset)
{
    /// <summary>Returns a row with the end of the log of a primary, which is behind everything that it has committed.</summary>
    private const string EndOfPrimary =
        """
        SELECT ARRAY[('x' || left(pg_walfile_name(lsn), 8))::bit(32)::bigint, (lsn - '0/0')::bigint]
        FROM pg_current_wal_insert_lsn() lsn
        """;

    /// <summary>
    /// Returns a row with the position that a standby has replayed; none for a primary. The register names the timeline of its primary, so
    /// a standby that has that row follows this primary, and no earlier one whose log went on elsewhere.
    /// </summary>
    private const string EndOfStandby =
        """
        SELECT ARRAY[timeline, (pg_last_wal_replay_lsn() - '0/0')::bigint] FROM known_server
        WHERE pg_is_in_recovery() AND pg_last_wal_replay_lsn() IS NOT NULL
        """;

    /// <summary>Returns true if everything up to another position has been replayed at this one.</summary>
    public bool Contains(LogPosition other) => Timeline == other.Timeline && Offset >= other.Offset;

    public static Task<LogPosition?> OfPrimary(NpgsqlDataSource source, CancellationToken cancellation) =>
        Read(source, EndOfPrimary, cancellation);

    public static Task<LogPosition?> OfStandby(NpgsqlDataSource source, CancellationToken cancellation) =>
        Read(source, EndOfStandby, cancellation);

    private static async Task<LogPosition?> Read(NpgsqlDataSource source, string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 2;

        return await command.ExecuteScalarAsync(cancellation) is long[] and [var timeline, var offset] ? new(timeline, offset) : null;
    }
}
