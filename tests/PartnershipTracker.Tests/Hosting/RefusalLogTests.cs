using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The log entries of requests that are refused as expected: one line at most, so that an error in the log is an alarm.</summary>
public sealed class RefusalLogTests(RefusalLogTests.LoggedApp app, TestServer server) : IClassFixture<RefusalLogTests.LoggedApp>
{
    /// <summary>The application with the log of Development, and a database that must answer within a second.</summary>
    public sealed class LoggedApp(TestServer server) : TrackerApp(server), ILoggerProvider
    {
        public ConcurrentQueue<(LogLevel Level, string Text, bool HasStack)> Entries { get; } = [];

        protected override string Runtime => new NpgsqlConnectionStringBuilder(base.Runtime) { CommandTimeout = 1 }.ToString();

        public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Limits:RequestSeconds", "4").ConfigureLogging(logging => logging.AddProvider(this));
        }

        private sealed class Recorder(LoggedApp app, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (logLevel >= LogLevel.Warning)
                {
                    app.Entries.Enqueue((logLevel, $"{category}: {formatter(state, exception)}", exception is not null));
                }
            }
        }
    }

    [Fact]
    public async Task A_duplicate_a_bad_request_and_a_stale_version_are_not_logged()
    {
        var company = TestData.Company();
        (await app.Post("companies", company.DeepClone())).Is(HttpStatusCode.Created);
        var meeting = TestData.Meeting();
        meeting["externalId"] = TestData.Key("logged");
        (await app.Post("meetings", meeting.DeepClone())).Is(HttpStatusCode.Created);

        await Logs(0, HttpStatusCode.Conflict, () => app.Post("companies", company.DeepClone()));
        await Logs(0, HttpStatusCode.Conflict, () => app.Post("meetings", meeting.DeepClone()));
        await Logs(0, HttpStatusCode.Conflict, () => app.Delete("companies/nvidia", ("If-Match", "*")));
        await Logs(0, HttpStatusCode.UnprocessableEntity, () => app.Import(Bundle(meeting), "application/json"));
        await Logs(0, HttpStatusCode.BadRequest, () => app.Post("companies", new JsonObject { ["name"] = 5 }));
        await Logs(0, HttpStatusCode.BadRequest, () => app.Get("companies?limit=0"));
        await Logs(0, HttpStatusCode.NotFound, () => app.Get("companies/no-such-company"));
        await Logs(0, HttpStatusCode.PreconditionFailed, () => app.Patch("companies/nvidia", new JsonObject(), ("If-Match", "\"999\"")));
        await Logs(0, HttpStatusCode.Unauthorized, () => app.Get("companies", ("X-Api-Key", HardenedApp.Forged)));
        await Logs(0, HttpStatusCode.RequestEntityTooLarge, () => app.SendBytes(
            HttpMethod.Post, "companies", new byte[2 << 20], ("Expect", "100-continue"))); // the connection is closed after the answer
        await Logs(0, HttpStatusCode.BadRequest, () => Chunks("companies", $"{new string('F', 20)}\r\n{{}}\r\n0\r\n\r\n"));
        await Logs(0, HttpStatusCode.BadRequest, () => Chunks("imports", "zz\r\n{}\r\n0\r\n\r\n"));
        await Logs(0, HttpStatusCode.BadRequest, () => Chunks("companies", NullInTrailer));
        await Logs(0, HttpStatusCode.NotFound, () => Chunks("no-such-address", NullInTrailer)); // which does not read the body
    }

    /// <summary>A body whose end Kestrel cannot read.</summary>
    private const string NullInTrailer = "2\r\n{}\r\n0\r\nX-Trailer: \0\r\n\r\n";

    [Fact]
    public async Task Concurrent_duplicates_are_not_logged()
    {
        var company = TestData.Company();
        app.Entries.Clear();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.Post("companies", company.DeepClone())));

        Assert.Single(answers, a => a.Status is HttpStatusCode.Created);
        Assert.Empty(app.Entries);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_one_line()
    {
        await using var held = await Lock("trips");
        await Logs(1, HttpStatusCode.ServiceUnavailable, () => app.Get("trips"));
        await Logs(1, HttpStatusCode.ServiceUnavailable, () => app.Post("trips", TestData.Trip()));
    }

    [Fact]
    public async Task A_request_that_its_client_gives_up_is_not_logged()
    {
        await using (await Lock("trips"))
        {
            app.Entries.Clear();
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => app.Client.GetAsync(new Uri($"{TrackerApp.Api}/trips", UriKind.Relative), impatient.Token));
            await Task.Delay(2000, TestContext.Current.CancellationToken);
        }

        Assert.Empty(app.Entries);
    }

    private async Task Logs(int lines, HttpStatusCode status, Func<Task<ApiResponse>> request)
    {
        app.Entries.Clear();
        (await request()).Is(status);
        await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.True(app.Entries.Count <= lines, string.Join('\n', app.Entries));
        Assert.Equal(lines, app.Entries.Count);
        Assert.All(app.Entries, entry => Assert.Equal((LogLevel.Warning, false), (entry.Level, entry.HasStack)));
    }

    private static byte[] Bundle(JsonObject meeting)
    {
        var unknown = (JsonObject)meeting.DeepClone();
        unknown["trip"] = Guid.CreateVersion7().ToString();

        return Encoding.UTF8.GetBytes(new JsonObject { ["meetings"] = new JsonArray(unknown) }.ToJsonString());
    }

    private Task<ApiResponse> Chunks(string path, string chunks) => RawHttp.Send(
        app.Client.BaseAddress!,
        Encoding.ASCII.GetBytes(
            $"POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Transfer-Encoding: chunked\r\n\r\n{chunks}"));

    private async Task<NpgsqlConnection> Lock(string table)
    {
        var holder = new NpgsqlConnection(server.Owner(app.Database));
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", holder);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        return holder;
    }
}
