using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>
/// The webhooks whose receivers may have to be told something. A process claims some for a while, so that one process delivers at a time,
/// and another goes on where it ends.
/// </summary>
public sealed class WebhookQueue(DatabaseConnections connections, TimeProvider clock)
{
    /// <summary>The time within which a claimed delivery ends, or its process is dead.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(1);

    private const string ClaimSome =
        """
        UPDATE webhook_deliveries SET claim = $1, claimed_until = $2 WHERE webhook_id IN (
            SELECT webhook_id FROM webhook_deliveries
            WHERE disabled_at IS NULL AND next_attempt_at <= $3 AND (claimed_until IS NULL OR claimed_until < $3)
            AND (message_id IS NOT NULL OR read_to IS DISTINCT FROM $4)
            ORDER BY next_attempt_at LIMIT $5 FOR UPDATE SKIP LOCKED)
        RETURNING webhook_id
        """;

    /// <summary>Claims webhooks that have a notification to be tried, or for which the feed was not read to its end.</summary>
    /// <param name="claim">The mark of the claim.</param>
    /// <param name="end">The end of the change log.</param>
    /// <param name="count">The largest number of webhooks.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<string>> Claim(Guid claim, string end, int count, CancellationToken cancellation)
    {
        var now = clock.Now();
        await using var command = Command(ClaimSome, claim, now + ClaimTime, now, end, count);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var ids = new List<string>();

        while (await rows.ReadAsync(cancellation))
        {
            ids.Add(rows.GetString(0));
        }

        return ids;
    }

    /// <summary>Gives a claim back that was not used up.</summary>
    public async Task Release(string id, Guid claim)
    {
        await using var command = Command(
            "UPDATE webhook_deliveries SET claim = NULL, claimed_until = NULL WHERE (webhook_id, claim) = ($1, $2)", id, claim);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = connections.Sources.Of(connections.Notifier, isTraced: false).CreateCommand(sql);
        Array.ForEach(values, value => command.Parameters.Add(new() { Value = value }));

        return command;
    }
}
