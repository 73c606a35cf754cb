namespace PartnershipTracker.Features.Areas;

public static class AreaTree
{
    /// <summary>Returns the keys of the given areas and of all areas below them, with one statement, after the snapshot.</summary>
    public static async Task<List<string>> Subtrees(
        this TrackerDb db, IReadOnlyCollection<string> areas, CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);

        return await db.Database.SqlQuery<string>(
            $"""
            WITH RECURSIVE subtree AS (
                SELECT id FROM areas WHERE id = ANY ({areas.ToArray()})
                UNION
                SELECT a.id FROM areas a JOIN subtree s ON a.parent_id = s.id)
            SELECT id AS "Value" FROM subtree
            """).ToListAsync(cancellation);
    }
}
