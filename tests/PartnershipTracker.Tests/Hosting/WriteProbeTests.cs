using System.Net;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A database that answers and cannot be written.</summary>
public sealed class WriteProbeTests(TrackerApp app, TestServer server) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_read_only_database_is_not_ready_until_it_can_be_written()
    {
        (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
        await Set("SET default_transaction_read_only = on");
        Assert.Equal("read_only", await FaultOf(app));
        (await app.Get("companies")).Is(HttpStatusCode.OK);
        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.ServiceUnavailable);
        await Set("RESET default_transaction_read_only");
        (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
    }

    /// <summary>Waits out the answers that find a connection that the server has closed.</summary>
    internal static async Task<string> FaultOf(TrackerApp app)
    {
        while (true)
        {
            var ready = await app.Get("/health/ready");
            var code = ready.Is(HttpStatusCode.ServiceUnavailable).Body["errors"]![0]!["code"]!.ToString();

            if (code is not "unreachable")
            {
                return code;
            }
        }
    }

    /// <summary>Changes a setting of the database, and ends the sessions that have the former one.</summary>
    private async Task Set(string setting)
    {
        await server.Execute($"ALTER DATABASE {app.Database} {setting}");
        await server.Execute($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{app.Database}'");

        while ((await app.Get("companies")).Status is not HttpStatusCode.OK)
        {
            // the connections that were ended
        }
    }
}
