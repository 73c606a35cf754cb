namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// A hook into every write of a root, which may refuse it or write further rows in the same transaction.
/// </summary>
public interface IWriteHook<in T>
    where T : Root
{
    /// <summary>Checks the root before it is written, and may refuse it.</summary>
    Task BeforeWrite(T root, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Updates the rows that depend on the root.</summary>
    /// <param name="root">The root after the change, or its last state before a deletion.</param>
    /// <param name="labelBefore">The classification before the change.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    Task AfterWrite(T root, AccessLabel labelBefore, CancellationToken cancellation) => Task.CompletedTask;
}

internal static class WriteHooks
{
    public static async Task BeforeWrite<T>(this IServiceProvider services, T root, CancellationToken cancellation)
        where T : Root
    {
        (root as IEvidenced)?.UpdateEvidence();

        foreach (var hook in services.GetServices<IWriteHook<T>>())
        {
            await hook.BeforeWrite(root, cancellation);
        }
    }

    public static async Task AfterWrite<T>(this IServiceProvider services, T root, AccessLabel labelBefore, CancellationToken cancellation)
        where T : Root
    {
        foreach (var hook in services.GetServices<IWriteHook<T>>())
        {
            await hook.AfterWrite(root, labelBefore, cancellation);
        }
    }
}
