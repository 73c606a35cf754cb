using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// Several statements in one round trip. Each sees what was committed before it starts, so a statement after a lock sees what the former
/// holder of the lock has written.
/// </summary>
public static class SqlBatch
{
    /// <summary>Returns a batch in the open transaction of the context.</summary>
    public static NpgsqlBatch Batch(this TrackerDb db, params IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());

        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>Returns a statement with its parameters <c>$1</c>, <c>$2</c> and so on.</summary>
    public static NpgsqlBatchCommand Command(string sql, params IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);

        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
