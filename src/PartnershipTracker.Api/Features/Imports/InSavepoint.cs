namespace PartnershipTracker.Features.Imports;

/// <summary>Functions that return the faults of a refused step, so that the import that it is part of can go on.</summary>
public static class InSavepoint
{
    private const string Savepoint = "attempt";

    /// <summary>
    /// Runs a part of the open transaction in a savepoint. A refused part leaves nothing in the database. A conflict with another
    /// transaction is no fault of the part, and ends the whole.
    /// </summary>
    public static async Task<IReadOnlyList<Fault>> Run(TrackerDb db, Func<Task> part, CancellationToken cancellation)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("A savepoint needs a transaction.");
        await transaction.CreateSavepointAsync(Savepoint, cancellation);

        try
        {
            await part();
            await transaction.ReleaseSavepointAsync(Savepoint, cancellation);

            return [];
        }
        catch (Exception e) when (ProblemHandler.Explain(e) is { Code: not "conflict", Faults.Count: > 0 })
        {
            await transaction.RollbackToSavepointAsync(Savepoint, cancellation);
            await transaction.ReleaseSavepointAsync(Savepoint, cancellation);

            return ProblemHandler.Explain(e).Faults;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Runs a step that changes nothing in the database when it is refused.</summary>
    public static async Task<(T? Result, IReadOnlyList<Fault> Faults)> Catch<T>(Func<Task<T>> step)
        where T : class
    {
        try
        {
            return (await step(), []);
        }
        catch (ProblemException refused) when (refused.Faults.Count > 0)
        {
            return (null, refused.Faults);
        }
    }

    /// <summary>Runs a step that reads or checks and changes nothing.</summary>
    public static (T? Result, IReadOnlyList<Fault> Faults) Catch<T>(Func<T> step)
        where T : class
    {
        try
        {
            return (step(), []);
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
