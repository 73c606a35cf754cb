using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Writing;

/// <summary>What was brought back, and whether that changed anything.</summary>
public sealed record RestoredResource(Root Root, bool Changed);

/// <summary>What a root was in a past version, as the request that writes it again: what is wrong with it is wrong with that.</summary>
public sealed record RestoredVersion<T>(IWriteRequest<T> Was) : IWriteRequest<T>
{
    private const string Pointer = "#/version";

    public IEnumerable<ResourceReference> References() =>
        Was.References().DistinctBy(m => (m.Kind, m.Address)).Select(m => m with { Pointer = Pointer });

    public void ApplyTo(T root) => Was.ApplyTo(root);

    public IEnumerable<Fault> Contradictions(T root) =>
        Was.Contradictions(root).Select(f => f with { Pointer = Pointer, Parameter = null });
}

/// <summary>
/// Makes a root what it was in a past version, or brings it back when it was deleted: with the ids of its parts, by the rules that hold
/// now, and as a new version, which is written as any other is.
/// </summary>
public sealed class Restoration(TrackerDb db, ChangeWriter ledger, VersionReader versions, ChangeContext author, IServiceProvider services)
{
    /// <param name="address">The id of the root.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="read">Makes the image of then the request that would write it.</param>
    /// <param name="precondition">Checked when sent.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<RestoredResource> Restore<T, TRequest, TResponse>(
        string address, int version, Func<JsonObject, TRequest> read, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var id = RootQueries.IdOf<T>(address)?.ToString() ?? throw new ProblemException("not_found");
        await db.LockAddress(T.Resource, id, cancellation);
        var root = await ledger.Load<T>(id, cancellation);
        var past = await Find<T>(id, version, cancellation);
        var image = (JsonObject)JsonNode.Parse(past.Then.Image)!;
        var request = read(image);
        services.Validate(typeof(TRequest), request);
        author.DefaultReason = $"Restored from version {version}.";
        var restored = root is null
            ? await Return<T, TResponse>(past, image, new(request), precondition, cancellation)
            : await Change<T, TResponse>(root, new(request), precondition, cancellation);
        await work.Commit();

        return restored;
    }

    private async Task<RestoredResource> Change<T, TResponse>(
        T root, RestoredVersion<T> request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        precondition.Check(root, exists: true);
        var version = root.Version;
        await ledger.Apply<T, RestoredVersion<T>, TResponse>(root, request, keepsIds: true, cancellation);

        return new(root, root.Version != version);
    }

    private async Task<RestoredResource> Return<T, TResponse>(
        PastVersion past, JsonObject image, RestoredVersion<T> request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TResponse : IFrom<T, TResponse>
    {
        precondition.AllowCreation();
        var root = new T();
        root.SetId(past.Then.ResourceId);
        root.RestoreCreatedAt(ResourceImage.Read<DateTimeOffset>(image["createdAt"]!));
        await ledger.Add<T, RestoredVersion<T>, TResponse>(root, request, keepsIds: true, cancellation, AccessLabel.Of(past.Last));

        return new(root, Changed: true);
    }

    private async Task<PastVersion> Find<T>(string address, int version, CancellationToken cancellation)
        where T : Root, IResource
    {
        var past = await versions.Find<T>(address, change => change.Version == version, cancellation)
            ?? throw new ProblemException("not_found");

        return past.Then.Operation is ChangeOperation.Delete
            ? throw new ProblemException("unprocessable", Fault.At("#/version", "is_deletion", version, version - 1))
            : past;
    }
}
