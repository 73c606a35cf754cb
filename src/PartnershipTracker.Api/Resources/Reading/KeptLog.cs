namespace PartnershipTracker.Resources.Reading;

/// <summary>The instant since which the logs are complete: `log prune` deletes what is older.</summary>
internal static class KeptLog
{
    /// <summary>Refuses a request for something from before that instant.</summary>
    /// <param name="db">The database.</param>
    /// <param name="since">The earliest instant that the answer is about; null if it is about none.</param>
    /// <param name="parameter">The parameter that has it.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static async Task RequireKept(
        this TrackerDb db, DateTimeOffset? since, string parameter, CancellationToken cancellation)
    {
        if (since is { } instant)
        {
            Require(await db.KeptSince(cancellation), instant, parameter);
        }
    }

    public static void Require(DateTimeOffset? kept, DateTimeOffset since, string parameter)
    {
        if (since < kept)
        {
            throw new ProblemException("log_pruned", Fault.Of(parameter, "kept_since", Instant.Print(kept.Value)));
        }
    }

    /// <summary>Returns the instant; null while nothing was pruned.</summary>
    public static Task<DateTimeOffset?> KeptSince(this TrackerDb db, CancellationToken cancellation) =>
        db.Database.SqlQuery<DateTimeOffset?>($"SELECT logs_kept_since() AS \"Value\"").SingleAsync(cancellation);
}
