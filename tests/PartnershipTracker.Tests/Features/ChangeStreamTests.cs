using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;

namespace PartnershipTracker.Tests.Features;

/// <summary>The feed as a stream of events.</summary>
public sealed class ChangeStreamTests(ChangeStreamTests.StreamApp app) : IClassFixture<ChangeStreamTests.StreamApp>
{
    /// <summary>The application with requests that are shorter than the streams of the tests.</summary>
    public sealed class StreamApp(TestServer server) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Limits:RequestSeconds", "1");
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_sends_each_change_and_goes_on_after_the_last_event()
    {
        using var first = await EventReader.Open(app, "after=now&include=image");
        var id = await New(confidentiality: "internal", title: "냉각 기술 회의");
        var change = await Change(first);

        Assert.Equal($"created meetings/{id} 1", Changes.Line(change));
        Assert.Equal("냉각 기술 회의", $"{change["image"]!["title"]!["ko"]}");
        Assert.True(JsonNode.DeepEquals(change["image"], (await app.Get($"meetings/{id}")).Body));

        var next = await New();
        Assert.Equal($"created meetings/{next} 1", await first.NextLine());
        var (last, cursor) = (await New(), first.LastId);
        first.Dispose();

        using var second = await EventReader.Open(app, "after=now", ("Last-Event-ID", cursor)); // which counts more
        Assert.Equal($"created meetings/{last} 1", await second.NextLine());
        Assert.Equal([], (await app.Get($"changes?after={second.LastId}")).Is(HttpStatusCode.OK).Items);
    }

    [Fact]
    public async Task A_client_that_has_received_nothing_goes_on_from_the_beginning_of_its_stream()
    {
        using var first = await EventReader.Open(app, "after=now");
        first.Dispose();
        var id = await New();

        using var second = await EventReader.Open(app, "after=now", ("Last-Event-ID", first.LastId));
        Assert.Equal($"created meetings/{id} 1", await second.NextLine());
    }

    [Fact]
    public async Task A_stream_of_one_collection_shows_no_other()
    {
        using var stream = await EventReader.Open(app, "after=now&resource=areas");
        await New();
        var area = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"];

        Assert.Equal($"created areas/{area} 1", await stream.NextLine());
    }

    [Fact]
    public async Task A_hidden_change_sends_nothing()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        using var stream = await EventReader.Open(app, "after=now", low);
        await New("restricted");
        var next = stream.Next();
        await Task.Delay(1000, Cancellation);
        Assert.False(next.IsCompleted);

