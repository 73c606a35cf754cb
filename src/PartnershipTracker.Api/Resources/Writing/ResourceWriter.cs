using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The one way to change the register: in a transaction, lock the root, check what the caller knows of it, change it, raise its
/// version, and put the whole of it, as a GET will show it, into the change log. All of that is committed, or none.
/// </summary>
public sealed class ResourceWriter(TrackerDb db, ChangeWriter ledger, IServiceProvider services)
{
    /// <summary>POST: something new, with an id of its own or, where keys are chosen by callers, the one in the body.</summary>
    public async Task<Created<TResponse>> Create<T, TRequest, TResponse>(TRequest request, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var root = new T();

        if (root is not UuidEntity)
        {
            root.SetId(request.Key ?? throw new ProblemException("invalid_request", Fault.At("#/id", "required")));
        }

        var shown = await ledger.Add<T, TRequest, TResponse>(root, request, keepsIds: false, cancellation);
        await work.Commit();

        return TypedResults.Created(LocationOf<T>(root), shown);
    }

    /// <summary>PUT of a record: the id must be there already, for ids of records are not chosen by callers.</summary>
    public Task<Ok<TResponse>> Replace<T, TRequest, TResponse>(
        string address, TRequest request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> =>
        Change<T, TRequest, TResponse>(address, precondition, _ => request, cancellation);

    /// <summary>PUT of something keyed: replaces it, or creates it under a key that is free.</summary>
    public async Task<Results<Ok<TResponse>, Created<TResponse>>> Put<T, TRequest, TResponse>(
        string key, TRequest request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        RefuseAnotherKey(request.Key, key);
        await using var work = await UnitOfWork.Begin(db, cancellation);

        if (await ledger.Load<T>(key, cancellation) is { } root)
        {
            precondition.Require(root);
            var shown = await ledger.Apply<T, TRequest, TResponse>(root, request, keepsIds: false, cancellation);
            await work.Commit();

            return TypedResults.Ok(shown);
        }

        if (!Key.IsValid(key))
        {
            throw new ProblemException("not_found");
        }

        precondition.AllowCreation();
        var created = new T();
        created.SetId(key);
        var added = await ledger.Add<T, TRequest, TResponse>(created, request, keepsIds: false, cancellation);
        await work.Commit();

        return TypedResults.Created(LocationOf<T>(created), added);
    }

    /// <summary>PATCH: what the merge patch makes of the request that would write the root as it stands.</summary>
    public Task<Ok<TResponse>> Patch<T, TRequest, TResponse>(
        string address, MergePatch<TRequest> patch, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
        where TResponse : IFrom<T, TResponse> =>
        Change<T, TRequest, TResponse>(address, precondition, root =>
        {
            var request = patch.ApplyTo(TRequest.From(root));
            services.Validate(typeof(TRequest), request);
            RefuseAnotherKey(request.Key, root.IdText);

            return request;
        }, cancellation);

    /// <summary>DELETE, unless something else refers to it. Its last image stays in the log.</summary>
    public async Task<NoContent> Delete<T, TResponse>(string address, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var root = await ledger.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Require(root);
        await db.RequireUnreferenced(root, cancellation);
        await ledger.Remove<T, TResponse>(root, cancellation);
        await work.Commit();

        return TypedResults.NoContent();
    }

    /// <summary>A change of one part of a root; the root's version is the part's.</summary>
    /// <returns>The root as it is now.</returns>
    public async Task<T> ChangePart<T, TResponse>(
        string address, Precondition precondition, IWriteRequest<T> change, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var root = await ledger.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Check(root, change.Exists(root));
        await ledger.Apply<T, IWriteRequest<T>, TResponse>(root, change, keepsIds: false, cancellation);
        await work.Commit();

        return root;
    }

    /// <summary>
    /// What an import does with one item, within the import's own transaction: creates it, changes it, or finds it so already.
    /// </summary>
    public async Task<bool> Upsert<T, TRequest, TResponse>(string address, TRequest request, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        services.Validate(typeof(TRequest), request);

        if (await ledger.Load<T>(address, cancellation) is { } known)
        {
            var version = known.Version;
            await ledger.Apply<T, TRequest, TResponse>(known, request, keepsIds: true, cancellation);

            return known.Version != version;
        }

        var root = new T();
        root.SetId(address);
        await ledger.Add<T, TRequest, TResponse>(root, request, keepsIds: true, cancellation);

        return true;
    }

    private async Task<Ok<TResponse>> Change<T, TRequest, TResponse>(
        string address, Precondition precondition, Func<T, TRequest> request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var work = await UnitOfWork.Begin(db, cancellation);
        var root = await ledger.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Require(root);
        var shown = await ledger.Apply<T, TRequest, TResponse>(root, request(root), keepsIds: false, cancellation);
        await work.Commit();

        return TypedResults.Ok(shown);
    }

    private static void RefuseAnotherKey(string? named, string key)
    {
        if (named is not null && named != key)
        {
            throw new ProblemException("unprocessable", Fault.At("#/id", "key_differs"));
        }
    }

    private static string LocationOf<T>(T root)
        where T : Root, IResource => $"/api/v1/{T.Resource}/{root.IdText}";
}
