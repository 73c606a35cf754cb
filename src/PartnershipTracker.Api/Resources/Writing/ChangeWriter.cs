using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// What happens to one root inside a transaction: it is locked and read, changed, and put into the change log as a GET will show it.
/// </summary>
public sealed class ChangeWriter(
    TrackerDb db, ChangeContext author, AccessPolicy classification, AuditWriter audit, TimeProvider clock, ResourceNouns nouns,
    IServiceProvider services)
{
    private readonly List<Func<CancellationToken, Task>> _after = [];
    private BulkInsert? _bulk;

    /// <summary>The first root that was changed, or found so already: what the request was about.</summary>
    public AuditedRead? FirstChanged { get; private set; }

    /// <summary>Takes the root's row lock first and reads afterwards: what is read is then the latest, and stays so.</summary>
    public async Task<T?> Load<T>(string address, CancellationToken cancellation)
        where T : Root
    {
        await db.Lock<T>(address, cancellation);

        return db.ById<T>(address) is { } one ? await one.AsTracking().SingleOrDefaultAsync(cancellation) : null;
    }

    /// <summary>The same of what the caller need not be able to see: it is brought in line with something that they changed.</summary>
    public async Task<T?> LoadHidden<T>(string address, CancellationToken cancellation)
        where T : Root
    {
        await db.Lock<T>(address, cancellation);

        return db.ById<T>(address) is { } one
            ? await one.IgnoreQueryFilters().AsTracking().SingleOrDefaultAsync(cancellation)
            : null;
    }

    /// <param name="root">The new root, with its id.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="keepsIds">Whether the request gives its parts their ids, as an import does; a caller's parts get theirs here.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <param name="held">How closely it was held when it was deleted, where it comes back.</param>
    public async Task<TResponse> Add<T, TRequest, TResponse>(
        T root, TRequest request, bool keepsIds, CancellationToken cancellation, AccessLabel? held = null)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.References(), keepsIds ? null : root, nouns, cancellation);
        var last = root is not UuidEntity || keepsIds ? await db.LastVersion(T.Resource, root.IdText, cancellation) : 0;
        var shown = await Insert<T, TRequest, TResponse>(root, request, last, held, cancellation);
        await Flush(cancellation);

        return shown;
    }

    /// <param name="root">The root, locked, as it is.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="keepsIds">As with what is new.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<TResponse> Apply<T, TRequest, TResponse>(T root, TRequest request, bool keepsIds, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.References(), keepsIds ? null : root, nouns, cancellation);
        var version = root.Version;
        var shown = await Update<T, TRequest, TResponse>(root, request, cancellation);

        if (root.Version != version)
        {
            await Flush(cancellation);
        }

        return shown;
    }

    /// <summary>Enters a new root, all of whose references are known, with the version that follows the last one of its id.</summary>
    public async Task<TResponse> Insert<T, TRequest, TResponse>(
        T root, TRequest request, int last, AccessLabel? held, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        classification.Require(held, root);

        if (last > 0 && root.IsIdSingleUse)
        {
            throw new ProblemException("already_exists", Fault.At("#/id", "was_given_up"));
        }

        await services.BeforeWrite(root, cancellation);
        root.Advance(last + 1, clock.Now());
        Put(root);
        _after.Add(token => services.AfterWrite(root, held ?? AccessLabel.Of(root), token));

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Create);
    }

    /// <summary>
    /// Changes a root that is locked, all of whose references are known. What changes nothing is no change: no new version, no row in the
    /// log.
    /// </summary>
    public Task<TResponse> Update<T, TRequest, TResponse>(T root, TRequest request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse>
    {
        var before = ResourceImage.Write(TResponse.From(root));
        var held = AccessLabel.Of(root);
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        classification.Require(held, root);

        return Change<T, TResponse>(root, before, held, cancellation);
    }

    /// <summary>
    /// What something else brought about: who did that need not be able to do this, nor see it. It is a version and a row in the log as
    /// any other change is.
    /// </summary>
    public async Task Adjust<T, TResponse>(T root, Action change, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var before = ResourceImage.Write(TResponse.From(root));
        var held = AccessLabel.Of(root);
        change();
        await Change<T, TResponse>(root, before, held, cancellation);
        await Flush(cancellation); // what no answer shows, and makes no version, too
    }

    /// <summary>From here on what is new is gathered, to be written at once; what was gathered and not written is forgotten.</summary>
    public void BeginBatch()
    {
        _bulk = new(db);
        _after.Clear();
    }

    /// <summary>Writes what was entered and altered, with its rows in the log: one root of a request, or hundreds of an import.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        await (_bulk?.Write(cancellation) ?? Task.CompletedTask); // first, for what was altered may refer to it
        db.ChangeTracker.DetectChanges();
        await RefuseLooseEnds(cancellation);
        await db.SaveChangesAsync(cancellation);
        var after = _after.ToList();
        _after.Clear();

        foreach (var attend in after)
        {
            await attend(cancellation);
        }

        await (_bulk?.Write(cancellation) ?? Task.CompletedTask);
    }

    /// <summary>Takes the root out. Its last image stays in the log.</summary>
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
            throw new ProblemException("still_referred_to"); // by something that came after we looked
        }

        await services.AfterWrite(root, AccessLabel.Of(root), cancellation);
    }

    private async Task<TResponse> Change<T, TResponse>(T root, string before, AccessLabel held, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await services.BeforeWrite(root, cancellation);
        var shown = TResponse.From(root);

        if (ResourceImage.Write(shown) == before)
        {
            FirstChanged ??= AuditedReads.Of(root);

            return shown;
        }

        root.Advance(root.Version + 1, clock.Now());
        _after.Add(token => services.AfterWrite(root, held, token));

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Update);
    }

    private TResponse Log<T, TResponse>(T root, int version, DateTimeOffset at, ChangeOperation operation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var shown = TResponse.From(root);
        var held = AccessLabel.Of(root);
        FirstChanged ??= new(T.Resource, root.IdText, version, held);
        Put(audit.ChangeEntry(T.Resource, root.IdText, version, held, at));
        Put(new Change
        {
            At = at,
            Actor = author.Name,
            Operation = operation,
            Resource = T.Resource,
            ResourceId = root.IdText,
            Version = version,
            Image = ResourceImage.Write(shown),
            Reason = author.Reason ?? author.DefaultReason,
            Confidentiality = held.Confidentiality,
            Readers = held.Readers,
        });

        return shown;
    }

    /// <summary>A part that something else refers to, such as a citation, is not taken out.</summary>
    private async Task RefuseLooseEnds(CancellationToken cancellation)
    {
        foreach (var part in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Deleted).ToList())
        {
            await db.RequireUnreferenced(part.Entity, cancellation);
        }
    }

    private Action<object> Put => _bulk is null ? row => db.Add(row) : _bulk.Add;

    private static void Refuse(IEnumerable<Fault> contradictions)
    {
        if (contradictions.ToList() is { Count: > 0 } faults)
        {
            throw new ProblemException("unprocessable", faults);
        }
    }
}
