using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>
/// What has a say when a root is written, and what else is written when it is: in the same transaction, whichever way it came.
/// </summary>
public interface IAttends<in T>
    where T : Root
{
    /// <summary>Looks at what it is about to be, and may refuse it.</summary>
    Task Before(T root, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Brings in line what rests on it.</summary>
    /// <param name="root">What it is now or, when it was removed, was last.</param>
    /// <param name="held">How closely it was held before.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    Task After(T root, Holding held, CancellationToken cancellation) => Task.CompletedTask;
}

internal static class Attendance
{
    public static async Task Before<T>(this IServiceProvider services, T root, CancellationToken cancellation)
        where T : Root
    {
        (root as IEvidenced)?.Weigh();

        foreach (var attendant in services.GetServices<IAttends<T>>())
        {
            await attendant.Before(root, cancellation);
        }
    }

    public static async Task After<T>(this IServiceProvider services, T root, Holding held, CancellationToken cancellation)
        where T : Root
    {
        foreach (var attendant in services.GetServices<IAttends<T>>())
        {
            await attendant.After(root, held, cancellation);
        }
    }
}
