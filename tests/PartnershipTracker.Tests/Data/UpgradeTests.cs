using System.Net;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Data;

/// <summary>
/// Upgrades of databases with data from the schema of each release. DUMP_RELEASE=1 first adds the dump of the present schema.
/// </summary>
public sealed class UpgradeTests(TestServer server) : IAsyncLifetime
{
    private const string Last = "SELECT max(migration_id) FROM \"__EFMigrationsHistory\"";

    private readonly string _database = $"release_{Guid.CreateVersion7():n}";

    public static TheoryData<string> Releases => [.. ReleaseDump.Names];

    private DatabaseConnections Connections => new(server.Runtime(_database), server.Owner(_database), null);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await server.Drop(_database);

    [Fact]
    public async Task The_present_schema_can_be_dumped_and_restored_as_that_of_a_release()
    {
        await server.Copy(_database);
        var last = await Query(Last);

        if (Environment.GetEnvironmentVariable("DUMP_RELEASE") == "1")
        {
            await ReleaseDump.Write(server, _database, last);
        }

        Assert.NotEmpty(ReleaseDump.Names);
        Assert.All(ReleaseDump.Names, name => Assert.True(string.CompareOrdinal(name, last) <= 0, name));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_register_of_a_release_is_upgraded_to_the_present_schema_and_served(string release)
    {
        await ReleaseDump.Restore(server, release, _database);
        Assert.Equal(release, await Query(Last));
        var before = await Counts();

        await Connections.Prepare(TestContext.Current.CancellationToken);

        Assert.Equal(before, (await Counts()).Where(count => before.ContainsKey(count.Key)).ToDictionary());
        var fresh = $"fresh_{Guid.CreateVersion7():n}";
        await server.Copy(fresh);
        Assert.Equal(await Schema(fresh), await Schema(_database));
        await server.Drop(fresh);
        await using var app = new TrackerApp(server, _database, isCopy: false);
        await app.InitializeAsync();
        (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
        await app.RenderImages();

        await using var db = await Connections.OpenAsOwner(TestContext.Current.CancellationToken);

        foreach (var resource in Catalog.Resources.All)
        {
            Assert.Empty(await resource.DifferingImages(db, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken));
            (await app.Get(resource.Collection)).Is(HttpStatusCode.OK);
        }

        var made = (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created);
        (await app.Get(made.Headers["Location"])).Is(HttpStatusCode.OK);
        Assert.NotEmpty((await app.Get($"meetings/{OpeningIds.Meeting(1)}/history")).Is(HttpStatusCode.OK).Body["items"]!.AsArray());
    }

    [ProcessFact]
    public async Task A_migration_gives_way_to_a_long_transaction_and_gets_its_lock_later()
    {
        await ReleaseDump.Restore(server, ReleaseDump.Names.First(), _database);
        var (connection, transaction) = await HoldLock();
        var migration = Connections.Prepare(TestContext.Current.CancellationToken);

        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.False(migration.IsCompleted);
        // Another writer waits no longer than the migration does
        await Query("SET statement_timeout = '4s'; WITH d AS (DELETE FROM citations WHERE false) SELECT 1");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await connection.DisposeAsync();

        Assert.Contains(await migration, step => step.StartsWith("Migrated: ", StringComparison.Ordinal));
    }

    [ProcessFact]
    public async Task A_migration_that_does_not_get_its_lock_says_so_in_a_sentence()
    {
        await ReleaseDump.Restore(server, ReleaseDump.Names.First(), _database);
        var (connection, _) = await HoldLock();

        var failed = await Assert.ThrowsAsync<StartupException>(() => Connections.Prepare(TestContext.Current.CancellationToken));

        Assert.StartsWith("A migration did not get its lock on a table in 8 attempts of 2 s", failed.Message, StringComparison.Ordinal);
        await connection.DisposeAsync();
        Assert.NotEmpty(await Connections.Prepare(TestContext.Current.CancellationToken));
    }

    /// <summary>Keeps a transaction open that has written to the tables which the migrations since the first release lock.</summary>
    private async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> HoldLock()
    {
        var connection = new NpgsqlConnection(server.Owner(_database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var write = new NpgsqlCommand("UPDATE citations SET note = note; UPDATE meetings SET summary = summary", connection);
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        return (connection, transaction);
    }

    /// <summary>Returns the schema without parentheses: PostgreSQL drops some that are not needed when it reads its own dump.</summary>
    private async Task<string> Schema(string database) => (await server.Dump(database, "--schema-only"))
        .Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);

    private async Task<Dictionary<string, string>> Counts()
    {
        var tables = await Query("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^__'");
        var counts = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var table in tables.Split(' '))
        {
            counts[table] = await Query($"SELECT count(*)::text FROM {table}");
        }

        return counts;
    }

    private async Task<string> Query(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Owner(_database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);

        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!.ToString()!;
    }
}
