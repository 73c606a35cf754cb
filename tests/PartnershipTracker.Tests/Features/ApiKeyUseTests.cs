using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Features;

/// <summary>The record of the last use of a key, which no request waits for.</summary>
public sealed class ApiKeyUseTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_locked_secret_row_does_not_delay_requests()
    {
        var key = ("X-Api-Key", await app.Key(["read"]));

        await using (var other = new NpgsqlConnection(app.Services.GetRequiredService<DatabaseConnections>().Owner))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("BEGIN; SELECT FROM api_key_secrets FOR UPDATE", other);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            (await app.Get("companies/nvidia", key)).Is(HttpStatusCode.OK);
            Assert.Equal(0, await Used());
            await using var release = new NpgsqlCommand("ROLLBACK", other);
            await release.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await app.Get("companies/nvidia", key)).Is(HttpStatusCode.OK);
        Assert.Equal(1, await Used());
    }

    private Task<long> Used() =>
        app.Query<long>("SELECT count(*) FROM api_key_secrets WHERE last_used_at > now() - interval '10 seconds'");
}
