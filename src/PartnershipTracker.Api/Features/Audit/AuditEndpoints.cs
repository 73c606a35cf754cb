namespace PartnershipTracker.Features.Audit;

public static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) => api.MapGroup("/audit").Needs(Scopes.Audit, Scopes.Audit)
        .WithTag("Audit", "Changes, reads of confidential resources, and refusals, with the callers.")
        .MapGet("/", List).WithName("listAudit");

    /// <summary>List audit entries</summary>
    /// <remarks>
    /// Every change, every read of something confidential or with a list of readers, and every refusal, newest first; `updatedSince` is the
    /// earliest instant. Entries about resources that the caller may not see are left out. A page that shows an entry about something
    /// confidential is itself recorded, as one read whose target is `audit/` with the first and the last number of those entries.
    /// </remarks>
    private static async Task<Ok<Page<AuditResponse>>> List(
        [AsParameters] AuditFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var found = db.Audit.AsQueryable();

        await db.RequireKept(filter.ChangedFrom, "updatedSince", cancellation);

        if (filter.ChangedFrom is { } since)
        {
            found = found.Where(a => a.At >= since);
        }

        if (filter.Actor is { Length: > 0 } actors)
        {
            found = found.Where(a => actors.Contains(a.Actor));
        }

        if (filter.Kind is { Length: > 0 })
        {
            var kinds = filter.Kind.Select(EnumNames.Read<AuditKind>).ToArray();
            found = found.Where(a => kinds.Contains(a.Kind));
        }

        if (filter.Target is { Length: > 0 } targets)
        {
            var (resources, ids) = (targets.Select(t => t.Split('/')[0]).ToArray(), targets.Select(t => t.Split('/')[^1]).ToArray());
            found = found.Where(a => resources.Contains(a.Resource) && ids.Contains(a.ResourceId)); // as the index has them
        }

        return TypedResults.Ok(await found.ToPage(filter, AuditFilter.Sorting, AuditResponse.From, cancellation));
    }
}
