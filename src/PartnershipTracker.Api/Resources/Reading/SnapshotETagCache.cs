using System.Data;
using Microsoft.Extensions.Caching.Memory;

namespace PartnershipTracker.Resources.Reading;

/// <summary>
/// The cache of ETags of computed answers. Such an answer is computed from one snapshot. A poll with its ETag costs one small query as long
/// as no change has been committed that the snapshot does not contain.
/// </summary>
public sealed class SnapshotETagCache : IDisposable
{
    private const int MaxEntries = 10_000;

    /// <summary>The memory for sorts and hashes: statements that count everything would write to disk with the default.</summary>
    private const string Memory = "64MB";

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    /// <summary>The snapshot of an answer (xmin, xmax, and the transactions between them), with the server and its timeline.</summary>
    private sealed record Snapshot(string Value, string Server);

    public async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (DryRun.IsOn(context.HttpContext))
        {
            return await next(context);
        }

        var (http, cancellation) = (context.HttpContext, context.HttpContext.RequestAborted);
        var db = http.RequestServices.GetRequiredService<TrackerDb>();

        foreach (var tag in http.Request.GetTypedHeaders().IfNoneMatch)
        {
            if (_known.TryGetValue(KeyOf(http, $"{tag}"), out Snapshot? moment) && await IsLatest(db, moment!, cancellation))
            {
                http.Response.Headers.ETag = $"{tag}";

                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var now = await Now(db, cancellation);
        var result = await next(context);

        if (result.Value() is IVersioned shown)
        {
            _known.Set(KeyOf(http, shown.EntityTag), now, new MemoryCacheEntryOptions { Size = 1 });
        }

        return result;
    }

    public void Dispose() => _known.Dispose();

    /// <summary>Makes the key of an answer: the same address shows other things to another caller, and on another day.</summary>
    private static string KeyOf(HttpContext http, string tag)
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();
        var today = Day.Print(http.RequestServices.GetRequiredService<TimeProvider>().Today());
        var request = http.Request;

        return $"{caller.Kind} {caller.Name} {caller.Clearance} {today} {tag} {request.PathBase}{request.Path}{request.QueryString}";
    }

    private static Task<Snapshot> Now(TrackerDb db, CancellationToken cancellation) => db.Database.SqlQuery<Snapshot>(
        $"""
        SELECT pg_current_snapshot()::text AS value, s.system_identifier || '/' || c.timeline_id AS server
        FROM pg_control_system() s, pg_control_checkpoint() c, set_config('work_mem', {Memory}, true)
        """).SingleAsync(cancellation);

    /// <summary>
    /// Returns true if the snapshot contains every change that is visible now. Comparing the latest change is not enough: a transaction
    /// that began earlier may commit later.
    /// </summary>
    private static Task<bool> IsLatest(TrackerDb db, Snapshot then, CancellationToken cancellation) => db.Database.SqlQuery<bool>(
        $"""
        SELECT s.system_identifier || '/' || c.timeline_id = {then.Server} AND NOT EXISTS (
            SELECT FROM changes
            WHERE transaction >= pg_snapshot_xmin({then.Value}::pg_snapshot)
                AND NOT pg_visible_in_snapshot(transaction, {then.Value}::pg_snapshot)) AS "Value"
        FROM pg_control_system() s, pg_control_checkpoint() c
        """).SingleAsync(cancellation);
}

public static class SnapshotAnswers
{
    /// <summary>Answers the reads of a group from one snapshot each, and polls from the cache.</summary>
    public static RouteGroupBuilder WithSnapshots(this RouteGroupBuilder group) => group.AddEndpointFilter((context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<SnapshotETagCache>().Answer(context, next));
}
