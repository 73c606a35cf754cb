using System.Net;

namespace PartnershipTracker.Tests.Web;

/// <summary>The details of a failed readiness check, on a database with a pending migration.</summary>
public sealed class ReadinessTests(HardenedApp app) : IClassFixture<HardenedApp>
{
    [Fact]
    public async Task Only_administrators_see_the_reason_of_a_failed_readiness_check()
    {
        var outside = ("X-Forwarded-For", "192.0.2.1");
        var (admin, reader) = (await app.Key(["admin"], id: TestData.Key("watch")), await app.Key(["read"], id: TestData.Key("reader")));
        await app.Query<string>(
            "CREATE TABLE kept AS SELECT * FROM \"__EFMigrationsHistory\";"
            + "DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id LIKE '%Rules'; SELECT ''");

        foreach (var who in new[] { outside, ("X-Api-Key", reader) })
        {
            var unready = (await app.Get("/health/ready", who)).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal(("unavailable", null), (unready.Problem, unready.Body["errors"]));
        }

        foreach (var who in new[] { ("X-Api-Key", admin), ("Accept-Language", "ko") })
        {
            var unready = (await app.Get("/health/ready", who)).Is(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("unavailable migrations pending", unready.Problem);
        }

        await app.Query<string>("INSERT INTO \"__EFMigrationsHistory\" SELECT * FROM kept ON CONFLICT DO NOTHING; SELECT ''");
        (await app.Get("/health/ready", outside)).Is(HttpStatusCode.OK);
    }
}
