using System.Net;
using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Polls of a standby, and of a primary and its standby in turn.</summary>
public sealed class StandbyPollTests(StandbyPollTests.OwnServer own) : IClassFixture<StandbyPollTests.OwnServer>
{
    private static readonly string[] Reads = ["companies?sort=-updatedAt", "stats/summary"];

    /// <summary>A PostgreSQL of its own: a standby copies all databases, and other tests' transactions would delay it.</summary>
    public sealed class OwnServer : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public TrackerApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            App = new(Server);
            await App.InitializeAsync();
            await App.Get("companies"); // makes the key that encrypts ETags, which a standby cannot store
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    /// <summary>A caller that keeps the last answer and its ETag.</summary>
    private sealed class Poller(string read)
    {
        private string _tag = "\"none\"";

        public string Text { get; private set; } = "";

        public async Task<HttpStatusCode> Poll(TrackerApp app)
        {
            var answer = await app.Get(read, ("If-None-Match", _tag));
            _tag = answer.ETag;
            Assert.Contains('.', _tag);
            Text = answer.Status is HttpStatusCode.NotModified ? Text : answer.Is(HttpStatusCode.OK).Text;

            return answer.Status;
        }

        public async Task AssertHas(TrackerApp app) => Assert.Equal((await app.Get(read)).Text, Text);
    }

    private async Task<string> Write(TrackerApp? app = null) =>
        (await (app ?? own.App).Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    [ProcessFact]
    public async Task A_transaction_that_was_open_on_the_primary_is_unseen_by_the_tag_of_a_standby()
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await using var late = await own.App.Open();
        await using var transaction = await late.BeginTransactionAsync(TestContext.Current.CancellationToken);
        const string change =
            """
            INSERT INTO organizations (id, resource, name_en, aliases, weak_aliases, version, created_at, updated_at)
            VALUES ('late', 'companies', 'Late', '{}', '{}', 1, now(), now() + interval '1 day');
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'test', 'create', 'companies', 'late', 1, '{}', 'public')
            """;
        await using var command = new NpgsqlCommand(change, late);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Write(); // begins later, commits earlier
        await standby.CatchUp();
        var pollers = Reads.Select(read => new Poller(read)).ToList();

        foreach (var poller in pollers)
        {
            Assert.Equal(HttpStatusCode.OK, await poller.Poll(standby.App));
            Assert.Equal(HttpStatusCode.NotModified, await poller.Poll(standby.App));
        }

        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await standby.CatchUp();

        foreach (var poller in pollers)
        {
            Assert.Equal(HttpStatusCode.OK, await poller.Poll(standby.App));
            await poller.AssertHas(own.App);
        }
    }

    [ProcessFact]
    public async Task A_poll_of_a_standby_without_changes_takes_one_small_query()
    {
        await Write();
        await using var standby = await Standby.Follow(own.Server, own.App);

        foreach (var poller in Reads.Select(read => new Poller(read)))
        {
            Assert.Equal(HttpStatusCode.OK, await poller.Poll(standby.App));
            await standby.CatchUp(); // a transaction without a change
            using var log = new SqlLog(standby.App);

            Assert.Equal(HttpStatusCode.NotModified, await poller.Poll(standby.App));

            Assert.Single(log.Commands, sql => sql.Contains("pg_visible_in_snapshot", StringComparison.Ordinal));
            Assert.DoesNotContain(log.Commands, sql => sql.Contains("FROM organizations", StringComparison.Ordinal));
        }
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tag_of_one_server_hides_no_change_at_the_other_while_the_standby_lags(bool startsAtStandby)
    {
        await using var standby = await Standby.Follow(own.Server, own.App);

        foreach (var poller in Reads.Select(read => new Poller(read)))
        {
            await standby.CatchUp();
            await poller.Poll(startsAtStandby ? standby.App : own.App);
            await standby.Pause();
            await Write();

            Assert.Equal(HttpStatusCode.NotModified, await poller.Poll(standby.App)); // which has nothing newer
            Assert.Equal(HttpStatusCode.OK, await poller.Poll(own.App));
            await poller.AssertHas(own.App);
            await poller.Poll(standby.App);
            await standby.Resume();
            await standby.CatchUp();

            await poller.Poll(standby.App);
            await poller.AssertHas(own.App);
            await Write();
            Assert.Equal(HttpStatusCode.OK, await poller.Poll(own.App));
            await poller.AssertHas(own.App);
        }
    }

    /// <summary>The promoted standby gives the numbers of the lost transactions to others.</summary>
    [ProcessFact]
    public async Task A_tag_that_has_seen_lost_transactions_hides_no_change_after_a_failover()
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await standby.Separate();
        string[] lost = [await Write(), await Write(), await Write(), await Write()];
        var poller = new Poller(Reads[0]);
        await poller.Poll(own.App);
        Assert.Contains(lost[0], poller.Text, StringComparison.Ordinal);
        await standby.Promote();

        var kept = await Write(standby.App);

        Assert.Equal(HttpStatusCode.OK, await poller.Poll(standby.App));
        Assert.Contains(kept, poller.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(lost[0], poller.Text, StringComparison.Ordinal);
    }
}
