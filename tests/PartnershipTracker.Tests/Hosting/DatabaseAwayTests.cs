using System.Diagnostics;
using System.Net;
using Npgsql;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>An unavailable database and the recovery without a restart.</summary>
public sealed class DatabaseAwayTests(DatabaseAwayTests.ProxiedApp app) : IClassFixture<DatabaseAwayTests.ProxiedApp>
{
    public class ProxiedApp(TestServer server) : TrackerApp(server)
    {
        public DatabaseProxy Proxy { get; private set; } = null!;

        /// <summary>The connection string without a timeout, so that the application's default applies.</summary>
        protected override string Runtime
        {
            get
            {
                var settings = new NpgsqlConnectionStringBuilder(base.Runtime) { Host = "127.0.0.1", Port = Proxy.Port };
                settings.Remove("Timeout");

                return settings.ToString();
            }
        }

        public override ValueTask InitializeAsync()
        {
            var there = new NpgsqlConnectionStringBuilder(base.Runtime);
            Proxy = new DatabaseProxy(there.Host!, there.Port);
            Proxy.Connect();

            return base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            Proxy.Dispose();
            await base.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    [Fact]
    public async Task Requests_get_503_while_the_database_is_away_and_200_once_it_is_back()
    {
        for (var round = 0; round < 2; round++)
        {
            (await app.Get("companies")).Is(HttpStatusCode.OK);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Get("meetings")));
            app.Proxy.Disconnect();

            foreach (var request in new Func<Task<ApiResponse>>[]
            {
                () => app.Get("meetings"), () => app.Get("companies/nvidia"),
                () => app.Post("companies", TestData.Company()), () => app.Get("/health/ready"),
                () => app.Patch("companies/nvidia", TestData.Company("nvidia"), ("If-Match", "*")),
                () => app.Get("companies/nvidia/history"),
            })
            {
                var clock = Stopwatch.StartNew();
                var away = (await request()).Is(HttpStatusCode.ServiceUnavailable);

                Assert.Equal(("unavailable", "application/problem+json"), (away.Body["code"]!.ToString(), away.MediaType));
                Assert.True(int.Parse(away.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0);
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"{clock.Elapsed}");
            }

            (await app.Get("/health/live")).Is(HttpStatusCode.OK);
            app.Proxy.Connect();
            var back = Stopwatch.StartNew();
            (await app.Get("meetings")).Is(HttpStatusCode.OK);
            (await app.Get("/health/ready")).Is(HttpStatusCode.OK);
            Assert.True(back.Elapsed < TimeSpan.FromSeconds(2), $"{back.Elapsed}");
        }
    }

    [Fact]
    public async Task A_stream_ends_when_the_database_is_away_and_goes_on_when_it_is_back()
    {
        using var stream = await EventReader.Open(app, "after=now");
        app.Proxy.Disconnect();
        var clock = Stopwatch.StartNew();
        await stream.ReadToEnd();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
        using (var refused = await EventReader.Ask(app, "after=now"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        app.Proxy.Connect();
        var id = (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"];
        using var again = await EventReader.Open(app, "", ("Last-Event-ID", stream.LastId));
        Assert.Equal($"created companies/{id} 1", await again.NextLine());
    }
}
