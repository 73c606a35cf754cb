namespace PartnershipTracker.Data;

/// <summary>A root that is hidden from the caller.</summary>
public sealed record HiddenRoot(string? ExternalId, AuditedRead Read);

/// <summary>The queries for what a caller may not see but can run into, because ids and external ids are unique.</summary>
public static class HiddenRoots
{
    /// <summary>Returns the roots with these external ids.</summary>
    public static IQueryable<T> WithExternalIds<T>(this TrackerDb db, IReadOnlyCollection<string> externalIds)
        where T : Root => db.Set<T>().Where(r => externalIds.Contains(EF.Property<string>(r, nameof(UuidEntity.ExternalId))));

    /// <summary>Returns those of the roots that are hidden from the caller.</summary>
    public static async Task<IReadOnlyList<HiddenRoot>> FindHidden<T>(
        this TrackerDb db, IQueryable<T> roots, CancellationToken cancellation)
        where T : Root, IResource
    {
        if (db.Caller.SeesEverything || !typeof(T).IsAssignableTo(typeof(IClassified)))
        {
            return [];
        }

        var found = await roots.IgnoreQueryFilters().Select(r => new
        {
            Id = EF.Property<Guid>(r, nameof(UuidEntity.Id)),
            ExternalId = EF.Property<string?>(r, nameof(UuidEntity.ExternalId)),
            r.Version,
            Confidentiality = EF.Property<Confidentiality>(r, nameof(IClassified.Confidentiality)),
            Readers = EF.Property<List<string>>(r, nameof(IClassified.Readers)),
        }).ToListAsync(cancellation);

        return
        [
            .. found.Select(r => new HiddenRoot(
                r.ExternalId, new(T.Resource, r.Id.ToString(), r.Version, new AccessLabel(r.Confidentiality, r.Readers))))
                .Where(r => !db.Caller.Sees(r.Read.Label)),
        ];
    }
}
