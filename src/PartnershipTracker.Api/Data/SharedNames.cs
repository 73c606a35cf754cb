namespace PartnershipTracker.Data;

/// <summary>
/// The query for names that several resources share, compared by the letters that count. An import cannot tell them apart.
/// </summary>
public static class SharedNames
{
    public static IQueryable<string> WithSharedName(this TrackerDb db) => db.Database.SqlQuery<string>(
        $"""
        SELECT id AS "Value"
        FROM (
            SELECT id, min(item) OVER same <> max(item) OVER same AS is_shared
            FROM (
                SELECT id, letters, resource || '/' || id AS item FROM search_names
                WHERE letters <> '' AND resource <> 'trips') names
            WINDOW same AS (PARTITION BY letters)) named
        WHERE is_shared
        """);
}
