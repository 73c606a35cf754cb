using System.Net;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Two primaries: one that was promoted, and the earlier one, which was not fenced.</summary>
public sealed class SplitBrainTests(StandbyPollTests.OwnServer own) : IClassFixture<StandbyPollTests.OwnServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_primary_that_comes_back_after_a_failover_gets_no_write(bool standbyIsFirst)
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await using var app = await ClusterApp.Start(own.Server, own.App, standby, standbyIsFirst);
        Assert.True(await IsAt(own.App.Query<bool>, await Write(app)));
        await standby.CatchUp();
        await standby.Separate();
        app.Primary.Disconnect();
        await standby.Promote();
        List<string> written = [await Write(app)];
        app.Primary.Connect();

        for (var time = 0; time < 5; time++)
        {
            written.AddRange([await Write(app), await Write(app), await Write(app), await Write(app)]);
            await standby.Query<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'tracker_app'");
            await Task.Delay(500, TestContext.Current.CancellationToken); // the driver forgets which server is the primary
        }

        foreach (var id in written)
        {
            Assert.Equal((false, true), (await IsAt(own.App.Query<bool>, id), await IsAt(standby.Query<bool>, id)));
        }

        await Until(async () => (await app.Get("/health/ready")).Status is HttpStatusCode.OK);
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replaced_primary_is_not_used_when_the_promoted_one_is_away(bool standbyIsFirst)
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await using var app = await ClusterApp.Start(own.Server, own.App, standby, standbyIsFirst);
        await standby.Separate();
        app.Primary.Disconnect();
        await standby.Promote();
        await Write(app);
        app.Primary.Connect();
        app.Standby.Disconnect();

        for (var time = 0; time < 10; time++)
        {
            var company = TestData.Company();
            (await app.Post("companies", company)).Is(HttpStatusCode.ServiceUnavailable);
            Assert.False(await IsAt(own.App.Query<bool>, company["id"]!.ToString()));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var ready = (await app.Get("/health/ready")).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("replaced_primary", ready.Body["errors"]![0]!["code"]!.ToString());
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_promotion_is_followed_and_stored_while_the_earlier_primary_still_answers(bool standbyIsFirst)
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await using var app = await ClusterApp.Start(own.Server, own.App, standby, standbyIsFirst);
        await standby.Separate();
        Assert.True(await IsAt(own.App.Query<bool>, await Write(app)));
        await standby.Promote();

        await Until(async () => await IsAt(standby.Query<bool>, await Write(app)));

        Assert.False(await IsAt(own.App.Query<bool>, await Write(app)));
        await Until(() => standby.Query<bool>("SELECT timeline > 1 FROM known_server"));
        Assert.True(await own.App.Query<bool>("SELECT timeline = 1 FROM known_server"));
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_starts_with_two_primaries_uses_the_promoted_one(bool standbyIsFirst)
    {
        await using var standby = await Standby.Follow(own.Server, own.App);
        await standby.Separate();
        await standby.Promote();

        await using var app = await ClusterApp.Start(own.Server, own.App, standby, standbyIsFirst);
        var id = await Write(app);

        Assert.Equal((false, true), (await IsAt(own.App.Query<bool>, id), await IsAt(standby.Query<bool>, id)));
    }

    /// <summary>Creates a company, again until it is acknowledged.</summary>
    private static async Task<string> Write(TrackerApp app)
    {
        var id = "";
        await Until(async () =>
        {
            var company = TestData.Company();
            id = company["id"]!.ToString();

            return (await app.Post("companies", company)).Status is HttpStatusCode.Created;
        });

        return id;
    }

    private static Task<bool> IsAt(Func<string, Task<bool>> query, string id) =>
        query($"SELECT EXISTS (SELECT FROM organizations WHERE id = '{id}')");

    private static async Task Until(Func<Task<bool>> isMet)
    {
        using var timeout = new CancellationTokenSource(Patience);

        while (!await isMet())
        {
            await Task.Delay(50, timeout.Token);
        }
    }
}
