using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Tests.Web;

/// <summary>Connections that send nothing, and the number of connections per client address.</summary>
public sealed class ConnectionLimitTests(ConnectionLimitTests.LimitedApp app) : IClassFixture<ConnectionLimitTests.LimitedApp>
{
    private const int PerAddress = 20;
    private const int FirstRequestSeconds = 5;
    private const string Proxy = "127.0.0.9";

    /// <summary>The application with low limits and a trusted proxy.</summary>
    public sealed class LimitedApp(TestServer server) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Limits:ConnectionsPerAddress", $"{PerAddress}")
                .UseSetting("Limits:FirstRequestSeconds", $"{FirstRequestSeconds}")
                .UseSetting("Proxy:Trusted", Proxy);
        }
    }

    [Theory]
    [InlineData("127.0.0.2")]
    [InlineData(Proxy)]
    public async Task A_thousand_silent_connections_keep_no_request_out_and_are_closed(string client)
    {
        var clock = Stopwatch.StartNew();
        var opened = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => OpenSilent(client, app.Client.BaseAddress!)));
        var silent = opened.OfType<TcpClient>().ToArray();

        foreach (var path in new[] { "/health/live", "/api/v1/companies" })
        {
            var asked = Stopwatch.StartNew();
            using var own = await Open(client, app.Client.BaseAddress!);
            Assert.StartsWith("HTTP/1.1 200", await Ask(own, path), StringComparison.Ordinal);
            Assert.InRange(asked.Elapsed.TotalSeconds, 0, 2);
        }

        await Task.WhenAll(silent.Select(Closed)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed.TotalSeconds, FirstRequestSeconds - 1, FirstRequestSeconds + 10);
        Array.ForEach(silent, connection => connection.Dispose());
    }

    [Fact]
    public async Task A_connection_that_has_sent_a_request_is_kept()
    {
        using var connection = await Open("127.0.0.3", app.Client.BaseAddress!);
        Assert.StartsWith("HTTP/1.1 200", await Ask(connection, "/health/live"), StringComparison.Ordinal);

        await Task.Delay(TimeSpan.FromSeconds(FirstRequestSeconds + 1), TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 200", await Ask(connection, "/health/live"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_can_hold_a_limited_number_of_connections_unless_it_is_a_trusted_proxy()
    {
        var held = new List<TcpClient>();

        foreach (var client in new[] { "127.0.0.4", Proxy })
        {
            for (var i = 0; i < PerAddress; i++)
            {
                held.Add(await Open(client, app.Client.BaseAddress!));
                Assert.StartsWith("HTTP/1.1 200", await Ask(held[^1], "/health/live"), StringComparison.Ordinal);
            }
        }

        using var excess = await Open("127.0.0.4", app.Client.BaseAddress!);
        using var other = await Open("127.0.0.5", app.Client.BaseAddress!);
        using var proxied = await Open(Proxy, app.Client.BaseAddress!);
        Assert.Equal("", await Ask(excess, "/health/live"));
        Assert.StartsWith("HTTP/1.1 200", await Ask(other, "/health/live"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await Ask(proxied, "/health/live"), StringComparison.Ordinal);

        held[0].Dispose();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        using var freed = await Open("127.0.0.4", app.Client.BaseAddress!);
        Assert.StartsWith("HTTP/1.1 200", await Ask(freed, "/health/live"), StringComparison.Ordinal);
        held.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task A_TLS_client_is_disconnected_in_the_middle_of_the_handshake_and_after_it_if_it_sends_no_request()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var builder = WebApplication.CreateBuilder(["--urls=https://127.0.0.1:0", "--Limits:FirstRequestSeconds=2"]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddSettings<ProxySettings>();
        builder.AddLimits();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        await using var server = builder.Build();
        await server.StartAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();

        using var begun = await Open("127.0.0.1", new Uri(server.Urls.First()));
        await begun.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01 }, TestContext.Current.CancellationToken);
        using var silent = await Open("127.0.0.1", new Uri(server.Urls.First()));
#pragma warning disable CA5359 // the certificate is the test's own
        await using var tls = new SslStream(silent.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");

        await Task.WhenAll(Closed(begun), Closed(tls)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1, 8);
    }

    /// <summary>Opens a connection; null if it has given its place to a later one before it was open for the client.</summary>
    private static async Task<TcpClient?> OpenSilent(string client, Uri server)
    {
        try
        {
            return await Open(client, server);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            return null;
        }
    }

    /// <summary>Connects from an address of the loopback network.</summary>
    private static async Task<TcpClient> Open(string client, Uri server)
    {
        var connection = new TcpClient(new IPEndPoint(IPAddress.Parse(client), 0));
        await connection.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);

        return connection;
    }

    /// <summary>Returns the beginning of the answer; empty if the connection is closed.</summary>
    private static async Task<string> Ask(TcpClient connection, string path)
    {
        var received = new byte[4096];

        try
        {
            await connection.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
            var length = await connection.GetStream().ReadAsync(received, TestContext.Current.CancellationToken);

            return Encoding.ASCII.GetString(received, 0, length);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static Task Closed(TcpClient connection) => Closed(connection.GetStream());

    private static async Task Closed(Stream connection)
    {
        try
        {
            Assert.Equal(0, await connection.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }
        catch (IOException)
        {
            // reset
        }
    }
}
