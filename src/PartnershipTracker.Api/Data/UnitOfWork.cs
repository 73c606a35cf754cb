using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// A commit whose outcome is unknown, or which a standby may not have received. The application does not repeat it, because the change
/// could then be made twice.
/// </summary>
public sealed class OutcomeUnknownException(Exception? reason = null) : Exception("The outcome of a commit is unknown.", reason);

/// <summary>
/// A transaction, or a part of the one that is open already and that its opener commits. A commit either certainly succeeds or throws an
/// <see cref="OutcomeUnknownException"/>.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    /// <summary>The maximum wait for a commit, mainly for a synchronous standby.</summary>
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(15);

    private readonly IDbContextTransaction? _transaction;
    private readonly TrackerDb _db;

    private UnitOfWork(TrackerDb db, IDbContextTransaction? transaction) => (_db, _transaction) = (db, transaction);

    public static async Task<UnitOfWork> Begin(TrackerDb db, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return new(db, null);
        }

        if (db.WriteSlots is { } slots && !await slots.Enter(cancellation))
        {
            throw new TimeoutException("All connections for write transactions were in use.");
        }

        try
        {
            return new(db, await db.Database.BeginTransactionAsync(cancellation));
        }
        catch
        {
            db.WriteSlots?.Leave();

            throw;
        }
    }

    /// <summary>
    /// Commits, even if the caller has disconnected. If PostgreSQL stops waiting for a standby, it reports success with a warning of the
    /// class 01: "committed locally, but might not have been replicated".
    /// </summary>
    public async Task Commit()
    {
        if (_transaction is null)
        {
            return;
        }

        var warnings = new List<PostgresNotice>();
        void Collect(object sender, NpgsqlNoticeEventArgs notice) => warnings.Add(notice.Notice);
        var connection = (NpgsqlConnection)_db.Database.GetDbConnection();
        connection.Notice += Collect;

        try
        {
            using var timeout = new CancellationTokenSource(CommitTimeout);
            await _transaction.CommitAsync(timeout.Token);
        }
        catch (Exception e) when (IsUnclear(e))
        {
            throw new OutcomeUnknownException(e);
        }
        finally
        {
            connection.Notice -= Collect;
            _db.Commits?.Give(); // also when the outcome is unknown
        }

        if (warnings.Exists(w => w.SqlState.StartsWith("01", StringComparison.Ordinal)))
        {
            throw new OutcomeUnknownException();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is null)
        {
            return;
        }

        try
        {
            await _transaction.DisposeAsync();
        }
        finally
        {
            _db.WriteSlots?.Leave();
        }
    }

    /// <summary>Returns true if the error leaves the outcome open. A deferred constraint that refuses a commit does not.</summary>
    private static bool IsUnclear(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state[..2] is "08" or "57" or "58",
        NpgsqlException or OperationCanceledException or TimeoutException or IOException => true,
        InvalidOperationException when exception.Source is "Npgsql" => true, // the connection broke during the call
        _ => exception.InnerException is { } inner && IsUnclear(inner),
    };
}
