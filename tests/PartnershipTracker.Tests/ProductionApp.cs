using Microsoft.AspNetCore.Hosting;
using PartnershipTracker.Tests.Hosting;

namespace PartnershipTracker.Tests;

/// <summary>The application in Production, where every request needs a credential.</summary>
public sealed class ProductionApp(TestServer server) : TrackerApp(server)
{
    private readonly TestServer _server = server;

    /// <summary>A key with all scopes and the highest clearance, created by the command line.</summary>
    public string Secret { get; private set; } = "";

    protected override string Environment => "Production";

    protected override async Task SeedDatabase()
    {
        var (exit, said, output) = await TrackerProcess.Run(
            "keys create --id first --scopes read,write,sources:text,export,declassify,audit,admin --clearance restricted",
            ("ConnectionStrings__Tracker", _server.Runtime(Database)));
        Assert.True(exit == 0, said);
        Secret = Assert.Single(output);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Proxy:Trusted:0", "127.0.0.1");
    }
}
