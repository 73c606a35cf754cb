using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The primary that the process knows: its cluster, and the highest timeline that was seen. An earlier primary that comes back unfenced
/// accepts writes that the promoted server will never have; its timeline is lower, so it is refused. The register stores the same for
/// processes that start later.
/// </summary>
/// <param name="leave">Drops the connections to a primary that has been replaced.</param>
public sealed class KnownPrimary(Action leave)
{
    private readonly Lock _gate = new();
    private ServerState? _known;
    private long _stored;

    /// <summary>True while the register may have moved to another server, which <c>migrate --accept-server</c> then stores.</summary>
    public bool AcceptsOthers { get; set; }

    /// <summary>The highest timeline; 0 before there is one.</summary>
    public long Timeline => Volatile.Read(ref _known)?.Timeline ?? 0;

    /// <summary>
    /// Refuses the server of a new connection, or remembers its timeline. A connection to a standby is not kept: after the promotion it
    /// could write before the process knows the new timeline. If the promoted server went away then, the replaced one would be used again.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="isForPrimary">True if the connection is not to be kept when the server is a standby.</param>
    public void Check(NpgsqlConnection connection, bool isForPrimary)
    {
        var server = ServerState.Of(connection);
        RefuseStandby(server, isForPrimary);
        var stored = Volatile.Read(ref _known) is null ? ServerState.StoredIn(connection) : null;
        Admit(server, stored, $"{connection.Host}:{connection.Port}");
    }

    /// <inheritdoc cref="Check"/>
    public async Task CheckAsync(NpgsqlConnection connection, bool isForPrimary)
    {
        var (server, stored) = await Ask(connection);
        RefuseStandby(server, isForPrimary);
        Admit(server, stored, $"{connection.Host}:{connection.Port}");
    }

    /// <summary>Asks a server for its state and, as long as no primary is known, for the stored one.</summary>
    public async Task<(ServerState Server, ServerState? Stored)> Ask(NpgsqlConnection connection)
    {
        var server = await ServerState.OfAsync(connection);

        return (server, Volatile.Read(ref _known) is null ? await ServerState.StoredInAsync(connection) : null);
    }

    /// <summary>Refuses a server, or remembers its timeline.</summary>
    /// <param name="server">The server.</param>
    /// <param name="stored">The state that its register was last served from.</param>
    /// <param name="address">The address of the server.</param>
    /// <exception cref="RefusedServerException">The server was replaced or is another.</exception>
    public void Admit(ServerState server, ServerState? stored, string address)
    {
        bool isPromotion;

        lock (_gate)
        {
            var least = _known ?? (AcceptsOthers ? null : stored) ?? server;
            Require(server, least, address);
            isPromotion = _known is not null && server.Timeline > least.Timeline;
            _stored = Math.Max(_stored, stored?.Timeline ?? 0);
            _known = least with { Timeline = Math.Max(least.Timeline, server.Timeline) };
        }

        if (isPromotion)
        {
            leave();
        }
    }

    /// <summary>Stores the server as the one of the register, if none is stored or any is accepted.</summary>
    /// <returns>True when it replaced another.</returns>
    public async Task<bool> Settle(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (server, stored) = (await ServerState.OfAsync(connection), await ServerState.StoredInAsync(connection));

        if (stored is not null && (stored == server || !AcceptsOthers))
        {
            return false;
        }

        const string store =
            """
            INSERT INTO known_server (system_identifier, timeline) VALUES ($1, $2)
            ON CONFLICT (is_only) DO UPDATE SET system_identifier = excluded.system_identifier, timeline = excluded.timeline
            """;
        await using var command = new NpgsqlCommand(store, connection)
        {
            Parameters = { new() { Value = server.Cluster }, new() { Value = server.Timeline } },
        };
        await command.ExecuteNonQueryAsync(cancellation);

        return stored is not null;
    }

    /// <summary>
    /// Stores the highest timeline, if it is not yet stored. No request waits for it, so it waits for no standby.
    /// </summary>
    public async Task Store(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var timeline = Timeline;

        if (timeline <= _stored)
        {
            return;
        }

        await using var command = source.CreateCommand(
            "UPDATE known_server SET timeline = $1 FROM set_config('synchronous_commit', 'off', true) WHERE timeline < $1");
        command.Parameters.Add(new() { Value = timeline });
        await command.ExecuteNonQueryAsync(cancellation);
        _stored = timeline;
    }

    private static void RefuseStandby(ServerState server, bool isForPrimary)
    {
        if (isForPrimary && server.Timeline == 0)
        {
            throw new StandbyException();
        }
    }

    private static void Require(ServerState server, ServerState least, string address)
    {
        if (server.Cluster != least.Cluster)
        {
            throw new RefusedServerException(
                RefusedServerException.OtherServer,
                $"{address} is not the server that the register was served from: its system identifier is {server.Cluster}, not "
                + $"{least.Cluster}. If the register was moved there on purpose, run `migrate --accept-server` and restart the "
                + "application.");
        }

        if (server.Timeline > 0 && server.Timeline < least.Timeline)
        {
            throw new RefusedServerException(
                RefusedServerException.ReplacedPrimary,
                $"{address} is a primary of timeline {server.Timeline}, and the primary of timeline {least.Timeline} has replaced it. It "
                + "is not used. Fence it: stop it, or make it a standby.");
        }
    }
}
