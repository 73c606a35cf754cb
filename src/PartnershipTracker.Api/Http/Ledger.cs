using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>
/// What happens to one root inside a transaction: it is locked and read, changed, and put into the change log as a GET will show it.
/// </summary>
public sealed class Ledger(TrackerDb db, Author author, TimeProvider clock)
{
    /// <summary>Takes the root's row lock first and reads afterwards: what is read is then the latest, and stays so.</summary>
    public async Task<T?> Load<T>(string address, CancellationToken cancellation)
        where T : Root
    {
        await db.Lock<T>(address, cancellation);

        return db.At<T>(address) is { } one ? await one.AsTracking().SingleOrDefaultAsync(cancellation) : null;
    }

    public async Task<TResponse> Add<T, TRequest, TResponse>(T root, TRequest request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        await db.Resolve(request.Mentions(), null, cancellation);
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));
        db.Add(root);
        var last = root is Reference ? await db.LastVersion(T.Resource, root.Address, cancellation) : 0;
        var shown = Log<T, TResponse>(root, last + 1, ChangeOperation.Create);
        await db.SaveChangesAsync(cancellation);

        return shown;
    }

    public async Task<TResponse> Apply<T, TRequest, TResponse>(T root, TRequest request, CancellationToken cancellation)
        where T : Root, IResource
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        var before = Image(TResponse.From(root));
        await db.Resolve(request.Mentions(), root, cancellation);
        request.ApplyTo(root);
        Refuse(request.Contradictions(root));

        return await Save<T, TResponse>(root, before, cancellation);
    }

    /// <summary>Takes the root out. Its last image stays in the log.</summary>
    public async Task Remove<T, TResponse>(T root, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        Log<T, TResponse>(root, root.Version + 1, ChangeOperation.Delete);
        db.Remove(root);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What changes nothing is no change: no new version, no row in the log.</summary>
    private async Task<TResponse> Save<T, TResponse>(T root, string before, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var shown = TResponse.From(root);

        if (Image(shown) == before)
        {
            return shown;
        }

        shown = Log<T, TResponse>(root, root.Version + 1, ChangeOperation.Update);
        await db.SaveChangesAsync(cancellation);

        return shown;
    }

    private TResponse Log<T, TResponse>(T root, int version, ChangeOperation operation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        root.Advance(version, clock.Now());
        var shown = TResponse.From(root);
        db.Add(new Change
        {
            At = root.UpdatedAt,
            Actor = author.Name,
            Operation = operation,
            Resource = T.Resource,
            ResourceId = root.Address,
            Version = root.Version,
            Image = Image(shown),
            Reason = author.Reason,
        });

        return shown;
    }

    private static void Refuse(IEnumerable<Fault> contradictions)
    {
        if (contradictions.ToList() is { Count: > 0 } faults)
        {
            throw new ProblemException("unprocessable", faults);
        }
    }

    private static string Image<TResponse>(TResponse shown) => JsonSerializer.Serialize(shown, Json.Options);
}
