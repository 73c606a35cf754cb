using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>The parameters of the limit's commands.</summary>
internal static class LimitParameters
{
    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    public static NpgsqlParameter Json(byte[] value) =>
        new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Json, TypedValue = Encoding.UTF8.GetString(value) };

    public static void Add(this NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }
}
