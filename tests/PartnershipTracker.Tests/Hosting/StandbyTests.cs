using System.Diagnostics;
using System.Net;
using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Synchronous commits without a standby.</summary>
public sealed class StandbyTests(StandbyTests.OwnServer own) : IClassFixture<StandbyTests.OwnServer>
{
    /// <summary>A PostgreSQL of its own, since its settings apply to all its databases.</summary>
    public sealed class OwnServer : IAsyncLifetime
    {
        private readonly TestServer _server = new();

        public TrackerApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await _server.InitializeAsync();
            await _server.Execute("ALTER ROLE tracker_app SET synchronous_commit = on"); // a throwaway server turns it off
            App = new(_server);
            await App.InitializeAsync();
        }

        public async Task WaitFor(string standbys)
        {
            await _server.Execute($"ALTER SYSTEM SET synchronous_standby_names = '{standbys}'");
            await _server.Execute("SELECT pg_reload_conf()");

            while (await CommitsWait() != (standbys is not ""))
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        /// <summary>Returns true if commits wait; that the checkpointer has read the setting shows only in a commit.</summary>
        private async Task<bool> CommitsWait()
        {
            var isWarned = false;
            await using var connection = new NpgsqlConnection(_server.Owner("postgres"));
            connection.Notice += (_, notice) => isWarned |= notice.Notice.SqlState == "01000";
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            const string commit = "SET synchronous_commit = on; COMMENT ON DATABASE postgres IS 'a commit'";
            await using var command = new NpgsqlCommand(commit, connection) { CommandTimeout = 1 };

            try
            {
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException)
            {
                return true;
            }

            return isWarned;
        }

        /// <summary>Waits for a commit that waits for the standby, and ends its wait.</summary>
        public async Task EndWait(string how)
        {
            while (await App.Query<long>(
                $"SELECT count({how}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = '{App.Database}'") == 0)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [ProcessTheory]
    [InlineData("pg_cancel_backend")]
    [InlineData("pg_terminate_backend")]
    public async Task A_commit_without_a_standby_has_an_unknown_outcome_and_so_has_its_replay(string how)
    {
        var app = own.App;
        var (key, company) = (("Idempotency-Key", TestData.Key()), TestData.Company());
        await own.WaitFor("nobody");

        for (var time = 0; time < 2; time++)
        {
            var answer = app.Post("companies", company, key);
            await own.EndWait(how);
            UnknownOutcomeTests.IsUnknown(await answer);
        }

        await own.WaitFor("");
        var again = await UnknownOutcomeTests.Settled(() => app.Post("companies", company, key));
        Assert.Equal("true", again.Is(HttpStatusCode.Created).Headers["Idempotent-Replayed"]);
        Assert.Equal(1, await app.Query<long>($"SELECT count(*) FROM changes WHERE resource_id = '{company["id"]}'"));
    }

    [ProcessFact]
    public async Task A_database_whose_commits_wait_is_not_ready_until_they_do_not()
    {
        await own.WaitFor("nobody");
        var clock = Stopwatch.StartNew();
        Assert.Equal("commits_wait", await WriteProbeTests.FaultOf(own.App));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
        (await own.App.Get("companies")).Is(HttpStatusCode.OK);
        await own.WaitFor("");
        (await own.App.Get("/health/ready")).Is(HttpStatusCode.OK);
    }

    [ProcessFact]
    public async Task A_commit_waits_for_a_standby_for_a_limited_time()
    {
        await own.WaitFor("nobody");
        UnknownOutcomeTests.IsUnknown(await own.App.Post("companies", TestData.Company()));
        await own.WaitFor("");
    }
}
