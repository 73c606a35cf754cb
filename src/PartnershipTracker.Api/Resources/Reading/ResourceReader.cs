using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Reading;

public static class ResourceReader
{
    /// <summary>One root by the id in its URL, in one statement; a 404 when there is none.</summary>
    public static async Task<T> Get<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root, IResource =>
        (db.ById<T>(address) is { } one ? await one.AsNoTracking().SingleOrDefaultAsync(cancellation) : null)
        ?? throw await db.NotFound<T>(address, cancellation);

    /// <summary>A 404, which for the audit says whether there is something that the caller may not know of.</summary>
    public static async Task<ProblemException> NotFound<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root, IResource
    {
        var hidden = typeof(T).IsAssignableTo(typeof(IClassified)) && db.ById<T>(address) is { } one
            ? await one.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(cancellation)
            : null;

        return new("not_found") { Hidden = hidden is null ? null : AuditedReads.Of(hidden) };
    }

    /// <summary>What others refer to stays: a 409, which lists some of them.</summary>
    public static async Task RequireUnreferenced(this TrackerDb db, object thing, CancellationToken cancellation)
    {
        if (await db.ReferrersOf(thing, cancellation) is { Count: > 0 } referrers)
        {
            throw new ProblemException(
                "still_referred_to", [.. referrers.Select(r => Fault.At("#", "refers", $"{r.Resource}/{r.Address}"))]);
        }
    }
}
