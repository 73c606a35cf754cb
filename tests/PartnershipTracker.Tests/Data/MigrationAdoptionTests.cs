using System.Net;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Data;

/// <summary>Databases that the migrations before the first release made, and <c>migrate</c> continues with Initial and Rules.</summary>
public sealed class MigrationAdoptionTests(TestServer server) : IAsyncLifetime
{
    private const string History = "SELECT string_agg(migration_id, ' ' ORDER BY migration_id) FROM \"__EFMigrationsHistory\"";
    private const string Schemas = "SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'";

    private const string Rows =
        """
        INSERT INTO organizations (id, resource, name_ko, name_en, aliases, weak_aliases, version, created_at, updated_at)
            SELECT id, CASE WHEN id LIKE 'sk-%' THEN 'affiliates' ELSE 'companies' END, NULL, id, '{an alias}', '{}', 1, now(), now()
            FROM unnest('{sk-group,sk-hynix,openai,microsoft,amazon,intel,nvidia,tsmc}'::text[]) id;
        INSERT INTO areas (id, name_ko, aliases, weak_aliases, version, created_at, updated_at)
            SELECT id, '영역', '{}', '{}', 1, now(), now() FROM unnest('{hbm,hbm-packaging,ai-services,data-centers}'::text[]) id;
        INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'nobody', 'create', 'areas', 'hbm', 1, '{}', 'public');
        """;

    private readonly string _database = $"old_{Guid.CreateVersion7():n}";

    private DatabaseConnections Connections => new(server.Runtime(_database), server.Owner(_database), null);

    public async ValueTask InitializeAsync()
    {
        using var schema = new StreamReader(typeof(MigrationAdoptionTests).Assembly.GetManifestResourceStream("OldSchema.sql")!);
        await server.Execute($"CREATE DATABASE {_database}");
        await Query(await schema.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync() => await server.Drop(_database);

    /// <summary>The other steps are the migrations after <c>Rules</c>.</summary>
    private static bool IsAdoption(string step) => !step.StartsWith("Migrated: ", StringComparison.Ordinal);

    [Fact]
    public async Task A_database_with_the_old_history_and_schema_is_adopted_with_unchanged_rows()
    {
        await Query(Rows + LoadGenerator.Meetings(50));
        var tables = await Tables();
        var before = await Contents(tables);

        var steps = (await Task.WhenAll(Prepare(), Prepare())).SelectMany(step => step); // the second waits, and finds it done

        Assert.Equal("The schema is that of Initial and Rules: they replaced the migration history.", Assert.Single(steps, IsAdoption));
        Assert.StartsWith("20261128000000_Initial 20261128000001_Rules", await Query(History), StringComparison.Ordinal);
        Assert.Equal("public", await Query(Schemas));
        Assert.Equal(before, await Contents(tables));
        Assert.Empty(await Prepare());
    }

    [Fact]
    public async Task An_adopted_database_can_be_served_and_its_runtime_role_gains_no_privileges()
    {
        await Prepare();
        Assert.Empty((await DatabaseChecks.Of(Connections, TestContext.Current.CancellationToken)).Faults);
        await using var app = new TrackerApp(server, _database, isCopy: false);
        await app.InitializeAsync();

        (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
        var made = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created);
        (await app.Get(made.Headers["Location"])).Is(HttpStatusCode.OK);

        foreach (var sql in new[] { "DELETE FROM audit", "UPDATE changes SET actor = ''", "DELETE FROM search_names", "CREATE TABLE x ()" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => app.QueryAsRuntime(sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Theory]
    [InlineData("ALTER TABLE changes DISABLE TRIGGER keep_rows", "trigger changes.keep_rows is different")]
    [InlineData("ALTER FUNCTION keep_log() STABLE", "function keep_log() is different")]
    [InlineData("ALTER TABLE meetings DROP CONSTRAINT ck_meetings_kind", "constraint meetings.ck_meetings_kind is missing")]
    [InlineData("ALTER TABLE trips ALTER support SET DEFAULT 'stated'", "column trips.support is different")]
    [InlineData("CREATE TABLE extra (id int)", "relation extra is not expected")]
    [InlineData("DROP INDEX ix_trips_date", "relation ix_trips_date is missing")]
    [InlineData("DROP STATISTICS st_meeting_organizations_kind", "statistics st_meeting_organizations_kind is missing")]
    public async Task A_schema_that_differs_is_refused_with_the_first_difference(string change, string difference)
    {
        await Query(change);

        await Refuses(
            $"The database's schema is not that of the migrations Initial and Rules, so it cannot be continued: {difference}.");
    }

    [Theory]
    [InlineData("20261124180639_Evidence")]
    [InlineData("20261123190321_Rules")]
    public async Task A_history_that_ends_before_the_last_old_migration_is_refused(string last)
    {
        await Query($"DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id > '{last}'");

        await Refuses(
            $"The database's migration history ends at {last}, and only one that ends at 20261124185852_Operations can be continued.");
    }

    private async Task Refuses(string sentence)
    {
        var before = await Query(History);

        var refused = await Assert.ThrowsAsync<StartupException>(Prepare);

        Assert.Equal(sentence, refused.Message);
        Assert.Equal(before, await Query(History));
        Assert.Equal("public", await Query(Schemas));
    }

    private Task<IReadOnlyList<string>> Prepare() => Connections.Prepare(TestContext.Current.CancellationToken);

    /// <summary>Returns a digest of all rows with the transactions that wrote them.</summary>
    /// <summary>
    /// Returns a digest of all rows and of the transactions that wrote them, without the columns that later migrations add.
    /// </summary>
    private async Task<string?> Contents(IEnumerable<string> tables)
    {
        var contents = tables.Order(StringComparer.Ordinal).Select(
            table => $"(SELECT '{table} ' || count(*) || md5(string_agg(xmin || fact, '' ORDER BY fact)) "
                + "FROM (SELECT xmin, (to_jsonb(t) - '{image,image_shape,image_version,modalities,alias_ends,import_id,mark,is_dry_run,"
                + $"organization_keys,area_keys,has_unnamed,undone_at,undone_by}}'::text[])::text AS fact FROM {table} t) t)");

        return await Query($"SELECT concat_ws(' ', {string.Join(", ", contents)})");
    }

    /// <summary>Returns the tables with facts; names for searches are derived, and a migration computes a column of them.</summary>
    private async Task<string[]> Tables() => (await Query(
        "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^(__|search_names$)'"))!.Split(' ');

    private async Task<string?> Query(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Owner(_database));
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);

        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString();
    }
}
