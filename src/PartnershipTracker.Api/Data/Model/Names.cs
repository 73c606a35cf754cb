namespace PartnershipTracker.Data.Model;

/// <summary>The lookup of names by key. There are few, and a table needs each of them many times, so all are loaded at once.</summary>
public static class Names
{
    public static async Task<Dictionary<string, LocalizedText>> All<T>(this IQueryable<T> entities, CancellationToken cancellation)
        where T : KeyedEntity => await entities.Select(r => new { r.Id, r.Name })
        .ToDictionaryAsync(r => r.Id, r => r.Name, StringComparer.Ordinal, cancellation);
}
