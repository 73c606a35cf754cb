using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Logs, traces and metrics, and the data that they must not contain.</summary>
public sealed class TelemetryTests(HardenedApp app, TestServer server) : IClassFixture<HardenedApp>
{
    private const string Asked = "whatsomebodylookedfor";

    [ProcessFact]
    public async Task Logs_traces_and_metrics_contain_no_secrets_queries_or_SQL_values()
    {
        using var collector = new Collector();
        var secrets = new[] { await app.Key(["read"], id: TestData.Key("traced")), HardenedApp.Forged };
        using var run = Start(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("Logging__LogLevel__Default", "Information"));

        foreach (var secret in secrets)
        {
            await Ask(run, secret);
        }

        await collector.Has("/v1/traces", "SELECT"); // Npgsql's own spans
        await collector.Has("/v1/traces", "/api/v1/companies");
        await collector.Has("/v1/metrics", "http.server.request.duration");
        Assert.Contains("OpenTelemetry.Exporter", await LoadedFiles(run), StringComparison.Ordinal);
        run.Terminate(); // completes the last line
        await run.Exit();
        var lines = run.Said.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!).ToList();
        var sent = string.Join('\n', collector.Bodies.Select(b => b.Text));

        Assert.NotEmpty(lines);
        Assert.All(lines, l => Assert.EndsWith("Z", l["Timestamp"]!.ToString(), StringComparison.Ordinal));
        Assert.Contains("TraceId", run.Said, StringComparison.Ordinal);
        Assert.Contains("PartnershipTracker", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", run.Said, StringComparison.Ordinal);

        foreach (var secret in secrets.Append(Asked).Append(Password(server.Owner(app.Database))))
        {
            Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, run.Said, StringComparison.Ordinal);
        }
    }

    [ProcessFact]
    public async Task No_exporter_is_loaded_without_an_endpoint()
    {
        await app.Key(["read"]); // without one, and without an issuer, it does not start
        using var run = Start(("OTEL_EXPORTER_OTLP_ENDPOINT", null), ("Logging__LogLevel__Default", "Information"));
        await Ask(run, HardenedApp.Forged);

        Assert.DoesNotContain("OpenTelemetry.Exporter", await LoadedFiles(run), StringComparison.Ordinal);
    }

    private TrackerProcess Start(params (string Name, string? Value)[] settings) => TrackerProcess.Start(
    [
        ("ASPNETCORE_ENVIRONMENT", "Staging"),
        ("Proxy__Trusted", "127.0.0.1"),
        ("Shutdown__DrainSeconds", "0"),
        ("Logging__LogLevel__Microsoft.AspNetCore", "Information"),
        ("Logging__LogLevel__Microsoft.EntityFrameworkCore", "Information"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ("ConnectionStrings__Owner", server.Owner(app.Database)),
        ("ConnectionStrings__Tracker", server.Runtime(app.Database)),
        .. settings,
    ]);

    private static async Task Ask(TrackerProcess run, string secret)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", secret);
        var address = new Uri(await run.Ready, $"/api/v1/companies?q={Asked}");
        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
    }

    private static Task<string> LoadedFiles(TrackerProcess run) =>
        File.ReadAllTextAsync($"/proc/{run.Process.Id}/maps", TestContext.Current.CancellationToken);

    private static string Password(string place) => new NpgsqlConnectionStringBuilder(place).Password!;

    /// <summary>A server that records the OTLP requests that it receives over HTTP.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }

            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = Listen();
        }

        public string Address { get; }

        public ConcurrentQueue<(string Path, string Text)> Bodies { get; } = [];

        public async Task Has(string path, string text)
        {
            for (var i = 0; i < 300 && !Bodies.Any(b => b.Path == path && b.Text.Contains(text, StringComparison.Ordinal)); i++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.Contains(Bodies, b => b.Path == path && b.Text.Contains(text, StringComparison.Ordinal));
        }

        public void Dispose() => _listener.Close();

        private async Task Listen()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                    Bodies.Enqueue((context.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // closed
            }
        }
    }
}
