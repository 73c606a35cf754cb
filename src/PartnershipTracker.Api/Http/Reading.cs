using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

public static class Reading
{
    /// <summary>One root by the id in its URL, in one statement; a 404 when there is none.</summary>
    public static async Task<T> Get<T>(this TrackerDb db, string address, CancellationToken cancellation)
        where T : Root =>
        (db.At<T>(address) is { } one ? await one.AsNoTracking().SingleOrDefaultAsync(cancellation) : null)
        ?? throw new ProblemException("not_found");
}
