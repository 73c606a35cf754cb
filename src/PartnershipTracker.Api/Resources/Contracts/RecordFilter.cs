namespace PartnershipTracker.Resources.Contracts;

/// <summary>The query parameters for lists of records, which other systems know by ids of their own.</summary>
public abstract class RecordFilter : ListFilter
{
    /// <summary>
    /// The id in another system, whole and in the same case; repeated = any of them. A participant or an area link has that of its meeting,
    /// a stage that of its collaboration.
    /// </summary>
    public string[]? ExternalId { get; init; }
}

public abstract class RecordFilterValidator<T> : ListFilterValidator<T>
    where T : RecordFilter
{
    protected RecordFilterValidator(IEnumerable<string> sortKeys)
        : base(sortKeys) => RuleForEach(f => f.ExternalId).Line();
}

public static class RecordFilters
{
    /// <summary>Returns the records that match the filters of all lists of records.</summary>
    public static IQueryable<T> Matching<T>(this IQueryable<T> found, RecordFilter filter)
        where T : UuidEntity => found.ChangedSince(filter).WithExternalId(filter.ExternalId);

    private static IQueryable<T> WithExternalId<T>(this IQueryable<T> found, string[]? externalIds)
        where T : UuidEntity
    {
        if (externalIds is not { Length: > 0 })
        {
            return found;
        }

        var clean = Text.Clean(externalIds);

        return found.Where(r => clean.Contains(r.ExternalId));
    }
}
