using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// The database was told to commit, and it is not known whether it did; or it did, and it is not known whether a standby has it. Nobody
/// repeats that by themselves: it could happen twice.
/// </summary>
public sealed class OutcomeUnknownException(Exception? reason = null) : Exception("The outcome of a commit is unknown.", reason);

/// <summary>
/// A transaction, or a part of the one that is open already: whoever began it commits it. A commit is either known to have taken, or
/// an <see cref="OutcomeUnknownException"/>.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    /// <summary>How long a commit may wait, for a synchronous standby above all.</summary>
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);

    private readonly IDbContextTransaction? _transaction;
    private readonly TrackerDb _db;

    private UnitOfWork(TrackerDb db, IDbContextTransaction? transaction) => (_db, _transaction) = (db, transaction);

    public static async Task<UnitOfWork> Begin(TrackerDb db, CancellationToken cancellation) =>
        new(db, db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellation) : null);

    /// <summary>
    /// Commits, whether the caller still waits or not. PostgreSQL answers a commit that it stopped waiting for a standby with success and a
    /// warning of the class 01: "committed locally, but might not have been replicated".
    /// </summary>
    public async Task Commit()
    {
        if (_transaction is null)
        {
            return;
        }

        var warnings = new List<PostgresNotice>();
        void Hear(object sender, NpgsqlNoticeEventArgs notice) => warnings.Add(notice.Notice);
        var connection = (NpgsqlConnection)_db.Database.GetDbConnection();
        connection.Notice += Hear;

        try
        {
            using var patience = new CancellationTokenSource(CommitTimeout);
            await _transaction.CommitAsync(patience.Token);
        }
        catch (Exception e) when (IsSilence(e))
        {
            throw new OutcomeUnknownException(e);
        }
        finally
        {
            connection.Notice -= Hear;
        }

        if (warnings.Exists(w => w.SqlState.StartsWith("01", StringComparison.Ordinal)))
        {
            throw new OutcomeUnknownException();
        }
    }

    public ValueTask DisposeAsync() => _transaction?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Whether the database said nothing clear; a deferred rule that refuses a commit is clear.</summary>
    private static bool IsSilence(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state[..2] is "08" or "57" or "58",
        NpgsqlException or OperationCanceledException or TimeoutException or IOException => true,
        InvalidOperationException when exception.Source is "Npgsql" => true, // it broke under our hands
        _ => exception.InnerException is { } inner && IsSilence(inner),
    };
}
