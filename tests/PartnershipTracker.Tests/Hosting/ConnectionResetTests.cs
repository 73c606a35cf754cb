using System.Net;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The bytes that requests and exports send to the database.</summary>
public sealed class ConnectionResetTests(DatabaseAwayTests.ProxiedApp app) : IClassFixture<DatabaseAwayTests.ProxiedApp>
{
    [Fact]
    public async Task Requests_send_nothing_to_reset_a_connection_and_exports_do()
    {
        var key = ("X-Api-Key", await app.Key(["read"]));
        app.Proxy.Record();

        for (var time = 0; time < 20; time++)
        {
            (await app.Get("companies/nvidia", key)).Is(HttpStatusCode.OK);
        }

        var ofRequests = app.Proxy.Record();
        Assert.NotEqual("", ofRequests);
        Assert.False(Resets(ofRequests));

        await app.GetBytes("companies.csv");
        await app.GetBytes("companies.csv");
        Assert.True(Resets(app.Proxy.Record()));
    }

    private static bool Resets(string sent) =>
        sent.Contains("DISCARD", StringComparison.Ordinal) || sent.Contains("RESET ALL", StringComparison.Ordinal);
}
