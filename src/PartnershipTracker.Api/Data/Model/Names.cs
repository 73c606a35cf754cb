using Microsoft.EntityFrameworkCore;

namespace PartnershipTracker.Data.Model;

/// <summary>The names of all that is referred to by a key: they are few, and a table asks for each of them again and again.</summary>
public static class Names
{
    public static async Task<Dictionary<string, LocalizedText>> All<T>(this IQueryable<T> references, CancellationToken cancellation)
        where T : KeyedEntity => await references.Select(r => new { r.Id, r.Name })
        .ToDictionaryAsync(r => r.Id, r => r.Name, StringComparer.Ordinal, cancellation);
}
