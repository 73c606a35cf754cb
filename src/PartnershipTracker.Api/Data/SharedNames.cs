namespace PartnershipTracker.Data;

/// <summary>
/// The query for names that several resources share, compared by the letters that count. An import cannot tell them apart.
/// </summary>
public static class SharedNames
{
    public static IQueryable<string> WithSharedName(this TrackerDb db) => db.Database.SqlQuery<string>(
        $"""
        SELECT DISTINCT n.id AS "Value"
        FROM search_names n JOIN search_names other ON other.letters = n.letters AND (other.resource, other.id) <> (n.resource, n.id)
        WHERE n.letters <> '' AND n.resource <> 'trips' AND other.resource <> 'trips'
        """);
}
