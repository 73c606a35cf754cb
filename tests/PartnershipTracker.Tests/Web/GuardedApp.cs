using Microsoft.AspNetCore.Hosting;

namespace PartnershipTracker.Tests.Web;

/// <summary>The application with a token issuer, and a second one without a local administrator on the same database.</summary>
public sealed class GuardedApp(TestServer server) : TrackerApp(server)
{
    private readonly TestServer _server = server;

    public LocalIssuer Issuer { get; } = new();

    /// <summary>The application that requires a credential for every request.</summary>
    public TrackerApp Closed { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await Issuer.Start();
        await base.InitializeAsync();
        Closed = new ClosedApp(_server, Database, Issuer.Url);
        await Closed.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await Closed.DisposeAsync();
        await base.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        Trust(builder, Issuer.Url);
    }

    private static void Trust(IWebHostBuilder builder, string issuer) => builder
        .UseSetting("Authentication:Jwt:Issuer", issuer)
        .UseSetting("Authentication:Jwt:Audience", LocalIssuer.Audience)
        .UseSetting("Authentication:Jwt:ClockSkew", "5");

    private sealed class ClosedApp(TestServer server, string database, string issuer) : TrackerApp(server, database, isCopy: false)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            Trust(builder.UseSetting("Access:LocalAdministrator", "false"), issuer);
        }
    }
}
