using System.Diagnostics;
using System.Net;
using Npgsql;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The shutdown: the application reports that it is not ready, answers the requests in progress, and ends.</summary>
public sealed class DrainTests(HardenedApp app, TestServer server) : IClassFixture<HardenedApp>, IDisposable
{
    private const string Waiting =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private readonly HttpClient _http = new();

    [ProcessFact]
    public async Task A_draining_application_is_not_ready_but_still_serves()
    {
        using var run = await Start(drainSeconds: 8);
        Assert.Equal(HttpStatusCode.OK, await Ready(run));
        var clock = Stopwatch.StartNew();
        run.Terminate();

        while (await Ready(run) is HttpStatusCode.OK)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), "still ready");
        }

        using var served = await _http.GetAsync(new Uri(await run.Ready, "/problems/not_found"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, true), (served.StatusCode, served.Headers.ConnectionClose));
        Assert.Equal(0, await run.Exit());
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(7.5), $"{clock.Elapsed}");
    }

    [ProcessFact]
    public async Task A_request_in_progress_is_answered_before_the_shutdown()
    {
        using var run = await Start(drainSeconds: 0);
        var key = await app.Key(["read"], id: TestData.Key("inflight"));
        var trips = new Uri(await run.Ready, "/api/v1/trips");
        Task<HttpResponseMessage> asked;

        await using (var holder = new NpgsqlConnection(server.Owner(app.Database)))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE trips IN ACCESS EXCLUSIVE MODE", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Get, trips) { Headers = { { "X-Api-Key", key } } };
            asked = _http.SendAsync(request, TestContext.Current.CancellationToken);

            while (await app.Query<long>(Waiting) == 0)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            run.Terminate();
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            Assert.False(run.Process.HasExited);
        }

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await run.Exit());
    }

    [ProcessFact]
    public async Task An_open_stream_ends_at_the_signal_and_does_not_hold_up_the_shutdown()
    {
        using var run = await Start(drainSeconds: 1);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(await run.Ready, "/api/v1/changes?after=now"))
        {
            Headers = { { "X-Api-Key", await app.Key(["read"], id: TestData.Key("stream")) }, { "Accept", "text/event-stream" } },
        };
        using var stream = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        var clock = Stopwatch.StartNew();
        run.Terminate();

        await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
        Assert.Equal(0, await run.Exit());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 8);
    }

    [ProcessFact]
    public async Task A_second_signal_skips_the_drain_period()
    {
        using var run = await Start(drainSeconds: 300);
        await run.Ready;
        run.Terminate();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        run.Terminate();

        Assert.Equal(0, await run.Exit());
    }

    public void Dispose() => _http.Dispose();

    private async Task<TrackerProcess> Start(int drainSeconds)
    {
        await app.Key(["read"]); // required for the start

        return TrackerProcess.Start(
            ("ASPNETCORE_ENVIRONMENT", "Staging"),
            ("Proxy__Trusted", "127.0.0.1"),
            ("Shutdown__DrainSeconds", $"{drainSeconds}"),
            ("ConnectionStrings__Owner", server.Owner(app.Database)),
            ("ConnectionStrings__Tracker", server.Runtime(app.Database)));
    }

    private async Task<HttpStatusCode> Ready(TrackerProcess run)
    {
        using var answer = await _http.GetAsync(new Uri(await run.Ready, "/health/ready"), TestContext.Current.CancellationToken);

        return answer.StatusCode;
    }
}
