using Npgsql;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Resources.Idempotency;

/// <summary>
/// The filter that executes a POST with an <see cref="IdempotencyKey"/> once. The claim, the change and the recorded answer are one
/// transaction, and only a success is kept: after a refusal the key can be used again.
/// </summary>
public sealed class IdempotencyFilter(TrackerDb db, Caller caller, AuditWriter audit, TimeProvider clock)
{
    /// <summary>The number of expired answers that each new one deletes: more than one, so that they do not pile up.</summary>
    private const int Purged = 10;

    /// <summary>Executes the request, or sends the recorded answer again.</summary>
    public async ValueTask<object?> Apply(IdempotencyKey key, EndpointFilterInvocationContext request, EndpointFilterDelegate next)
    {
        var http = request.HttpContext;
        var path = http.Request.Path.ToString();
        await using var work = await UnitOfWork.Begin(db, http.RequestAborted);
        var kept = await Current(key, path, await Claim(key, path, http.RequestAborted), http.RequestAborted);
        var answer = kept is null
            ? await Do(key, path, request, next)
            : await Again(key, kept, http.RequestAborted);

        if (answer is OperationResult or RecordedResponse { IsSuccess: true })
        {
            await work.Commit(); // nothing is answered, and no job begins, before the answer is kept
        }

        return answer;
    }

    /// <summary>
    /// Claims the key until the transaction ends, and then reads its answer. Another request does not wait, and sees no row that may be
    /// rolled back.
    /// </summary>
    private async Task<IdempotencyRecord?> Claim(IdempotencyKey key, string path, CancellationToken cancellation)
    {
        await using var batch = db.Batch(
            SqlBatch.Command("SELECT pg_try_advisory_xact_lock($1)", new NpgsqlParameter { Value = key.Claim(caller.Name, path) }),
            SqlBatch.Command(
                """
                SELECT body_hash, answer, resource, resource_id, at FROM stored_answers
                WHERE caller = $1 AND path = $2 AND key_hash = $3
                """,
                new NpgsqlParameter { Value = caller.Name }, new NpgsqlParameter { Value = path },
                new NpgsqlParameter { Value = key.Hash }));
        await using var rows = await batch.ExecuteReaderAsync(cancellation);

        if (!await rows.ReadAsync(cancellation) || !rows.GetBoolean(0))
        {
            throw new ProblemException("request_in_progress");
        }

        await rows.NextResultAsync(cancellation);

        return !await rows.ReadAsync(cancellation) ? null : new()
        {
            Caller = caller.Name,
            Path = path,
            KeyHash = key.Hash,
            BodyHash = rows.GetFieldValue<byte[]>(0),
            Answer = rows.GetFieldValue<byte[]>(1),
            Resource = rows.GetString(2),
            ResourceId = rows.GetString(3),
            At = rows.GetFieldValue<DateTimeOffset>(4),
        };
    }

    /// <summary>Returns the kept answer, or null after deleting one that no longer counts.</summary>
    private async Task<IdempotencyRecord?> Current(
        IdempotencyKey key, string path, IdempotencyRecord? kept, CancellationToken cancellation)
    {
        if (kept is null || (kept.At > Expiry && !await HasFailed(kept, cancellation)))
        {
            return kept;
        }

        await At(key, path).ExecuteDeleteAsync(cancellation);

        return null;
    }

    /// <summary>Returns true for a job that failed after its request. That is like a refusal: the key can be used again.</summary>
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
            var running = new RecordedResponse(StatusCodes.Status202Accepted, new Dictionary<string, string>(StringComparer.Ordinal), []);
            await Keep(key, path, running, cancellation, (Operation.Resource, $"{followed.Id}"));

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
            await Keep(key, path, answer, cancellation);
        }

        return answer;
    }

    private async Task Keep(
        IdempotencyKey key, string path, RecordedResponse answer, CancellationToken cancellation, (string Resource, string Id)? job = null)
    {
        var about = job ?? (answer.Shown is [var first, ..] ? (first.Resource, first.Id) : ("", ""));

        var rows = new NewRows(db);
        rows.Add(new IdempotencyRecord
        {
            Caller = caller.Name,
            Path = path,
            KeyHash = key.Hash,
            BodyHash = key.BodyHash,
            Answer = key.Encrypt(JsonSerializer.SerializeToUtf8Bytes(answer), caller.Name, path),
            Resource = about.Resource,
            ResourceId = about.Id,
            At = clock.Now(),
        });
        var purge = SqlBatch.Command(
            """
            DELETE FROM stored_answers WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM stored_answers WHERE at <= $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED))
            """,
            new NpgsqlParameter { Value = Expiry }, new NpgsqlParameter { Value = Purged });
        await using var batch = db.Batch([.. rows.Inserts(), purge]);
        await batch.ExecuteNonQueryAsync(cancellation);
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
            return new OperationResult(Guid.Parse(kept.ResourceId), null); // in its present state
        }

        await RecordReads(answer, cancellation);

        return answer with { IsReplay = true };
    }

    /// <summary>
    /// Refuses the answer to a caller who may not see both each resource as it was shown and as it is now or, if it is deleted, was last:
    /// the rule of the history. Records the reading otherwise.
    /// </summary>
    private async Task RecordReads(RecordedResponse answer, CancellationToken cancellation)
    {
        var (ids, versions) = (answer.Shown.Select(s => s.Id).ToArray(), answer.Shown.Select(s => s.Version).Distinct().ToArray());
        var log = db.Changes.IgnoreQueryFilters().AsNoTracking();
        var changes = ids is [] ? [] : await log
            .Where(c => ids.Contains(c.ResourceId) && (versions.Contains(c.Version)
                || !log.Any(later => later.Resource == c.Resource && later.ResourceId == c.ResourceId && later.Version > c.Version)))
            .Select(c => new { c.Resource, c.ResourceId, c.Version, c.Confidentiality, c.Readers })
            .OrderBy(c => c.Version).ToListAsync(cancellation);
        var labels = changes.ToLookup(
            c => (c.Resource, c.ResourceId), c => (c.Version, Label: new AccessLabel(c.Confidentiality, c.Readers)));
        var reads = new List<AuditedRead>();

        foreach (var shown in answer.Shown)
        {
            var known = labels[(shown.Resource, shown.Id)].ToList();
            var (then, now) = (known.Find(c => c.Version == shown.Version).Label, known[^1].Label);

            if (!caller.Sees(then) || !caller.Sees(now))
            {
                var hidden = caller.Sees(then) ? now : then;

                throw new ProblemException("not_found") { Hidden = new(shown.Resource, shown.Id, shown.Version, hidden) };
            }

            reads.Add(new(shown.Resource, shown.Id, shown.Version, AuditWriter.IsRecorded(then) ? then : now));
        }

        await audit.RecordReads(reads, cancellation);
    }

    private DateTimeOffset Expiry => clock.Now() - IdempotencyRecord.Lifetime;

    private IQueryable<IdempotencyRecord> At(IdempotencyKey key, string path) =>
        db.StoredAnswers.Where(a => a.Caller == caller.Name && a.Path == path && a.KeyHash == key.Hash);
}

public static class IdempotentRoutes
{
    /// <summary>Accepts an Idempotency-Key on every POST of the group.</summary>
    public static RouteGroupBuilder WithIdempotency(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter((context, next) => context.HttpContext.Features.Get<IdempotencyKey>() is { } key
            ? context.HttpContext.RequestServices.GetRequiredService<IdempotencyFilter>().Apply(key, context, next)
            : next(context));

        return group;
    }
}
