using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.PostgresServers;

internal static class PostgresServerExtensions
{
    public static async Task<object?> Ask(this PostgresServer server, string sql, string? password = null)
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port,
            Username = server.Superuser,
            Password = password ?? server.Password,
            Database = "postgres",
            Pooling = false,
        };

        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
