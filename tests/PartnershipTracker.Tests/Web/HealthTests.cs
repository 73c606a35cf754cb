using System.Net;

namespace PartnershipTracker.Tests.Web;

/// <summary>The health checks.</summary>
public sealed class HealthTests(HardenedApp app) : IClassFixture<HardenedApp>
{
    private static readonly (string, string) Outside = ("X-Forwarded-For", "192.0.2.1");

    [Fact]
    public async Task Liveness_never_queries_the_database()
    {
        using var log = new SqlLog(app);
        (await app.Get("/health/live", ("X-Api-Key", HardenedApp.Forged))).Is(HttpStatusCode.OK);
        (await app.Get("/health/live")).Is(HttpStatusCode.OK);

        Assert.Empty(log.Commands);
    }

    [Fact]
    public async Task Concurrent_readiness_checks_share_database_queries()
    {
        using var log = new SqlLog(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => app.Get("/health/ready", Outside)));

        Assert.All(answers, a => Assert.Contains(a.Status, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
        Assert.InRange(log.Commands.Count(c => c.Contains("pg_is_in_recovery", StringComparison.Ordinal)), 1, 199);
    }
}
