using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Reading;

public static class ResourceReader
{
    /// <summary>Returns the root with the id of a URL, in one statement; a 404 when there is none.</summary>
    public static async Task<T> Get<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root, IResource =>
        (db.ById<T>(address) is { } one ? await one.AsNoTracking().SingleOrDefaultAsync(cancellation) : null)
        ?? throw await db.NotFound<T>(address, cancellation);

    /// <summary>Makes a 404. It names a root that is hidden from the caller, for the audit only.</summary>
    public static async Task<ProblemException> NotFound<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root, IResource
    {
        var hidden = typeof(T).IsAssignableTo(typeof(IClassified)) && db.ById<T>(address) is { } one
            ? await one.IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(cancellation)
            : null;

        return new("not_found") { Hidden = hidden is null ? null : AuditedReads.Of(hidden) };
    }

    /// <summary>Refuses to delete a resource that others refer to: a 409 that lists some of them.</summary>
    public static async Task RequireUnreferenced(this TrackerDb db, object thing, CancellationToken cancellation)
    {
        if (await db.ReferrersOf(thing, cancellation) is { Count: > 0 } referrers)
        {
            throw new ProblemException("still_referred_to", [.. referrers.Select(r => Fault.At("#", "refers", $"{r.Resource}/{r.Id}"))])
            {
                Shown = referrers,
            };
        }
    }
}
