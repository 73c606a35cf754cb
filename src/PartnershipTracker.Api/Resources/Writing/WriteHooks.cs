using System.Collections;

namespace PartnershipTracker.Resources.Writing;

/// <summary>A written root: after the change, or in its last state before a deletion.</summary>
/// <param name="Root">The root.</param>
/// <param name="LabelBefore">The classification before the change.</param>
public sealed record Written<T>(T Root, AccessLabel LabelBefore)
    where T : Root;

/// <summary>
/// A hook into every write of a root, which may refuse it or write further rows in the same transaction.
/// </summary>
public interface IWriteHook<T>
    where T : Root
{
    /// <summary>Locks the rows that a write of existing roots also changes and that come before them in the order of locks.</summary>
    Task BeforeLock(IQueryable<T> roots, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Checks the root before it is written, and may refuse it.</summary>
    Task BeforeWrite(T root, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Updates the rows that depend on the roots: one of a request, or thousands.</summary>
    Task AfterWrite(IReadOnlyList<Written<T>> roots, CancellationToken cancellation) => Task.CompletedTask;
}

internal static class WriteHooks
{
    public static async Task BeforeLock<T>(this IServiceProvider services, IQueryable<T> roots, CancellationToken cancellation)
        where T : Root
    {
        foreach (var hook in services.GetServices<IWriteHook<T>>())
        {
            await hook.BeforeLock(roots, cancellation);
        }
    }

    public static async Task BeforeWrite<T>(this IServiceProvider services, T root, CancellationToken cancellation)
        where T : Root
    {
        (root as IEvidenced)?.UpdateEvidence();

        foreach (var hook in services.GetServices<IWriteHook<T>>())
        {
            await hook.BeforeWrite(root, cancellation);
        }
    }
}

/// <summary>The roots that were written and whose hooks have not run yet.</summary>
internal sealed class WrittenRoots(IServiceProvider services)
{
    private readonly Dictionary<Type, (IList Roots, Func<CancellationToken, Task> RunHooks)> _types = [];

    public void Add<T>(T root, AccessLabel labelBefore)
        where T : Root
    {
        if (!_types.TryGetValue(typeof(T), out var known))
        {
            var roots = new List<Written<T>>();
            _types[typeof(T)] = known = (roots, cancellation => RunHooks(roots, cancellation));
        }

        known.Roots.Add(new Written<T>(root, labelBefore));
    }

    public void Clear() => _types.Clear();

    /// <summary>Runs the hooks, which may write further roots, once for all roots of a type.</summary>
    public async Task RunHooks(CancellationToken cancellation)
    {
        var types = _types.Values.ToList();
        _types.Clear();

        foreach (var (_, runHooks) in types)
        {
            await runHooks(cancellation);
        }
    }

    private async Task RunHooks<T>(List<Written<T>> roots, CancellationToken cancellation)
        where T : Root
    {
        foreach (var hook in services.GetServices<IWriteHook<T>>())
        {
            await hook.AfterWrite(roots, cancellation);
        }
    }
}
