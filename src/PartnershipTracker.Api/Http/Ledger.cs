using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>
/// What happens to one root inside a transaction: it is locked and read, changed, and put into the change log as a GET will show it.
/// </summary>
public sealed class Ledger(TrackerDb db, Author author, Classification classification, Audit audit, TimeProvider clock)
{
    private Bulk? _bulk;

    /// <summary>The first root that was changed, or found so already: what the request was about.</summary>
    public Disclosure? First { get; private set; }

    /// <summary>Takes the root's row lock first and reads afterwards: what is read is then the latest, and stays so.</summary>
    public async Task<T?> Load<T>(string address, CancellationToken cancellation)
        where T : Root
    {
        await db.Lock<T>(address, cancellation);

        return db.At<T>(address) is { } one ? await one.AsTracking().SingleOrDefaultAsync(cancellation) : null;
    }

    /// <param name="root">The new root, with its id.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="keepsIds">Whether the request gives its parts their ids, as an import does; a caller's parts get theirs here.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    /// <param name="held">How closely it was held when it was deleted, where it comes back.</param>
    public async Task<TResponse> Add<T, TRequest, TResponse>(
        T root, TRequest request, bool keepsIds, CancellationToken cancellation, Holding? held = null)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.Mentions(), keepsIds ? null : root, cancellation);
        var last = root is not Record || keepsIds ? await db.LastVersion(T.Resource, root.Address, cancellation) : 0;
        var shown = Enter<T, TRequest, TResponse>(root, request, last, held);
        await Flush(cancellation);

        return shown;
    }

    /// <param name="root">The root, locked, as it is.</param>
    /// <param name="request">What it is to be.</param>
    /// <param name="keepsIds">As with what is new.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<TResponse> Apply<T, TRequest, TResponse>(T root, TRequest request, bool keepsIds, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.Mentions(), keepsIds ? null : root, cancellation);
        var version = root.Version;
        var shown = Alter<T, TRequest, TResponse>(root, request);

        if (root.Version != version)
        {
            await Flush(cancellation);
        }

        return shown;
    }

    /// <summary>Enters a new root, all of whose references are known, with the version that follows the last one of its id.</summary>
    public TResponse Enter<T, TRequest, TResponse>(T root, TRequest request, int last, Holding? held)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        classification.Allow(held, root);

        if (last > 0 && root.ComesOnce)
        {
            throw new ProblemException("already_exists", Fault.At("#/id", "was_given_up"));
        }

        root.Advance(last + 1, clock.Now());
        Put(root);

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Create);
    }

    /// <summary>
    /// Changes a root that is locked, all of whose references are known. What changes nothing is no change: no new version, no row in the
    /// log.
    /// </summary>
    public TResponse Alter<T, TRequest, TResponse>(T root, TRequest request)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        var before = Image.Write(TResponse.From(root));
        var held = Holding.Of(root);
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        classification.Allow(held, root);
        var shown = TResponse.From(root);

        if (Image.Write(shown) == before)
        {
            First ??= Disclosures.Of(root);

            return shown;
        }

        root.Advance(root.Version + 1, clock.Now());

        return Log<T, TResponse>(root, root.Version, root.UpdatedAt, ChangeOperation.Update);
    }

    /// <summary>From here on what is new is gathered, to be written at once; what was gathered and not written is forgotten.</summary>
    public void Gather() => _bulk = new(db);

    /// <summary>Writes what was entered and altered, with its rows in the log: one root of a request, or hundreds of an import.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        if (_bulk is not null)
        {
            await _bulk.Write(cancellation); // first, for what was altered may refer to it
            db.ChangeTracker.DetectChanges();
        }

        await db.SaveChangesAsync(cancellation);
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
        catch (DbUpdateException e) when (e.InnerException is PostgresException refused && StoreFaults.IsReferredTo(refused))
        {
            throw new ProblemException("still_referred_to"); // by something that came after we looked
        }
    }

    private TResponse Log<T, TResponse>(T root, int version, DateTimeOffset at, ChangeOperation operation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var shown = TResponse.From(root);
        var held = Holding.Of(root);
        First ??= new(T.Resource, root.Address, version, held);
        Put(audit.Changed(T.Resource, root.Address, version, held, at));
        Put(new Change
        {
            At = at,
            Actor = author.Name,
            Operation = operation,
            Resource = T.Resource,
            ResourceId = root.Address,
            Version = version,
            Image = Image.Write(shown),
            Reason = author.Reason ?? author.Occasion,
            Confidentiality = held.Confidentiality,
            Readers = held.Readers,
        });

        return shown;
    }

    private void Put(object row)
    {
        if (_bulk is null)
        {
            db.Add(row);
        }
        else
        {
            _bulk.Add(row);
        }
    }

    private static void Refuse(IEnumerable<Fault> contradictions)
    {
        if (contradictions.ToList() is { Count: > 0 } faults)
        {
            throw new ProblemException("unprocessable", faults);
        }
    }
}
