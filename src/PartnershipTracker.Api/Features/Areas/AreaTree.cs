namespace PartnershipTracker.Features.Areas;

public static class AreaTree
{
    /// <summary>Returns the keys of the given areas and of all areas below them, with one statement, after the snapshot.</summary>
    public static async Task<List<string>> Subtrees(
        this TrackerDb db, IReadOnlyCollection<string> areas, CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);

        return await db.Database.SqlQueryRaw<string>(Subtrees("{0}", column: "\"Value\""), [areas.ToArray()]).ToListAsync(cancellation);
    }

    /// <summary>Returns the same query as SQL, to be used in another one.</summary>
    /// <param name="areas">The placeholder of the parameter with the keys.</param>
    /// <param name="column">The name of the only column.</param>
    internal static string Subtrees(string areas, string column) =>
        $"""
        WITH RECURSIVE subtree AS (
            SELECT id FROM areas WHERE id = ANY ({areas})
            UNION
            SELECT a.id FROM areas a JOIN subtree s ON a.parent_id = s.id)
        SELECT id AS {column} FROM subtree
        """;
}
