using PartnershipTracker.Data.Connections;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Resources.Reading;

/// <summary>Answers with the snapshot that they have seen in their ETag, and polls with such an ETag.</summary>
public static class SnapshotAnswers
{
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
            if (tags.Read(tag, http) is { } snapshot
                && await http.RequestServices.GetRequiredService<TrackerDb>().IsLatest(snapshot, http.RequestAborted))
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
    /// <param name="group">The group.</param>
    /// <param name="isOfAll">True if the answers need the whole register, so that few of them may be computed at once.</param>
    public static RouteGroupBuilder WithSnapshots(this RouteGroupBuilder group, bool isOfAll)
    {
        if (isOfAll)
        {
            group.WithRequestTimeout(RequestLimits.TimeoutAfter(SharedComputations.RequestTimeout));
        }

        return group.AddEndpointFilter((context, next) =>
        {
            var http = context.HttpContext;
            var services = http.RequestServices;
            var server = services.GetRequiredService<DatabaseScope>().Replica?.Host; // no snapshot of one is the latest of another

            return DryRun.IsOn(http) ? next(context) : new(services.GetRequiredService<SharedComputations>().Share(
                $"{server} {services.GetRequiredService<SnapshotTags>().Question(http)}",
                services.GetRequiredService<Caller>().Name, isOfAll,
                services.GetRequiredService<TrackerDb>(), () => next(context), http.RequestAborted));
        });
    }
}
