namespace PartnershipTracker.Resources.Crud;

/// <summary>The definition of how a past version of a resource is restored.</summary>
/// <param name="Run">Restores a version of the item with an id.</param>
public sealed record RestoreDefinition(
    Func<Restoration, string, int, Precondition, CancellationToken, Task<RestoredResource>> Run)
{
    /// <summary>Creates the definition of a resource.</summary>
    /// <param name="read">Reads the stored JSON of a version as the request that writes it again.</param>
    public static RestoreDefinition Of<T, TRequest, TResponse>(Func<JsonObject, TRequest> read)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> =>
        Of<T, TRequest, TResponse>((_, image, _) => Task.FromResult(read(image)));

    /// <summary>Creates the definition of a resource whose request also depends on other resources, which are locked for it.</summary>
    public static RestoreDefinition Of<T, TRequest, TResponse>(PastRequest<TRequest> read)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> => new((restoration, id, version, precondition, cancellation) =>
        restoration.Restore<T, TRequest, TResponse>(id, version, read, precondition, cancellation));
}
