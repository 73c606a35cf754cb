using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Audit;

public static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGroup("/audit").Needs(Scopes.Audit, Scopes.Audit)
        .WithTag("Audit", "Who did what, read what is confidential, or was kept from something.")
        .MapGet("/", List).WithName("listAudit");

    /// <summary>List what was done</summary>
    /// <remarks>
    /// Every change, every reading of something confidential or held more closely, and every refusal, newest first; `updatedSince` is the
    /// earliest instant. What the caller is not cleared for is not in it either.
    /// </remarks>
    private static async Task<Ok<Page<AuditResponse>>> List(
        [AsParameters] AuditFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var found = db.Audit.AsQueryable();

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
