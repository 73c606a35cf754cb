using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>A server at one moment.</summary>
/// <param name="Cluster">The system identifier, which a primary and its standbys have in common.</param>
/// <param name="Timeline">The timeline that a primary writes; 0 for a standby. Each promotion begins a higher one.</param>
public sealed record ServerState(long Cluster, long Timeline)
{
    private const string Current =
        """
        SELECT ARRAY[system_identifier, CASE
            WHEN pg_is_in_recovery() THEN 0
            ELSE ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint
            END]
        FROM pg_control_system()
        """;

    private const string Stored = "SELECT ARRAY[system_identifier, timeline] FROM known_server";

    public static ServerState Of(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Current, connection);

        return From(command.ExecuteScalar())!;
    }

    public static async Task<ServerState> OfAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Current, connection);

        return From(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Reads the state that the register was last served from; null before that is stored.</summary>
    public static ServerState? StoredIn(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Stored, connection);

        try
        {
            return From(command.ExecuteScalar());
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return null; // not migrated yet
        }
    }

    /// <inheritdoc cref="StoredIn"/>
    public static async Task<ServerState?> StoredInAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Stored, connection);

        try
        {
            return From(await command.ExecuteScalarAsync());
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return null; // not migrated yet
        }
    }

    private static ServerState? From(object? values) => values is long[] and [var cluster, var timeline] ? new(cluster, timeline) : null;
}
