using Microsoft.AspNetCore.Hosting;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Tests.Web;

/// <summary>The application behind a trusted proxy, with low limits and an allowed origin.</summary>
public sealed class HardenedApp(TestServer server) : TrackerApp(server)
{
    public const int PerMinute = 30;
    public const int AnonymousPerMinute = 20;
    public const string Origin = "https://dashboard.example";

    /// <summary>A well-formed key that does not exist.</summary>
    public static string Forged => Secret.Create();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder
            .UseSetting("AllowedHosts", "localhost;127.0.0.1;tracker.example")
            .UseSetting("RateLimit:PerMinute", $"{PerMinute}")
            .UseSetting("RateLimit:AnonymousPerMinute", $"{AnonymousPerMinute}")
            .UseSetting("Limits:RequestSeconds", "5")
            .UseSetting("Cors:Origins", Origin)
            .UseSetting("Proxy:Trusted", "127.0.0.0/8, ::1");
    }
}
