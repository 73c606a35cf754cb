using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// The authentication by API key. It looks up the hash of the secret on every request, so a deleted key fails on the very next request.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, DatabaseConnections connections,
    TrackerDb db, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string KeyBySecret =
        """
        SELECT k.id, k.scopes, k.clearance, k.expires_at, s.id, s.last_used_at
        FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id
        WHERE s.hash = $1
        """;

    private sealed record KeyRow(
        string Id, string[] Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt, Guid SecretId, DateTimeOffset? LastUsedAt);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Credentials.Of(Request);

        if (!Secret.IsWellFormed(secret))
        {
            return AuthenticateResult.Fail("The credential is not in the form of an API key.");
        }

        var key = await FindKey(Secret.Hash(secret!), Context.RequestAborted);
        var now = clock.Now();

        if (key is null || key.ExpiresAt <= now)
        {
            return AuthenticateResult.Fail("The API key is unknown, deleted or expired.");
        }

        await db.NoteUse<ApiKeySecret>(key.SecretId, key.LastUsedAt, now, Context.RequestAborted);

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.ApiKey, ApiKey.PrincipalOf(key.Id), key.Scopes, key.Clearance, key.ExpiresAt));
    }

    /// <summary>
    /// Returns the key that has the secret. Every request with a key runs this statement, so each connection prepares it once, and the row
    /// is read without Entity Framework.
    /// </summary>
    private async Task<KeyRow?> FindKey(byte[] hash, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connections.Tracker);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(KeyBySecret, connection) { Parameters = { new() { Value = hash } } };
        await command.PrepareAsync(cancellation);
        await using var row = await command.ExecuteReaderAsync(cancellation);

        return !await row.ReadAsync(cancellation) ? null : new(
            row.GetString(0),
            row.GetFieldValue<string[]>(1),
            EnumNames.Read<Confidentiality>(row.GetString(2)),
            await row.GetFieldValueAsync<DateTimeOffset?>(3, cancellation),
            row.GetGuid(4),
            await row.GetFieldValueAsync<DateTimeOffset?>(5, cancellation));
    }
}
