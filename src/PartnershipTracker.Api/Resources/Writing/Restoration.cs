using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Writing;

/// <summary>A restored resource, as the answer shows it, with a flag for a change.</summary>
public sealed record RestoredResource(Root Root, AuditedRead Read, bool Changed);

/// <summary>Reads the stored JSON of a version as the request that writes it again.</summary>
public delegate Task<TRequest> PastRequest<TRequest>(IServiceProvider services, JsonObject image, CancellationToken cancellation);

/// <summary>The place of all faults of a restoration.</summary>
internal static class RestoredVersion
{
    public const string Pointer = "#/version";
}

/// <summary>The request that writes a past version of a root again. All its faults point at the version.</summary>
public sealed record RestoredVersion<T>(IWriteRequest<T> Request) : IWriteRequest<T>
{
    public IEnumerable<ResourceReference> References() =>
        Request.References().DistinctBy(r => (r.Kind, r.Address)).Select(r => r with { Pointer = RestoredVersion.Pointer });

    public void ApplyTo(T root) => Request.ApplyTo(root);

    public IEnumerable<Fault> Contradictions(T root) =>
        Request.Contradictions(root).Select(f => f with { Pointer = RestoredVersion.Pointer, Parameter = null });
}

/// <summary>
/// The restoration of a root to a past version, or after its deletion. The parts keep their ids, the current rules apply, and the result is
/// a new version like any other.
/// </summary>
public sealed class Restoration(
    TrackerDb db, LockedRoots roots, ChangeWriter writer, VersionReader versions, ChangeContext context, IServiceProvider services)
{
    /// <summary>Restores a root to a past version.</summary>
    /// <param name="address">The id of the root.</param>
    /// <param name="version">The version to restore.</param>
    /// <param name="read">Converts the stored response to the request that writes it again.</param>
    /// <param name="precondition">The precondition, checked if it was sent.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<RestoredResource> Restore<T, TRequest, TResponse>(
        string address, int version, PastRequest<TRequest> read, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var id = RootQueries.IdOf<T>(address)?.ToString() ?? throw new ProblemException("not_found");
        await db.LockAddress(T.Resource, id, cancellation);
        var image = (JsonObject)JsonNode.Parse((await Find<T>(id, version, cancellation)).Then.Image)!;
        var request = await Read(() => read(services, image, cancellation)); // may lock rows, which come before the root
        services.Validate(typeof(TRequest), request);
        context.DefaultReason ??= $"Restored from version {version}.";
        var root = await roots.Load<T>(id, cancellation);
        var past = await Find<T>(id, version, cancellation); // with what has changed before the lock
        var restored = root is null
            ? await Recreate<T, TResponse>(past, image, new(request), precondition, cancellation)
            : await Change<T, TResponse>(root, new(request), precondition, cancellation);
        await transaction.Commit();

        return restored;
    }

    private static async Task<TRequest> Read<TRequest>(Func<Task<TRequest>> read)
    {
        try
        {
            return await read();
        }
        catch (ProblemException refused)
        {
            throw new ProblemException(
                refused.Code, [.. refused.Faults.Select(f => f with { Pointer = RestoredVersion.Pointer, Parameter = null })]);
        }
    }

    private async Task<RestoredResource> Change<T, TResponse>(
        T root, RestoredVersion<T> request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        precondition.Check(root, exists: true);
        var version = root.Version;
        await writer.Apply<T, RestoredVersion<T>, TResponse>(root, request, keepsIds: true, cancellation);

        return new(root, AuditedReads.Of(root), root.Version != version);
    }

    private async Task<RestoredResource> Recreate<T, TResponse>(
        PastVersion past, JsonObject image, RestoredVersion<T> request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TResponse : IFrom<T, TResponse>
    {
        precondition.AllowCreation();
        var root = new T();
        root.SetId(past.Then.ResourceId);
        root.RestoreCreatedAt(ResourceImage.Read<DateTimeOffset>(image["createdAt"]!));
        await writer.Add<T, RestoredVersion<T>, TResponse>(root, request, keepsIds: true, cancellation, AccessLabel.Of(past.Last));

        return new(root, AuditedReads.Of(root), Changed: true);
    }

    private async Task<PastVersion> Find<T>(string address, int version, CancellationToken cancellation)
        where T : Root, IResource
    {
        var past = await versions.Get<T>(address, version, RestoredVersion.Pointer, cancellation);

        return past.Then.Operation is ChangeOperation.Delete
            ? throw new ProblemException("unprocessable", Fault.At("#/version", "is_deletion", version, version - 1))
            : past;
    }
}
