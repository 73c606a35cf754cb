namespace PartnershipTracker.Data.Model;

public static class PartList
{
    /// <summary>
    /// Changes the list to the wanted parts, in their order: parts named by id are kept and changed, the others are created, and the rest
    /// is removed.
    /// </summary>
    public static void Become<TPart, TWanted>(
        this List<TPart> parts,
        IReadOnlyList<TWanted> wanted,
        Func<TWanted, Guid?> id,
        Func<Guid, TPart> create,
        Action<TWanted, TPart> change)
        where TPart : class, IPart
    {
        var kept = new List<TPart>();

        foreach (var (ordinal, one) in wanted.Index())
        {
            var part = parts.Find(p => p.Id == id(one)) ?? create(id(one) ?? Guid.CreateVersion7());
            change(one, part);
            part.Ordinal = ordinal;
            kept.Add(part);
        }

        parts.RemoveAll(p => !kept.Contains(p));
        parts.AddRange(kept.Where(p => !parts.Contains(p)));
    }

    public static IEnumerable<T> InOrder<T>(this IEnumerable<T> parts)
        where T : IPart => parts.OrderBy(p => p.Ordinal);
}
