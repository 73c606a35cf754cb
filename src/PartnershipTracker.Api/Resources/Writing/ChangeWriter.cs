using System.Text;
using Npgsql;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// The writer of single locked roots inside a transaction. It changes a root, and appends to the change log the response that a GET will
/// return.
/// </summary>
public sealed class ChangeWriter(
    TrackerDb db, ChangeContext context, AccessPolicy policy, AuditWriter audit, TimeProvider clock, ResourceNouns nouns,
    IServiceProvider services)
{
    private readonly WrittenRoots _written = new(services);
    private NewRows _rows = new(db);

    /// <summary>Writes a new root.</summary>
    /// <param name="root">The new root, with its id.</param>
    /// <param name="request">The content of the root.</param>
    /// <param name="keepsIds">True if the request contains the ids of the parts, as in an import. Otherwise they are created here.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <param name="label">The classification before its deletion, if the root is restored.</param>
    public async Task<Rendered<TResponse>> Add<T, TRequest, TResponse>(
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
    public async Task<Rendered<TResponse>> Apply<T, TRequest, TResponse>(
        T root, TRequest request, bool keepsIds, CancellationToken cancellation)
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
    public async Task<Rendered<TResponse>> Insert<T, TRequest, TResponse>(
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
        _rows.Add(root);
        _written.Add(root, label ?? AccessLabel.Of(root));

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Create);
    }

    /// <summary>Changes a locked root with resolved references. Without a change there is neither a version nor a row in the log.</summary>
    public Task<Rendered<TResponse>> Update<T, TRequest, TResponse>(T root, TRequest request, CancellationToken cancellation)
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
    /// Adjusts roots to the change of another one: one or thousands, written together. The caller needs no permission to change or see
    /// them. Each adjustment creates a version and a row in the log, like any other change.
    /// </summary>
    public async Task Adjust<T, TResponse>(IEnumerable<T> roots, Action<T> change, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        foreach (var root in roots)
        {
            var before = ImageOf<T, TResponse>(root);
            var label = AccessLabel.Of(root);
            change(root);
            await Change<T, TResponse>(root, before, label, cancellation);
        }

        await Flush(cancellation); // also what appears in no response and creates no version
    }

    /// <summary>Discards the roots that were added or changed but not written, because their batch was refused.</summary>
    public void Discard()
    {
        _rows = new(db);
        _written.Clear();
    }

    /// <summary>Writes the added and changed roots with their rows in the log. No part is removed that citations refer to.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        db.ChangeTracker.DetectChanges();

        foreach (var part in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Deleted).ToList())
        {
            await db.RequireUnreferenced(part.Entity, cancellation);
        }

        await _written.Write(() => Save(cancellation));
        await _written.RunHooks(cancellation);
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
            await Save(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException refused && DatabaseErrors.IsReferredTo(refused))
        {
            throw new ProblemException("still_referred_to"); // by a row that was added after the check
        }

        _written.Add(root, AccessLabel.Of(root));
        await _written.RunHooks(cancellation);
    }

    private async Task<Rendered<TResponse>> Change<T, TResponse>(T root, byte[] before, AccessLabel label, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await services.BeforeWrite(root, cancellation);

        if (ResourceImage.Render(TResponse.From(root)).AsSpan().SequenceEqual(before))
        {
            return Rendered.Of<T, TResponse>(before, root.IdText, root.Version, label);
        }

        root.Advance(root.Version + 1, clock.Now());
        _written.Add(root, label);

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Update);
    }

    /// <summary>
    /// Writes the new and changed rows: all in one round trip, unless there are many new ones. These come first, because changed rows may
    /// refer to them.
    /// </summary>
    private async Task Save(CancellationToken cancellation)
    {
        if (_rows.AreFew && db.ChangeTracker.HasChanges())
        {
            _rows.Track();
        }

        await _rows.Write(cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private Rendered<TResponse> Log<T, TResponse>(T root, int version, DateTimeOffset at, ChangeOperation operation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var image = ResourceImage.Render(TResponse.From(root));
        root.Store(T.Shape > 0 ? image : null, T.Shape);
        var label = AccessLabel.Of(root);
        _rows.Add(audit.ChangeEntry(T.Resource, root.IdText, version, label, at));
        _rows.Add(new Change
        {
            At = at,
            Actor = context.Name,
            Operation = operation,
            Resource = T.Resource,
            ResourceId = root.IdText,
            Version = version,
            Image = Encoding.UTF8.GetString(image),
            Reason = context.Reason ?? context.DefaultReason,
            ImportId = context.ImportId,
            Confidentiality = label.Confidentiality,
            Readers = label.Readers,
        });

        return Rendered.Of<T, TResponse>(image, root.IdText, version, label);
    }

    /// <summary>Returns the body of a GET before a change.</summary>
    private static byte[] ImageOf<T, TResponse>(T root)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse> =>
        root.CurrentImage(T.Shape) ?? ResourceImage.Render(TResponse.From(root));

    private static void Refuse(IEnumerable<Fault> contradictions)
    {
        if (contradictions.ToList() is { Count: > 0 } faults)
        {
            throw new ProblemException("unprocessable", faults);
        }
    }
}
