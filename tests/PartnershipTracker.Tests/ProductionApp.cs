using Microsoft.AspNetCore.Hosting;
using PartnershipTracker.Tests.Hosting;

namespace PartnershipTracker.Tests;

/// <summary>The application as everybody but developers has it: in Production, where nobody is known without a credential.</summary>
public sealed class ProductionApp(TestServer server) : TrackerApp(server)
{
    private readonly TestServer _server = server;

    /// <summary>A key that may do and see everything, made from the command line as the first key of a register is.</summary>
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
