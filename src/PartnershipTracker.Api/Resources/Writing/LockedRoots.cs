namespace PartnershipTracker.Resources.Writing;

/// <summary>The reading of roots that a transaction will change: their rows are locked before.</summary>
public sealed class LockedRoots(TrackerDb db, IServiceProvider services)
{
    /// <summary>Loads a root in its latest state, which does not change meanwhile.</summary>
    public async Task<T?> Load<T>(string address, CancellationToken cancellation)
        where T : Root
    {
        if (RootQueries.IdOf<T>(address) is not { } id)
        {
            return null;
        }

        var root = db.ById<T>(address)!;
        await services.BeforeLock(root, cancellation);

        return await Locked<T, T?>(id, () => root.AsTracking().SingleOrDefaultAsync(cancellation));
    }

    /// <summary>Loads roots even if the caller may not see them, to adjust them to another change.</summary>
    public async Task<List<T>> LoadHidden<T>(IReadOnlyCollection<string> addresses, CancellationToken cancellation)
        where T : Root
    {
        var found = db.ByIds<T>(addresses).IgnoreQueryFilters().AsTracking();

        return await Locked<T, List<T>>(
            RootQueries.IdsOf<T>(addresses), () => (addresses.Count > 1 ? found.AsSplitQuery() : found).ToListAsync(cancellation));
    }

    /// <summary>Locks and reads. PostgreSQL names the locked table only to the first of those who wait.</summary>
    private async Task<TResult> Locked<T, TResult>(object ids, Func<Task<TResult>> read)
        where T : Root
    {
        try
        {
            return await db.Locked<T, TResult>(ids, read);
        }
        catch (Exception e) when (RootQueries.IsLocked(e))
        {
            throw new ProblemException("conflict", Fault.At("#", "locked_by_another", db.Model.FindEntityType(typeof(T))!.GetTableName()));
        }
    }
}
