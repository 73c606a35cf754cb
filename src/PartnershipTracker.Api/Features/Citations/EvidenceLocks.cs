using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>The locks of sources and facts, which come before those of their citations (see <see cref="Catalog"/>).</summary>
public static class EvidenceLocks
{
    /// <summary>Locks the roots of the facts that some citations are about, hidden ones too.</summary>
    public static async Task LockFacts(this TrackerDb db, IQueryable<Citation> citations, CancellationToken cancellation)
    {
        var facts = await citations.IgnoreQueryFilters().AsNoTracking()
            .Select(c => new { c.TargetType, Id = c.PersonId ?? (c.TripId ?? c.MeetingId ?? c.CollaborationId)!.Value.ToString() })
            .Distinct().ToListAsync(cancellation);

        await db.LockFacts(facts.Select(f => new Target(f.TargetType, f.Id, null)), cancellation);
    }

    /// <summary>Locks the sources and the roots of the facts of new or changed citations.</summary>
    public static async Task LockEvidence(
        this TrackerDb db, IReadOnlyList<CitationRequest> citations, CancellationToken cancellation)
    {
        await db.LockKnown<Source>(citations.Select(c => $"{c.Source}"), cancellation);
        await db.LockFacts(citations.Select(c => Target.Of(c.Target!)), cancellation);
    }

    private static async Task LockFacts(this TrackerDb db, IEnumerable<Target> facts, CancellationToken cancellation)
    {
        var ids = facts.ToLookup(fact => fact.Resource, fact => fact.Id);

        await db.LockKnown<Person>(ids["people"], cancellation);
        await db.LockKnown<Trip>(ids["trips"], cancellation);
        await db.LockKnown<Meeting>(ids["meetings"], cancellation);
        await db.LockKnown<Collaboration>(ids["collaborations"], cancellation);
    }

    private static async Task LockKnown<T>(this TrackerDb db, IEnumerable<string> addresses, CancellationToken cancellation)
        where T : Root
    {
        if (addresses.Where(address => RootQueries.IdOf<T>(address) is not null).Distinct().ToList() is { Count: > 0 } known)
        {
            await db.Lock<T>(known, cancellation);
        }
    }
}
