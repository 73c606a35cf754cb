namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The only write path of the register. In one transaction, it locks the root, checks the precondition, changes the root, raises its
/// version, and appends to the change log the response that a GET will return.
/// </summary>
public sealed class ResourceWriter(TrackerDb db, LockedRoots roots, ChangeWriter writer, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Creates a resource (POST) with a new id or, if callers choose the keys, with the key in the body.</summary>
    public async Task<Created<Rendered<TResponse>>> Create<T, TRequest, TResponse>(TRequest request, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var root = new T();
        root.SetId(root is UuidEntity
            ? Guid.CreateVersion7().ToString()
            : request.Key ?? throw new ProblemException("invalid_request", Fault.At("#/id", "required")));
        var response = await writer.Add<T, TRequest, TResponse>(root, request, keepsIds: false, cancellation);
        await transaction.Commit();

        return TypedResults.Created(LocationOf<T>(root), response);
    }

    /// <summary>Replaces a resource with a UUID (PUT). It must exist, because callers do not choose UUIDs.</summary>
    public Task<Ok<Rendered<TResponse>>> Replace<T, TRequest, TResponse>(
        string address, TRequest request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> =>
        Change<T, TRequest, TResponse>(address, precondition, _ => request, cancellation);

    /// <summary>Replaces a resource with a key (PUT), or creates it if the key is unused.</summary>
    public async Task<Results<Ok<Rendered<TResponse>>, Created<Rendered<TResponse>>>> Put<T, TRequest, TResponse>(
        string key, TRequest request, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        RefuseAnotherKey(request.Key, key);
        await using var transaction = await UnitOfWork.Begin(db, cancellation);

        if (await Find<T>(key, cancellation) is { } root)
        {
            precondition.Require(root);
            var response = await writer.Apply<T, Renaming<T>, TResponse>(
                root, new(request, clock.Today()), keepsIds: false, cancellation);
            await transaction.Commit();

            return TypedResults.Ok(response);
        }

        if (!Key.IsValid(key))
        {
            throw new ProblemException("not_found");
        }

        precondition.AllowCreation();
        var created = new T();
        created.SetId(key);
        var added = await writer.Add<T, TRequest, TResponse>(created, request, keepsIds: false, cancellation);
        await transaction.Commit();

        return TypedResults.Created(LocationOf<T>(created), added);
    }

    /// <summary>Applies a merge patch (PATCH) to the request that would write the current state.</summary>
    public Task<Ok<Rendered<TResponse>>> Patch<T, TRequest, TResponse>(
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

    /// <summary>Deletes a resource (DELETE) unless others refer to it. Its last state stays in the log.</summary>
    public async Task<NoContent> Delete<T, TResponse>(string address, Precondition precondition, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var root = await roots.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Require(root);
        await db.RequireUnreferenced(root, cancellation);
        await writer.Remove<T, TResponse>(root, cancellation);
        await transaction.Commit();

        return TypedResults.NoContent();
    }

    /// <summary>Changes a part of a root. The version of the root is also that of the part.</summary>
    /// <returns>The changed root.</returns>
    public async Task<T> ChangePart<T, TResponse>(
        string address, Precondition precondition, IWriteRequest<T> change, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var root = await roots.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Check(root, change.Exists(root));
        await writer.Apply<T, IWriteRequest<T>, TResponse>(root, change, keepsIds: false, cancellation);
        await transaction.Commit();

        return root;
    }

    /// <summary>
    /// Writes an item of an import within the transaction of the import: creates the resource, changes it, or leaves it as it is.
    /// </summary>
    public async Task<bool> Upsert<T, TRequest, TResponse>(string address, TRequest request, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        services.Validate(typeof(TRequest), request);

        if (await roots.Load<T>(address, cancellation) is { } known)
        {
            var version = known.Version;
            await writer.Apply<T, TRequest, TResponse>(known, request, keepsIds: true, cancellation);

            return known.Version != version;
        }

        var root = new T();
        root.SetId(address);
        await writer.Add<T, TRequest, TResponse>(root, request, keepsIds: true, cancellation);

        return true;
    }

    private async Task<Ok<Rendered<TResponse>>> Change<T, TRequest, TResponse>(
        string address, Precondition precondition, Func<T, TRequest> request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var root = await roots.Load<T>(address, cancellation) ?? throw await db.NotFound<T>(address, cancellation);
        precondition.Require(root);
        var response = await writer.Apply<T, Renaming<T>, TResponse>(
            root, new(request(root), clock.Today()), keepsIds: false, cancellation);
        await transaction.Commit();

        return TypedResults.Ok(response);
    }

    /// <summary>
    /// Finds the root with a key. A key without one is locked until the transaction ends, and looked up again: another request may have
    /// created it meanwhile.
    /// </summary>
    private async Task<T?> Find<T>(string key, CancellationToken cancellation)
        where T : Root, IResource
    {
        var root = await roots.Load<T>(key, cancellation);

        if (root is not null || !Key.IsValid(key))
        {
            return root;
        }

        await db.LockAddress(T.Resource, key, cancellation);

        return await roots.Load<T>(key, cancellation);
    }

    private static void RefuseAnotherKey(string? keyInBody, string key)
    {
        if (keyInBody is not null && keyInBody != key)
        {
            throw new ProblemException("unprocessable", Fault.At("#/id", "key_differs"));
        }
    }

    private static string LocationOf<T>(T root)
        where T : Root, IResource => $"/api/v1/{T.Resource}/{root.IdText}";
}