        var id = await New();
        Assert.Equal($"created meetings/{id} 1", Changes.Line((await next)!.Data!));
    }

    [Fact]
    public async Task A_list_of_readers_hides_a_change_from_others_with_the_same_clearance()
    {
        var name = TestData.Key("named");
        using var named = await EventReader.Open(app, "after=now", ("X-Api-Key", await app.Key(["read"], "internal", name)));
        using var other = await EventReader.Open(app, "after=now", ("X-Api-Key", await app.Key(["read"], "internal")));
        var meeting = TestData.Meeting();
        meeting["readers"] = new JsonArray($"key:{name}");
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"];
        var next = await New();

        Assert.Equal($"created meetings/{id} 1", await named.NextLine());
        Assert.Equal($"created meetings/{next} 1", await other.NextLine());
    }

    [ProcessFact]
    public async Task A_hidden_change_moves_no_heartbeat()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        using var quiet = await EventReader.Open(app, "after=now&resource=trips", low); // no other change
        var clock = Stopwatch.StartNew();
        var next = quiet.Next();

        while (!next.IsCompleted)
        {
            await New("restricted");
            await Task.Delay(300, Cancellation);
        }

        Assert.InRange(clock.Elapsed.TotalSeconds, 14, 17); // the heartbeat, although there was something to read all the time
        Assert.Null((await next)!.Data);
        Assert.Equal(quiet.LastId.Length, (await next)!.Id.Length);

        var id = await New();
        using var stream = await EventReader.Open(app, "", low, ("Last-Event-ID", quiet.LastId));
        Assert.Equal($"created meetings/{id} 1", await stream.NextLine());
    }

    [Fact]
    public async Task A_change_that_hides_its_resource_is_sent_as_gone()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        using var stream = await EventReader.Open(app, "after=now", low);
        var id = await New();
        Assert.Equal($"created meetings/{id} 1", await stream.NextLine());

        (await app.Patch($"meetings/{id}", new JsonObject { ["confidentiality"] = "restricted" }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        var change = await Change(stream);
        Assert.Equal(["resource", "id", "operation"], change.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task A_stream_ends_within_a_second_after_another_node_has_revoked_its_key()
    {
        var id = TestData.Key("leaver");
        using var stream = await EventReader.Open(app, "after=now&resource=trips", ("X-Api-Key", await app.Key(["read"], id: id)));
        await using var other = app.Again();
        (await other.Delete($"keys/{id}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);

        var clock = Stopwatch.StartNew();
        await stream.ReadToEnd();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task Each_reader_of_a_confidential_change_is_recorded()
    {
        string[] names = [TestData.Key("one"), TestData.Key("two")];
        using var first = await EventReader.Open(app, "after=now", ("X-Api-Key", await app.Key(["read"], id: names[0])));
        using var second = await EventReader.Open(app, "after=now", ("X-Api-Key", await app.Key(["read"], id: names[1])));
        var id = await New("confidential");

        Assert.Equal($"created meetings/{id} 1", await first.NextLine());
        Assert.Equal($"created meetings/{id} 1", await second.NextLine());

        foreach (var name in names)
        {
            Assert.Equal(1L, await app.Query<long>(
                $"SELECT count(*) FROM audit WHERE kind = 'read' AND actor = 'key:{name}' AND resource_id = '{id}' AND version = 1"));
        }
    }

    [Fact]
    public async Task A_bad_Last_Event_ID_is_refused_like_a_bad_cursor()
    {
        Assert.Equal("invalid_request Last-Event-ID pattern", (await Refusal("", ("Last-Event-ID", "not one")))!.Problem);
        Assert.Equal("cursor_gone", (await Refusal("", ("Last-Event-ID", "madeup")))!.Problem);
        Assert.Equal("cursor_gone", (await Refusal("after=madeup"))!.Problem);
        Assert.Equal("invalid_request after pattern", (await Refusal("after=not%20one"))!.Problem);
    }

    [Theory]
    [InlineData("text/event-stream, */*", "text/event-stream")]
    [InlineData("application/json, text/event-stream;q=0.5", "application/json; charset=utf-8")]
    [InlineData("text/event-stream;q=0, */*", "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    public async Task Accept_selects_the_stream_and_HEAD_ends_at_once(string accept, string mediaType)
    {
        using var head = new HttpRequestMessage(HttpMethod.Head, $"{TrackerApp.Api}/changes?after=now");
        head.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await app.Client.SendAsync(head, Cancellation);

        Assert.Equal((HttpStatusCode.OK, mediaType), (answer.StatusCode, $"{answer.Content.Headers.ContentType}"));
        Assert.Contains("Accept", answer.Headers.Vary);
    }

    [Fact]
    public async Task A_stream_ends_when_positions_in_the_log_lose_their_meaning()
    {
        using var stream = await EventReader.Open(app, "after=now&resource=trips");
        await app.Query<object>("UPDATE change_log SET mark = gen_random_uuid(); SELECT 1");
        await stream.ReadToEnd();

        Assert.Equal("cursor_gone", (await Refusal("", ("Last-Event-ID", stream.LastId)))!.Problem);
    }

    private Task<ApiResponse?> Refusal(string query, params (string, string)[] headers) => EventReader.Refusal(app, query, headers);

    private static async Task<JsonNode> Change(EventReader stream) => (await stream.Next())!.Data ?? await Change(stream);

    private async Task<string> New(string confidentiality = "internal", string? title = null)
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = confidentiality;

        if (title is not null)
        {
            meeting["title"] = new JsonObject { ["ko"] = title };
        }

        return $"{(await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]}";
    }
}
