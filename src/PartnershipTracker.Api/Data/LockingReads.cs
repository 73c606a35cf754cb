using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// Sends the lock of rows and the query that reads them in one round trip. They are two statements, so that the query sees what the former
/// holder of the lock has written, in the tables of the parts too.
/// </summary>
internal sealed class LockingReads : DbCommandInterceptor
{
    public static readonly LockingReads Instance = new();

    /// <summary>The parameter of the statement that locks.</summary>
    private const string Locked = "locked";

    /// <summary>Returns the statement that locks the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ids">An id, or several in an array. Their rows are locked in the order of the ids.</param>
    public static (string Sql, object Ids) Of(string table, object ids) => (
        $"SELECT FROM {table} WHERE id = {(ids is Array ? $"ANY (@{Locked})" : $"@{Locked}")} ORDER BY id FOR NO KEY UPDATE", ids);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.Context is TrackerDb { LockBeforeRead: var (sql, ids) } db)
        {
            db.LockBeforeRead = null;
            command.CommandText = $"{sql};{Environment.NewLine}{command.CommandText}";
            command.Parameters.Add(new NpgsqlParameter(Locked, ids));
        }

        return ValueTask.FromResult(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (command.Parameters.Contains(Locked))
        {
            await result.NextResultAsync(cancellationToken);
        }

        return result;
    }
}
