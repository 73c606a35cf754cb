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
    private readonly Dictionary<Type, WrittenType> _types = [];

    /// <param name="Roots">The roots of one type.</param>
    /// <param name="RunHooks">Runs the hooks of the type.</param>
    /// <param name="FindHidden">Finds the resources hidden from the caller that have the external id of one of the roots.</param>
    private sealed record WrittenType(
        IList Roots, Func<CancellationToken, Task> RunHooks,
        Func<TrackerDb, CancellationToken, Task<IEnumerable<AuditedRead>>> FindHidden);

    public void Add<T>(T root, AccessLabel labelBefore)
        where T : Root, IResource
    {
        if (!_types.TryGetValue(typeof(T), out var known))
        {
            var roots = new List<Written<T>>();
            _types[typeof(T)] = known = new(
                roots, cancellation => RunHooks(roots, cancellation), (db, cancellation) => FindHidden(db, roots, cancellation));
        }

        known.Roots.Add(new Written<T>(root, labelBefore));
    }

    public void Clear() => _types.Clear();

    /// <summary>Writes the roots. The refusal of an external id can tell to which hidden resource it belongs.</summary>
    public async Task Write(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (Exception refused) when (DatabaseErrors.IsExternalIdTaken(refused))
        {
            var (code, faults) = ProblemHandler.Explain(refused);
            var types = _types.Values.ToList();

            throw new ProblemException(code, faults)
            {
                FindHidden = async (db, cancellation) =>
                {
                    var hidden = new List<AuditedRead>();

                    foreach (var type in types)
                    {
                        hidden.AddRange(await type.FindHidden(db, cancellation));
                    }

                    return hidden;
                },
            };
        }
    }

    /// <summary>Runs the hooks, which may write further roots, once for all roots of a type.</summary>
    public async Task RunHooks(CancellationToken cancellation)
    {
        var types = _types.Values.ToList();
        _types.Clear();

        foreach (var type in types)
        {
            await type.RunHooks(cancellation);
        }
    }

    private static async Task<IEnumerable<AuditedRead>> FindHidden<T>(
        TrackerDb db, List<Written<T>> roots, CancellationToken cancellation)
        where T : Root, IResource
    {
        var ids = roots.Select(written => (written.Root as UuidEntity)?.ExternalId).OfType<string>().ToList();

        return ids.Count == 0 ? []
            : (await db.FindHidden(db.WithExternalIds<T>(ids), cancellation)).Select(root => root.Read);
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
