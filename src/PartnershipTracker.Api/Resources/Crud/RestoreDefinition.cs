using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;

namespace PartnershipTracker.Resources.Crud;

/// <summary>Restoring a past version of a resource.</summary>
/// <param name="Run">Restores the version of an id.</param>
public sealed record RestoreDefinition(
    Func<Restoration, string, int, Precondition, CancellationToken, Task<RestoredResource>> Run)
{
    /// <param name="read">Reads a stored image as the request that writes it again.</param>
    public static RestoreDefinition Of<T, TRequest, TResponse>(Func<JsonObject, TRequest> read)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> => new((restoration, id, version, precondition, cancellation) =>
        restoration.Restore<T, TRequest, TResponse>(id, version, read, precondition, cancellation));
}
