using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartnershipTracker.Data;
using PartnershipTracker.Http;
using PartnershipTracker.Http.Security;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// Looks up the hash of the secret that a request presents, each time: a key that was revoked fails on the very next request.
/// </summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TrackerDb db, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private sealed record Known(
        string Id, List<string> Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt, Guid SecretId, DateTimeOffset? LastUsedAt);

    private static readonly Func<TrackerDb, byte[], CancellationToken, Task<Known?>> Find = EF.CompileAsyncQuery(
        (TrackerDb db, byte[] hash, CancellationToken cancellation) => (
            from secret in db.Set<ApiKeySecret>()
            join key in db.ApiKeys.IgnoreAutoIncludes() on secret.KeyId equals key.Id
            where secret.Hash == hash
            select new Known(key.Id, key.Scopes, key.Clearance, key.ExpiresAt, secret.Id, secret.LastUsedAt)).FirstOrDefault());

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var secret = Credentials.Of(Request);

        if (!Secret.IsWellFormed(secret))
        {
            return AuthenticateResult.Fail("No API key has this form.");
        }

        var key = await Find(db, Secret.Hash(secret!), Context.RequestAborted);
        var now = clock.Now();

        if (key is null || key.ExpiresAt <= now)
        {
            return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        }

        await Use(key, now);

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.ApiKey, ApiKey.PrincipalOf(key.Id), key.Scopes, key.Clearance, key.ExpiresAt));
    }

    /// <summary>
    /// Notes that it was used, to the minute: a write for every read would cost more than the read. No request waits for it: not for
    /// another that notes the same, and not for a standby, which may be away while everybody reads.
    /// </summary>
    private async Task Use(Known key, DateTimeOffset now)
    {
        var minuteAgo = now - TimeSpan.FromMinutes(1);

        if (key.LastUsedAt > minuteAgo)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            WITH soon AS (SELECT set_config('synchronous_commit', 'off', true)),
                free AS (
                    SELECT s.id FROM soon, api_key_secrets s
                    WHERE s.id = {key.SecretId} AND (s.last_used_at <= {minuteAgo}) IS NOT FALSE
                    FOR UPDATE OF s SKIP LOCKED)
            UPDATE api_key_secrets s SET last_used_at = {now} FROM free WHERE s.id = free.id
            """,
            Context.RequestAborted);
    }
}
