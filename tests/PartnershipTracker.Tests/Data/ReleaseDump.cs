using System.IO.Compression;
using Npgsql;

namespace PartnershipTracker.Tests.Data;

/// <summary>A dump of the opening data with the schema of a release, named after its last migration.</summary>
internal static class ReleaseDump
{
    private const string Folder = "tests/PartnershipTracker.Tests/Data/Releases";

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.sql.gz")
            .Select(file => Path.GetFileName(file)[..^".sql.gz".Length]).Order(StringComparer.Ordinal);

    /// <summary>Creates a database from a dump.</summary>
    public static async Task Restore(TestServer server, string name, string database)
    {
        await using var file = File.OpenRead(Place(name));
        using var dump = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        await server.Execute($"CREATE DATABASE {database}");
        await Execute(server, database, await dump.ReadToEndAsync(TestContext.Current.CancellationToken));

        // Changes are read in the order of transaction ids, so this server counts on from them, as after a logical restore
        await Execute(
            server, database,
            "DO $$ BEGIN WHILE pg_current_xact_id() <= (SELECT max(transaction) FROM changes) LOOP COMMIT; END LOOP; END $$");
    }

    /// <summary>Writes the dump of the present schema.</summary>
    public static async Task Write(TestServer server, string database, string name)
    {
        var dump = await server.Dump(
            database, "--inserts", "--rows-per-insert=100", "--exclude-table-data=data_protection_keys", "--exclude-table-data=api_key*");
        await using var file = File.Create(Place(name));
        await using var text = new StreamWriter(new GZipStream(file, CompressionLevel.SmallestSize));
        await text.WriteAsync(dump);
    }

    private static string Place(string name) => Path.Combine(Repository.Root, Folder, $"{name}.sql.gz");

    private static async Task Execute(TestServer server, string database, string sql)
    {
        await using var connection = new NpgsqlConnection(server.Owner(database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
