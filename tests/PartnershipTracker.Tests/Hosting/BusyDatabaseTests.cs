using System.Diagnostics;
using System.Net;
using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Requests that find every database connection in use.</summary>
public sealed class BusyDatabaseTests(BusyDatabaseTests.OneConnectionApp app) : IClassFixture<BusyDatabaseTests.OneConnectionApp>
{
    public sealed class OneConnectionApp(TestServer server) : DatabaseAwayTests.ProxiedApp(server)
    {
        protected override string Runtime => new NpgsqlConnectionStringBuilder(base.Runtime) { MaxPoolSize = 1 }.ToString();
    }

    [Fact]
    public async Task Requests_get_503_within_seconds_if_every_connection_is_in_use()
    {
        app.Proxy.NextCommit = CommitOutcome.Held;
        var slow = app.Post("companies", TestData.Company());
        await app.Proxy.HoldsCommit;
        var clock = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Get("companies")));

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (a.Status, a.Problem)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}"); // long before the commit is given up
        app.Proxy.Release();
        (await slow).Is(HttpStatusCode.Created);
        (await app.Get("companies")).Is(HttpStatusCode.OK);
    }
}
