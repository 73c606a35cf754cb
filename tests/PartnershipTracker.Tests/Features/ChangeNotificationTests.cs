using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace PartnershipTracker.Tests.Features;

/// <summary>The notifications of changes among several processes, and the ends of those that wait for changes.</summary>
public sealed class ChangeNotificationTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_by_one_node_reaches_the_readers_of_another_at_once()
    {
        const int Rounds = 31;
        await using var other = app.Again();
        using var stream = await EventReader.Open(other, "after=now");
        var (streamed, polled) = (new List<double>(), new List<double>());
        await New();
        await stream.NextLine();

        for (var round = 0; round < Rounds; round++)
        {
            var cursor = $"{(await other.Get("changes?after=now")).Body["cursor"]}";
            var waiting = other.Get($"changes?after={cursor}&wait=30");
            await Task.Delay(100, Cancellation);
            var id = await New();
            var clock = Stopwatch.StartNew();
            Assert.Equal($"created meetings/{id} 1", await stream.NextLine());
            streamed.Add(clock.Elapsed.TotalMilliseconds);
            Assert.Equal([$"created meetings/{id} 1"], (await waiting).Items.Select(item => Changes.Line(item!)));
            polled.Add(clock.Elapsed.TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"stream {Median(streamed):0} ms, long poll {Median(polled):0} ms");
        Assert.InRange(Median(streamed), 0, 200);
        Assert.InRange(Median(polled), 0, 200);
    }

    [Fact]
    public async Task Many_commits_make_few_notifications_and_none_in_their_transactions()
    {
        const int Writers = 8;
        const int Meetings = 25;
        var received = new List<int>();
        await using var listener = await app.Open();
        listener.Notification += (_, note) => received.Add(note.PID);
        await Run(listener, "LISTEN changes");
        using var log = new SqlLog(app);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var n = 0; n < Meetings; n++)
            {
                await New();
            }
        }));
        await Task.Delay(200, Cancellation);
        var most = (int)(clock.ElapsedMilliseconds / 50) + 1;
        await Run(listener, "SELECT 1");

        Assert.InRange(received.Count, 1, most);
        Assert.True(most < Writers * Meetings, $"{most}"); // so many would be one for each commit
        Assert.Single(received.Distinct());
        Assert.DoesNotContain(log.Commands, sql => sql.Contains("notify", StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(log.Commands);
    }

    [Fact]
    public async Task Without_a_listener_changes_are_found_within_two_seconds()
    {
        using var stream = await EventReader.Open(app, "after=now");
        Assert.True(await app.Query<bool>(
            "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity "
            + $"WHERE application_name = 'PartnershipTracker listener' AND datname = '{app.Database}'"));
        var id = await New();
        var clock = Stopwatch.StartNew();

        Assert.Equal($"created meetings/{id} 1", await stream.NextLine());
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task A_node_has_one_connection_that_listens()
    {
        using var first = await EventReader.Open(app, "after=now");
        using var second = await EventReader.Open(app, "after=now");

        Assert.Equal(1L, await app.Query<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'PartnershipTracker listener' AND datname = '{app.Database}'"));
    }

    [Fact]
    public async Task Readiness_shows_since_when_a_transaction_holds_the_feed_back()
    {
        await using var holder = await app.Open();
        await Run(holder, "BEGIN; SELECT pg_current_xact_id()");
        using var stream = await EventReader.Open(app, "after=now");
        var id = await New();
        await Task.Delay(2500, Cancellation);

        Assert.InRange(Changes.Lag(await app.Get("/health/ready")), 2, 60);
        Assert.Empty((await app.Get($"changes?after={stream.LastId}")).Items);
        await Run(holder, "ROLLBACK");
        Assert.Equal($"created meetings/{id} 1", await stream.NextLine());
        Assert.Equal(0, Changes.Lag(await Changes.Readiness(app)));
    }

    [Fact]
    public async Task Streams_and_waiting_requests_end_when_the_server_stops()
    {
        await using var other = app.Again();
        using var stream = await EventReader.Open(other, "after=now&resource=trips");
        var waiting = other.Get("changes?after=now&wait=30");
        await Task.Delay(300, Cancellation);
        var clock = Stopwatch.StartNew();
        await other.Services.GetRequiredService<IHost>().StopAsync(Cancellation);

        await stream.ReadToEnd();
        Assert.Empty((await waiting).Is(HttpStatusCode.OK).Items);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task More_tells_nothing_of_thousands_of_hidden_changes()
    {
        await Changes.Settle(app);
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var cursor = $"{(await app.Get("changes?after=now", low)).Body["cursor"]}";
        await New();
        await app.Query<object>(
            """
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality, readers)
            SELECT now(), 'test', 'create', 'meetings', gen_random_uuid(), 1, '{}', 'restricted', '{}' FROM generate_series(1, 4500);
            SELECT 1
            """);
        await Changes.Settle(app);
        Assert.Equal(2, (await app.Get($"changes?after={cursor}", low)).Items.Count);
        var page = (await app.Get($"changes?after={cursor}&resource=meetings", low)).Is(HttpStatusCode.OK);
        Assert.Equal((1, false), (page.Items.Count, (bool)page.Body["more"]!)); // although thousands follow
        page = (await app.Get($"changes?after={cursor}&resource=meetings&limit=1", low)).Is(HttpStatusCode.OK);
        Assert.Equal((1, false), (page.Items.Count, (bool)page.Body["more"]!)); // of a full page, too
        var clock = Stopwatch.StartNew();
        var none = (await app.Get($"changes?after={cursor}&resource=trips&wait=2", low)).Is(HttpStatusCode.OK).Body;
        Assert.Equal((0, false), (none["items"]!.AsArray().Count, (bool)none["more"]!));
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 10);

        cursor = $"{(await app.Get("changes?after=now", low)).Body["cursor"]}";
        var ids = new[] { await New(), await New(), await New() };
        await Changes.Since(app, cursor, ids.Length, low);
        page = (await app.Get($"changes?after={cursor}&limit=2", low)).Is(HttpStatusCode.OK);
        Assert.Equal((2, true), (page.Items.Count, (bool)page.Body["more"]!));
        page = (await app.Get($"changes?after={page.Body["cursor"]}&limit=2", low)).Is(HttpStatusCode.OK);
        Assert.Equal(($"created meetings/{ids[2]} 1", false), (Changes.Line(page.Items[0]!), (bool)page.Body["more"]!));
    }

    [Fact]
    public async Task Streams_and_waiting_requests_show_no_trace_of_hidden_changes()
    {
        await Changes.Settle(app);
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        using var stream = await EventReader.Open(app, "after=now&include=image", low);
        var (cursor, next) = (stream.LastId, stream.Next());
        var clock = Stopwatch.StartNew();
        var waiting = app.Get($"changes?after={cursor}&wait=3", low);

        for (var n = 0; n < 10; n++)
        {
            var meeting = TestData.Meeting();
            (meeting["confidentiality"], meeting["summary"]) = ("confidential", "CANARY");
            var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"];
            (await app.Patch($"meetings/{id}", new JsonObject { ["summary"] = "CANARY 2" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
            (await app.Delete($"meetings/{id}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        }

        var none = (await waiting).Is(HttpStatusCode.OK);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(2.9), $"{clock.Elapsed}");
        Assert.Equal((0, false, cursor.Length), (none.Items.Count, (bool)none.Body["more"]!, $"{none.Body["cursor"]}".Length));
        Assert.False(next.IsCompleted);
        var seen = await New();
        Assert.Equal($"created meetings/{seen} 1", Changes.Line((await next)!.Data!));
        Assert.Equal(cursor.Length, stream.LastId.Length);
    }

    [ProcessFact]
    public async Task A_reader_that_stops_reading_is_cut_off()
    {
        var cursor = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        var id = await New();
        await app.Query<object>(
            $"""
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality, readers)
            SELECT now(), 'test', 'update', resource, resource_id, n,
                (image::jsonb || jsonb_build_object('summary', repeat('가', 300000)))::json, confidentiality, readers
            FROM changes, generate_series(2, 40) n WHERE resource_id = '{id}' AND version = 1;
            SELECT 1
            """);
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync("127.0.0.1", app.Client.BaseAddress!.Port, Cancellation);
        await slow.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {TrackerApp.Api}/changes?after={cursor}&include=image HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"),
            Cancellation);
        var clock = Stopwatch.StartNew();

        while (IsOpen(slow) && clock.Elapsed < TimeSpan.FromSeconds(40))
        {
            await Task.Delay(250, Cancellation);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 9, 30);
    }

    /// <summary>Returns true while the server's end of a connection is open.</summary>
    private static bool IsOpen(TcpClient client) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(c =>
        c.LocalEndPoint.Port == ((IPEndPoint)client.Client.RemoteEndPoint!).Port
        && c.RemoteEndPoint.Port == ((IPEndPoint)client.Client.LocalEndPoint!).Port && c.State is TcpState.Established);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<string> New() => $"{(await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]}";
}
