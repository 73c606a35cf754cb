using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Data;

/// <summary>
/// The sessions of the pool for requests, which are not reset between requests: nothing of one may be left for the next, nor anything of
/// a start for the next node.
/// </summary>
public sealed class SessionStateTests(ClassifiedRegister app) : IClassFixture<ClassifiedRegister>
{
    private const string State =
        """
        SELECT concat_ws(', ',
            (SELECT string_agg('setting ' || name, ', ') FROM pg_settings WHERE source = 'session'),
            (SELECT string_agg('advisory lock ' || objid, ', ') FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
            (SELECT string_agg('temporary ' || relname, ', ') FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'),
            (SELECT string_agg('prepared transaction ' || gid, ', ') FROM pg_prepared_xacts),
            (SELECT string_agg('channel ' || c, ', ') FROM pg_listening_channels() c),
            (SELECT string_agg('cursor ' || name, ', ') FROM pg_cursors WHERE is_holdable),
            CASE WHEN current_user <> session_user THEN 'role' END)
        """;

    private string Requests => app.Services.GetRequiredService<DatabaseConnections>().Requests;

    [Fact]
    public async Task No_request_leaves_state_in_its_session()
    {
        var calls = new AuditedCalls(app);

        foreach (var operation in await app.Operations())
        {
            var call = calls.Knows(operation.Id)
                ? await calls.Of(operation.Id, await app.Hide())
                : AuditedCalls.Get(operation, app.Hidden[0]);
            var answer = await app.Ask(call);
            Assert.True((int)answer.Status is >= 200 and < 300, $"{operation.Id}: {answer.Text}");
        }

        foreach (var (path, key) in new[] { ("companies", TestData.Key()), ("companies", "") })
        {
            var again = ("Idempotency-Key", TestData.Key());
            await app.Post(path, TestData.Company(key), again);
            await app.Post(path, TestData.Company(key), again);
            await app.Post(path, TestData.Company(key));
        }

        Assert.All(await States(), state => Assert.Equal("", state));
    }

    [Fact]
    public async Task A_started_node_keeps_no_connection_of_the_owner_for_whose_locks_the_next_one_would_wait()
    {
        const string Sessions =
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND application_name = 'PartnershipTracker'
            """;

        Assert.Equal(0, await app.Query<long>(Sessions));
    }

    [Fact]
    public async Task State_that_a_statement_leaves_is_found()
    {
        await Do("SET work_mem = '1MB'; SELECT pg_advisory_lock(17); CREATE TEMP TABLE left_over ()");

        Assert.Contains("setting work_mem, advisory lock 17, temporary left_over", await States());

        await using var connection = new NpgsqlConnection(Requests);
        NpgsqlConnection.ClearPool(connection);
    }

    [Fact]
    public async Task Plans_of_requests_are_not_compiled() =>
        Assert.Equal("off", await Do("SHOW jit"));

    /// <summary>Returns the state of every session in the pool.</summary>
    private async Task<List<string>> States()
    {
        var size = new NpgsqlConnectionStringBuilder(Requests).MaxPoolSize;
        var connections = Enumerable.Range(0, size).Select(_ => new NpgsqlConnection(Requests)).ToList();
        var states = new List<string>();

        foreach (var connection in connections)
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand(State, connection);
            states.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        return states;
    }

    private async Task<object?> Do(string sql)
    {
        await using var connection = new NpgsqlConnection(Requests);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
