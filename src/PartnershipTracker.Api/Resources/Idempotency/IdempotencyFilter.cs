using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Resources.Idempotency;

/// <summary>
/// A POST that carries an <see cref="IdempotencyKey"/> is done once. Claim, change, record and answer are one transaction, and only what
/// succeeded is kept: a refusal leaves nothing, and the key is good again.
/// </summary>
public sealed class IdempotencyFilter(TrackerDb db, Caller caller, ChangeWriter ledger, AuditWriter audit, TimeProvider clock)
{
    /// <summary>How many expired answers each new one takes away: more than one, so that they do not pile up.</summary>
    private const int Purged = 10;

    /// <summary>Does what is asked, or answers as it was answered before.</summary>
    public async ValueTask<object?> Apply(IdempotencyKey key, EndpointFilterInvocationContext request, EndpointFilterDelegate next)
    {
        var http = request.HttpContext;
        var path = http.Request.Path.ToString();
        await using var work = await UnitOfWork.Begin(db, http.RequestAborted);
        await Claim(key, path, http.RequestAborted);
        var kept = await Find(key, path, http.RequestAborted);
        var answer = kept is null
            ? await Do(key, path, request, next)
            : await Again(key, kept, http.RequestAborted);

        if (answer is OperationResult or RecordedResponse { IsSuccess: true })
        {
            await work.Commit(); // nothing is said, and nothing goes on, before it is kept
        }

        return answer;
    }

    /// <summary>Until the transaction ends: whoever comes meanwhile does not wait, and sees no row that may yet go.</summary>
    private async Task Claim(IdempotencyKey key, string path, CancellationToken cancellation)
    {
        var claim = key.Claim(caller.Name, path);

        if (!await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({claim}) AS \"Value\"").SingleAsync(cancellation))
        {
            throw new ProblemException("request_in_progress");
        }
    }

    private async Task<IdempotencyRecord?> Find(IdempotencyKey key, string path, CancellationToken cancellation)
    {
        var kept = await At(key, path).AsNoTracking().SingleOrDefaultAsync(cancellation);

        if (kept is null || (kept.At > Expiry && !await HasFailed(kept, cancellation)))
        {
            return kept;
        }

        await At(key, path).ExecuteDeleteAsync(cancellation);

        return null;
    }

    /// <summary>Work that outlasted its request and came to nothing is like a refusal: the key is good again.</summary>
    private async Task<bool> HasFailed(IdempotencyRecord kept, CancellationToken cancellation)
    {
        if (kept.Resource is not Operation.Resource)
        {
            return false;
        }

        await Job.GiveUpDead(db, clock.Now(), cancellation);

        return await db.Operations.AnyAsync(
            o => o.Id == Guid.Parse(kept.ResourceId) && o.State == OperationState.Failed, cancellation);
    }

    private async Task<IResult> Do(
        IdempotencyKey key, string path, EndpointFilterInvocationContext request, EndpointFilterDelegate next)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var result = (IResult)(await next(request))!;

        if (result is OperationResult followed)
        {
            var running = new RecordedResponse(StatusCodes.Status202Accepted, new Dictionary<string, string>(StringComparer.Ordinal), [], 0);
            await Keep(key, path, running, new(Operation.Resource, $"{followed.Id}", 0, AccessLabel.Of(followed)), cancellation);

            return followed;
        }

        if (result.Value() is ICarriesSecret
            && !key.IsStrong)
        {
            throw new ProblemException("invalid_request", Fault.Of(
                ApiHeaders.IdempotencyKey, "weak_key", IdempotencyKey.MinLengthForSecrets, IdempotencyKey.MaxLength));
        }

        var answer = await RecordedResponse.Of(result, request.HttpContext);

        if (answer.IsSuccess)
        {
            await Keep(key, path, answer with { Version = ledger.FirstChanged?.Version ?? 0 }, ledger.FirstChanged, cancellation);
        }

        return answer;
    }

    private async Task Keep(IdempotencyKey key, string path, RecordedResponse answer, AuditedRead? about, CancellationToken cancellation)
    {
        db.Add(new IdempotencyRecord
        {
            Caller = caller.Name,
            Path = path,
            KeyHash = key.Hash,
            BodyHash = key.BodyHash,
            Answer = key.Encrypt(JsonSerializer.SerializeToUtf8Bytes(answer), caller.Name, path),
            Resource = about?.Resource ?? "",
            ResourceId = about?.Id ?? "",
            At = clock.Now(),
        });
        await db.SaveChangesAsync(cancellation);
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM stored_answers WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM stored_answers WHERE at <= {Expiry} ORDER BY at LIMIT {Purged} FOR UPDATE SKIP LOCKED))
            """,
            cancellation);
    }

    private async Task<IResult> Again(IdempotencyKey key, IdempotencyRecord kept, CancellationToken cancellation)
    {
        if (!kept.BodyHash.AsSpan().SequenceEqual(key.BodyHash))
        {
            throw new ProblemException("idempotency_key_reused");
        }

        var answer = JsonSerializer.Deserialize<RecordedResponse>(key.Decrypt(kept.Answer, kept.Caller, kept.Path))!;
        await At(key, kept.Path).ExecuteUpdateAsync(a => a.SetProperty(x => x.Replays, x => x.Replays + 1), cancellation);

        if (kept.Resource is Operation.Resource)
        {
            return new OperationResult(Guid.Parse(kept.ResourceId), null); // as it stands now
        }

        await Disclose(kept, answer.Version, cancellation);

        return answer with { IsReplay = true };
    }

    /// <summary>
    /// The answer is for whoever may see both what it shows and what that is now or, if it is gone, was last: as with the history.
    /// </summary>
    private async Task Disclose(IdempotencyRecord kept, int version, CancellationToken cancellation)
    {
        var log = db.Changes.IgnoreQueryFilters().Where(c => c.Resource == kept.Resource && c.ResourceId == kept.ResourceId);
        var then = await log.AsNoTracking()
            .Where(c => c.Version == version || c.Version == log.Max(x => x.Version))
            .OrderBy(c => c.Version)
            .ToListAsync(cancellation);
        var shown = then.ConvertAll(c => new AuditedRead(c.Resource, c.ResourceId, c.Version, AccessLabel.Of(c)));

        if (shown.Find(d => !caller.Sees(d.Label)) is { } hidden)
        {
            throw new ProblemException("not_found") { Hidden = hidden };
        }

        await audit.RecordReads(shown.Take(1), cancellation);
    }

    private DateTimeOffset Expiry => clock.Now() - IdempotencyRecord.Lifetime;

    private IQueryable<IdempotencyRecord> At(IdempotencyKey key, string path) =>
        db.StoredAnswers.Where(a => a.Caller == caller.Name && a.Path == path && a.KeyHash == key.Hash);
}

public static class IdempotentRoutes
{
    /// <summary>Every POST of the group takes an Idempotency-Key.</summary>
    public static RouteGroupBuilder WithIdempotency(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter((context, next) => context.HttpContext.Features.Get<IdempotencyKey>() is { } key
            ? context.HttpContext.RequestServices.GetRequiredService<IdempotencyFilter>().Apply(key, context, next)
            : next(context));

        return group;
    }
}
