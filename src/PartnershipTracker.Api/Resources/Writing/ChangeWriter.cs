using System.Text;
using Npgsql;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The writer of single roots inside a transaction. It locks and reads a root, changes it, and appends to the change log the response that
/// a GET will return.
/// </summary>
public sealed class ChangeWriter(
    TrackerDb db, ChangeContext context, AccessPolicy policy, AuditWriter audit, TimeProvider clock, ResourceNouns nouns,
    IServiceProvider services)
{
    private readonly List<Func<CancellationToken, Task>> _hooks = [];
    private BulkInsert? _bulk;

    /// <summary>Locks the row of the root before reading it, so that the latest state is read and does not change meanwhile.</summary>
    public Task<T?> Load<T>(string address, CancellationToken cancellation)
        where T : Root => Load(address, db.ById<T>(address), cancellation);

    /// <summary>Loads a root even if the caller may not see it, to adjust it to another change.</summary>
    public Task<T?> LoadHidden<T>(string address, CancellationToken cancellation)
        where T : Root => Load(address, db.ById<T>(address)?.IgnoreQueryFilters(), cancellation);

    /// <summary>Writes a new root.</summary>
    /// <param name="root">The new root, with its id.</param>
    /// <param name="request">The content of the root.</param>
    /// <param name="keepsIds">True if the request contains the ids of the parts, as in an import. Otherwise they are created here.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <param name="label">The classification before its deletion, if the root is restored.</param>
    public async Task<TResponse> Add<T, TRequest, TResponse>(
        T root, TRequest request, bool keepsIds, CancellationToken cancellation, AccessLabel? label = null)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.References(), keepsIds ? null : root, nouns, cancellation);
        var lastVersion = root is not UuidEntity || keepsIds ? await db.LastVersion(T.Resource, root.IdText, cancellation) : 0;
        var response = await Insert<T, TRequest, TResponse>(root, request, lastVersion, label, cancellation);
        await Flush(cancellation);

        return response;
    }

    /// <summary>Writes the changes of a root.</summary>
    /// <param name="root">The locked root before the change.</param>
    /// <param name="request">The new content of the root.</param>
    /// <param name="keepsIds">True if the request contains the ids of the parts, as in an import.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<TResponse> Apply<T, TRequest, TResponse>(T root, TRequest request, bool keepsIds, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.References(), keepsIds ? null : root, nouns, cancellation);
        var version = root.Version;
        var response = await Update<T, TRequest, TResponse>(root, request, cancellation);

        if (root.Version != version)
        {
            await Flush(cancellation);
        }

        return response;
    }

    /// <summary>Adds a new root with resolved references, and with the version after the last one of its id.</summary>
    public async Task<TResponse> Insert<T, TRequest, TResponse>(
        T root, TRequest request, int lastVersion, AccessLabel? label, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        policy.Require(label, root);

        if (lastVersion > 0 && root.IsIdSingleUse)
        {
            throw new ProblemException("already_exists", Fault.At("#/id", "was_given_up"));
        }

        await services.BeforeWrite(root, cancellation);
        root.Advance(lastVersion + 1, clock.Now());
        AddRow(root);
        _hooks.Add(token => services.AfterWrite(root, label ?? AccessLabel.Of(root), token));

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Create);
    }

    /// <summary>
    /// Changes a locked root with resolved references. A request that changes nothing creates neither a version nor a row in the log.
    /// </summary>
    public Task<TResponse> Update<T, TRequest, TResponse>(T root, TRequest request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        var before = ImageOf<T, TResponse>(root);
        var label = AccessLabel.Of(root);
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        policy.Require(label, root);

        return Change<T, TResponse>(root, before, label, cancellation);
    }

    /// <summary>
    /// Adjusts a root to the change of another one. The caller needs no permission to change or see it. The adjustment creates a version
    /// and a row in the log, like any other change.
    /// </summary>
    public async Task Adjust<T, TResponse>(T root, Action change, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var before = ImageOf<T, TResponse>(root);
        var label = AccessLabel.Of(root);
        change();
        await Change<T, TResponse>(root, before, label, cancellation);
        await Flush(cancellation); // also what appears in no response and creates no version
    }

    /// <summary>Begins to collect new rows for a single write, and discards those collected but not written.</summary>
    public void BeginBatch()
    {
        _bulk = new(db);
        _hooks.Clear();
    }

    /// <summary>Writes the added and changed roots with their rows in the log: one for a request, or hundreds for an import.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        await (_bulk?.Write(cancellation) ?? Task.CompletedTask); // first, because changed rows may refer to new ones
        db.ChangeTracker.DetectChanges();
        await RefuseReferencedParts(cancellation);
        await db.SaveChangesAsync(cancellation);
        var hooks = _hooks.ToList();
        _hooks.Clear();

        foreach (var hook in hooks)
        {
            await hook(cancellation);
        }

        await (_bulk?.Write(cancellation) ?? Task.CompletedTask);
    }

    /// <summary>Deletes the root. Its last state stays in the log.</summary>
    public async Task Remove<T, TResponse>(T root, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        Log<T, TResponse>(root, root.Version + 1, clock.Now(), ChangeOperation.Delete);
        db.Remove(root);

        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException refused && DatabaseErrors.IsReferredTo(refused))
        {
            throw new ProblemException("still_referred_to"); // by a row that was added after the check
        }

        await services.AfterWrite(root, AccessLabel.Of(root), cancellation);
    }

    private async Task<T?> Load<T>(string address, IQueryable<T>? found, CancellationToken cancellation)
        where T : Root
    {
        await db.Lock<T>(address, cancellation);

        return found is null ? null : await found.AsTracking().SingleOrDefaultAsync(cancellation);
    }

    private async Task<TResponse> Change<T, TResponse>(T root, byte[] before, AccessLabel label, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await services.BeforeWrite(root, cancellation);
        var response = TResponse.From(root);

        if (ResourceImage.Render(response).AsSpan().SequenceEqual(before))
        {
            return response;
        }

        root.Advance(root.Version + 1, clock.Now());
        _hooks.Add(token => services.AfterWrite(root, label, token));

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Update);
    }

    private TResponse Log<T, TResponse>(T root, int version, DateTimeOffset at, ChangeOperation operation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var response = TResponse.From(root);
        var image = ResourceImage.Render(response);
        root.Store(T.Shape > 0 ? image : null, T.Shape);
        var label = AccessLabel.Of(root);
        AddRow(audit.ChangeEntry(T.Resource, root.IdText, version, label, at));
        AddRow(new Change
        {
            At = at,
            Actor = context.Name,
            Operation = operation,
            Resource = T.Resource,
            ResourceId = root.IdText,
            Version = version,
            Image = Encoding.UTF8.GetString(image),
            Reason = context.Reason ?? context.DefaultReason,
            Confidentiality = label.Confidentiality,
            Readers = label.Readers,
        });

        return response;
    }

    /// <summary>Returns the body of a GET before a change.</summary>
    private static byte[] ImageOf<T, TResponse>(T root)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse> =>
        root.CurrentImage(T.Shape) ?? ResourceImage.Render(TResponse.From(root));

    /// <summary>Refuses to remove a part that other resources refer to, such as citations.</summary>
    private async Task RefuseReferencedParts(CancellationToken cancellation)
    {
        foreach (var part in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Deleted).ToList())
        {
            await db.RequireUnreferenced(part.Entity, cancellation);
        }
    }

    private Action<object> AddRow => _bulk is null ? row => db.Add(row) : _bulk.Add;

    private static void Refuse(IEnumerable<Fault> contradictions)
    {
        if (contradictions.ToList() is { Count: > 0 } faults)
        {
            throw new ProblemException("unprocessable", faults);
        }
    }
}
