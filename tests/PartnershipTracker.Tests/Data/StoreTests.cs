using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Data;

public sealed class StoreTests(TrackerApp app, TestServer server) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task The_migrations_match_the_model()
    {
        await using var scope = app.Services.CreateAsyncScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<TrackerDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_database_that_cannot_handle_Hangul_is_refused_with_the_reason()
    {
        const string database = "tracker_with_ctype_c";
        await server.Execute($"CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
        var place = server.Owner(database);

        var refused = await Assert.ThrowsAsync<StartupException>(
            () => new DatabaseConnections(place, null, null).Prepare(TestContext.Current.CancellationToken));

        Assert.Contains("Hangul", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LC_CTYPE", refused.Message, StringComparison.Ordinal);
        await server.Drop(database);
    }

    [Fact]
    public async Task An_unreachable_database_is_named_in_the_error()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => new DatabaseConnections("Host=127.0.0.1;Port=1;Timeout=1", null, null)
            .Prepare(TestContext.Current.CancellationToken));

        Assert.Contains("127.0.0.1:1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE areas SET parent_id = 'hbm-packaging' WHERE id = 'semiconductors'", "PT001")]
    [InlineData("UPDATE organizations SET resource = 'affiliates' WHERE id = 'nvidia'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("UPDATE organizations SET id = 'intel-2' WHERE id = 'intel'", PostgresErrorCodes.CheckViolation)]
    [InlineData(
        "INSERT INTO areas (id, name_ko, version, created_at, updated_at, aliases, weak_aliases) "
        + "VALUES ('nvidia', 'x', 1, now(), now(), '{}', '{}')",
        PostgresErrorCodes.UniqueViolation)]
    [InlineData(
        "INSERT INTO areas (id, name_ko, version, created_at, updated_at, aliases, weak_aliases) "
        + "VALUES ('No Key', 'x', 1, now(), now(), '{}', '{}')",
        PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE trips SET title_ko = NULL, title_en = NULL", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meetings SET date_earliest = date_latest + 1", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meetings SET kind = 'tea_party'", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meetings SET trip_id = NULL", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meeting_areas SET companies = '{sk-hynix}'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("UPDATE meeting_areas SET affiliates = '{no-such}'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("UPDATE meeting_participants SET organization_id = NULL", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meeting_participants SET side = 'theirs' WHERE side = 'ours'", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE meeting_participants SET organization_id = 'sk-hynix' WHERE organization_id = 'openai'", PostgresErrorCodes.CheckViolation)]
    [InlineData("UPDATE collaborations SET affiliate_id = 'nvidia'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("UPDATE organizations SET parent_id = 'nvidia' WHERE id = 'sk-hynix'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("DELETE FROM organizations WHERE id = 'sk-hynix'", PostgresErrorCodes.ForeignKeyViolation)]
    [InlineData("DELETE FROM people WHERE id = 'chey-tae-won'", PostgresErrorCodes.ForeignKeyViolation)]
    public async Task The_database_enforces_the_rules(string sql, string state) =>
        Assert.Equal(state, (await Assert.ThrowsAsync<PostgresException>(() => app.Query<object>(sql))).SqlState);
}
