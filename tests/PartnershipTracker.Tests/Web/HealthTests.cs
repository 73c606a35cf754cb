using System.Net;

namespace PartnershipTracker.Tests.Web;

/// <summary>How the application says that it feels, and to whom it says why.</summary>
public sealed class HealthTests(HardenedApp app) : IClassFixture<HardenedApp>
{
    private static readonly (string, string) Outside = ("X-Forwarded-For", "192.0.2.1");

    [Fact]
    public async Task Liveness_asks_nothing_of_the_database_whatever_is_sent()
    {
        using var log = new SqlLog(app);
        (await app.Get("/health/live", ("X-Api-Key", HardenedApp.Forged))).Is(HttpStatusCode.OK);
        (await app.Get("/health/live")).Is(HttpStatusCode.OK);

        Assert.Empty(log.Commands);
    }

    [Fact]
    public async Task However_many_ask_whether_it_is_ready_the_database_is_asked_by_one_at_a_time()
    {
        using var log = new SqlLog(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => app.Get("/health/ready", Outside)));

        Assert.All(answers, a => Assert.Contains(a.Status, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        Assert.InRange(log.Commands.Count(c => c.Contains("pg_is_in_recovery", StringComparison.Ordinal)), 1, 199);
    }
}
