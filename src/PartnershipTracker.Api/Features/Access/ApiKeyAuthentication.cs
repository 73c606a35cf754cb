using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// The authentication by API key. It looks up the hash of the secret unless the cache has the key, which is dropped on each change.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, DatabaseConnections connections,
    TrackerDb db, ApiKeyCache cache, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string KeyBySecret =
        """
        SELECT k.id, k.scopes, k.clearance, k.expires_at, s.id, s.last_used_at, k.replica_reads, pg_is_in_recovery()
        FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id
        WHERE s.hash = $1
        """;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Credentials.Of(Request);

        if (!Secret.IsWellFormed(secret))
        {
            return AuthenticateResult.Fail("The credential is not in the form of an API key.");
        }

        var hash = Secret.Hash(secret!);
        var name = Convert.ToHexString(hash);
        var key = cache.Find(name) ?? await LookUp(hash, name, Context.RequestAborted);
        var now = clock.Now();

        if (key is null || key.ExpiresAt <= now)
        {
            return AuthenticateResult.Fail("The API key is unknown, deleted or expired.");
        }

        if (await db.NoteUse<ApiKeySecret>(key.SecretId, key.LastUsedAt, now, Context.RequestAborted))
        {
            cache.Drop(name); // the next look-up finds the use that is recorded now
        }

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.ApiKey, ApiKey.PrincipalOf(key.Id), key.Scopes, key.Clearance, key.ExpiresAt,
            key.ReplicaReads));
    }

    /// <summary>
    /// Looks up the key that has the secret. Without a listener every request runs this statement, so its row is read without Entity
    /// Framework. A key from a standby is not kept: the standby may replay a change later than the listener of the primary announces it.
    /// </summary>
    private async Task<KnownKey?> LookUp(byte[] hash, string name, CancellationToken cancellation)
    {
        var keep = cache.BeginLookUp();
        await using var connection = new NpgsqlConnection(connections.Requests);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(KeyBySecret, connection) { Parameters = { new() { Value = hash } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);

        if (!await row.ReadAsync(cancellation))
        {
            return null;
        }

        var key = new KnownKey(
            row.GetString(0),
            row.GetFieldValue<string[]>(1),
            EnumNames.Read<Confidentiality>(row.GetString(2)),
            await row.GetFieldValueAsync<DateTimeOffset?>(3, cancellation),
            row.GetGuid(4),
            await row.GetFieldValueAsync<DateTimeOffset?>(5, cancellation),
            row.GetBoolean(6));

        if (!row.GetBoolean(7))
        {
            keep(name, key);
        }

        return key;
    }
}
