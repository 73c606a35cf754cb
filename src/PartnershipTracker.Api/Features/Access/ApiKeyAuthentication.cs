using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// Looks up the hash of the secret that a request presents, each time: a key that was revoked fails on the very next request.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, DatabaseConnections connections,
    TrackerDb db, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Find =
        """
        SELECT k.id, k.scopes, k.clearance, k.expires_at, s.id, s.last_used_at
        FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id
        WHERE s.hash = $1
        """;

    private sealed record Known(
        string Id, string[] Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt, Guid SecretId, DateTimeOffset? LastUsedAt);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Credentials.Of(Request);

        if (!Secret.IsWellFormed(secret))
        {
            return AuthenticateResult.Fail("No API key has this form.");
        }

        var key = await Look(Secret.Hash(secret!), Context.RequestAborted);
        var now = clock.Now();

        if (key is null || key.ExpiresAt <= now)
        {
            return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        }

        await db.NoteUse<ApiKeySecret>(key.SecretId, key.LastUsedAt, now, Context.RequestAborted);

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.ApiKey, ApiKey.PrincipalOf(key.Id), key.Scopes, key.Clearance, key.ExpiresAt));
    }

    /// <summary>
    /// Every request comes this way, so it is a statement that each connection prepares once, and a row that is read by hand.
    /// </summary>
    private async Task<Known?> Look(byte[] hash, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connections.Tracker);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Find, connection) { Parameters = { new() { Value = hash } } };
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
