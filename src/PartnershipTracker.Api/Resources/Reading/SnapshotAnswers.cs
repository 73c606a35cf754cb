using System.Data;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Reading;

/// <summary>Answers with the snapshot that they have seen in their ETag, and polls with such an ETag.</summary>
public static class SnapshotAnswers
{
    /// <summary>The memory for sorts and hashes: statements that count everything would write to disk with the default.</summary>
    private const string Memory = "64MB";

    /// <summary>
    /// Answers 304 to polls with one small statement, as long as no change has been committed that the answer did not contain. An answer
    /// that shows something confidential is computed again, because each read of it is recorded.
    /// </summary>
    public static RouteGroupBuilder WithPolls(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;

        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return await next(context);
        }

        var tags = http.RequestServices.GetRequiredService<SnapshotTags>();

        foreach (var tag in http.Request.GetTypedHeaders().IfNoneMatch.Select(tag => $"{tag}"))
        {
            if (tags.Read(tag, http) is { } snapshot && await IsLatest(http, snapshot))
            {
                http.Response.Headers.ETag = tags.Extend($"{tag[..tag.IndexOf('.', StringComparison.Ordinal)]}\"", snapshot, http);

                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        var result = await next(context);

        if (result.Value() is IVersioned shown && http.RequestServices.GetRequiredService<TrackerDb>().Snapshot is { } seen
            && !(shown is IAuditedRead audited && audited.Reads.Any(read => AuditWriter.IsRecorded(read.Label))))
        {
            http.Response.Headers.ETag = tags.Extend(shown.EntityTag, seen, http);
        }

        return result;
    });

    /// <summary>Answers the reads of a group from one snapshot each.</summary>
    public static RouteGroupBuilder WithSnapshots(this RouteGroupBuilder group) => group.AddEndpointFilter(async (context, next) =>
    {
        var (http, cancellation) = (context.HttpContext, context.HttpContext.RequestAborted);

        if (DryRun.IsOn(http))
        {
            return await next(context);
        }

        var db = http.RequestServices.GetRequiredService<TrackerDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        db.Snapshot = await db.Database.SqlQuery<string>(
            $"SELECT value AS \"Value\" FROM current_snapshot, set_config('work_mem', {Memory}, true)").SingleAsync(cancellation);

        return await next(context);
    });

    /// <summary>
    /// Returns true if the snapshot contains every change that is visible now. Comparing the latest change is not enough: a transaction
    /// that began earlier may commit later.
    /// </summary>
    private static Task<bool> IsLatest(HttpContext http, string snapshot)
    {
        var db = http.RequestServices.GetRequiredService<TrackerDb>();
        var (moment, server) = (snapshot.Split(' ')[0], snapshot.Split(' ')[1]);

        return db.Database.SqlQuery<bool>(
            $"""
            SELECT split_part(value, ' ', 2) = {server} AND NOT EXISTS (
                SELECT FROM changes
                WHERE transaction >= pg_snapshot_xmin({moment}::pg_snapshot)
                    AND NOT pg_visible_in_snapshot(transaction, {moment}::pg_snapshot)) AS "Value"
            FROM current_snapshot
            """).SingleAsync(http.RequestAborted);
    }
}
