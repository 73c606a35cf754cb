using System.Text.Json;
using PartnershipTracker.Data;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>Does what may be refused without giving up what it is a part of: the refusal comes back as what is wrong.</summary>
public static class InSavepoint
{
    private const string Place = "attempt";

    /// <summary>A part of the open transaction: if it is refused, nothing of it is there.</summary>
    public static async Task<IReadOnlyList<Fault>> Run(TrackerDb db, Func<Task> part, CancellationToken cancellation)
    {
        var whole = db.Database.CurrentTransaction ?? throw new InvalidOperationException("A part needs a whole.");
        await whole.CreateSavepointAsync(Place, cancellation);

        try
        {
            await part();
            await whole.ReleaseSavepointAsync(Place, cancellation);

            return [];
        }
        catch (Exception e) when (ProblemHandler.Explain(e) is { Faults.Count: > 0 })
        {
            await whole.RollbackToSavepointAsync(Place, cancellation);
            await whole.ReleaseSavepointAsync(Place, cancellation);

            return ProblemHandler.Explain(e).Faults;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Does something that leaves nothing behind in the database if it is refused.</summary>
    public static async Task<(T? Made, IReadOnlyList<Fault> Faults)> Catch<T>(Func<Task<T>> make)
        where T : class
    {
        try
        {
            return (await make(), []);
        }
        catch (ProblemException refused) when (refused.Faults.Count > 0)
        {
            return (null, refused.Faults);
        }
    }

    /// <summary>Reads or checks something: nothing is changed by it.</summary>
    public static (T? Made, IReadOnlyList<Fault> Faults) Catch<T>(Func<T> make)
        where T : class
    {
        try
        {
            return (make(), []);
        }
        catch (JsonException unreadable)
        {
            return (null, [JsonFaults.Explain(unreadable)]);
        }
        catch (ProblemException refused) when (refused.Faults.Count > 0)
        {
            return (null, refused.Faults);
        }
    }
}
