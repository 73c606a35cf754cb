using System.Globalization;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Benchmarks.Data;

/// <summary>Statements outside of what is measured, each on a connection of its own.</summary>
internal static class Sql
{
    public static string Place(PostgresServer server, string database) => Place(server, database, server.Superuser, server.Password);

    /// <summary>Returns the connection string of the role that `migrate` creates with the product's rights.</summary>
    public static string RuntimePlace(PostgresServer server, string database) => Place(server, database, "tracker_app", "benchmark");

    public static async Task Execute(string place, string sql)
    {
        await using var connection = new NpgsqlConnection(place + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns the first column of all rows.</summary>
    public static async Task<List<T>> Query<T>(string place, string sql)
    {
        await using var connection = new NpgsqlConnection(place + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();

        while (await rows.ReadAsync())
        {
            all.Add(await rows.GetFieldValueAsync<T>(0));
        }

        return all;
    }

    private static string Place(PostgresServer server, string database, string user, string password) => string.Create(
        CultureInfo.InvariantCulture, $"Host={server.Host};Port={server.Port};Database={database};Username={user};Password={password}");
}
