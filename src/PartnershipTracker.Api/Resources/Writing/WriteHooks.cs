using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// What has a say when a root is written, and what else is written when it is: in the same transaction, whichever way it came.
/// </summary>
public interface IWriteHook<in T>
    where T : Root
{
    /// <summary>Looks at what it is about to be, and may refuse it.</summary>
    Task BeforeWrite(T root, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Brings in line what rests on it.</summary>
    /// <param name="root">What it is now or, when it was removed, was last.</param>
    /// <param name="held">How closely it was held before.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    Task AfterWrite(T root, AccessLabel held, CancellationToken cancellation) => Task.CompletedTask;
}

internal static class WriteHooks
{
    public static async Task BeforeWrite<T>(this IServiceProvider services, T root, CancellationToken cancellation)
        where T : Root
    {
        (root as IEvidenced)?.Weigh();

        foreach (var attendant in services.GetServices<IWriteHook<T>>())
        {
            await attendant.BeforeWrite(root, cancellation);
        }
    }

    public static async Task AfterWrite<T>(this IServiceProvider services, T root, AccessLabel held, CancellationToken cancellation)
        where T : Root
    {
        foreach (var attendant in services.GetServices<IWriteHook<T>>())
        {
            await attendant.AfterWrite(root, held, cancellation);
        }
    }
}
