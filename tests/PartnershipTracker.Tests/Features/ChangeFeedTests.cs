using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace PartnershipTracker.Tests.Features;

/// <summary>The feed of changes: none is missed, and none is seen by a caller who may not.</summary>
public sealed class ChangeFeedTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<ApiResponse> Read(string query, params (string, string)[] headers) =>
        (await app.Get($"changes?{query}", headers)).Is(HttpStatusCode.OK);

    private async Task<string> Now(params (string, string)[] headers)
    {
        await Changes.Settle(app);

        return $"{(await Read("after=now", headers)).Body["cursor"]}";
    }

    private Task<string[]> Since(string cursor, int count, params (string, string)[] headers) => Changes.Since(app, cursor, count, headers);

    private async Task<string> New(string confidentiality = "internal")
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = confidentiality;

        return $"{(await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]}";
    }

    private async Task Label(string id, string confidentiality) => (await app.Patch(
        $"meetings/{id}", new JsonObject { ["confidentiality"] = confidentiality }, ("If-Match", "*"), ("Change-Reason", "test"))).Is(HttpStatusCode.OK);

    [Fact]
    public async Task The_last_images_of_the_whole_feed_are_the_resources()
    {
        await Changes.Settle(app);
        var (copy, cursor, pages) = (new Dictionary<string, JsonNode>(StringComparer.Ordinal), "", 0);

        for (var isMore = true; isMore; pages++)
        {
            var page = await Read($"include=image&limit=40{(cursor.Length == 0 ? "" : $"&after={cursor}")}");
            (cursor, isMore) = ($"{page.Body["cursor"]}", (bool)page.Body["more"]!);

            foreach (var item in page.Items)
            {
                var address = $"{item!["resource"]}/{item["id"]}";
                copy.Remove(address);

                if (item["image"] is { } image)
                {
                    copy[address] = image;
                }
            }
        }

        Assert.True(pages > 1);
        Assert.True(copy.Count > 40);

        foreach (var (address, image) in copy)
        {
            Assert.True(JsonNode.DeepEquals(image, (await app.Get(address)).Is(HttpStatusCode.OK).Body), address);
        }

        Assert.DoesNotContain((await Read($"after={cursor}")).Items, item => copy.ContainsKey($"{item!["resource"]}/{item["id"]}"));
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_missed()
    {
        var cursor = await Now();
        await using var late = await app.Open();
        await using var transaction = await late.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var write = new NpgsqlCommand(
            """
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality, readers)
            SELECT now(), 'test', 'update', resource, resource_id, version + 1, image, confidentiality, readers
            FROM changes WHERE resource = 'companies' AND resource_id = 'intel' ORDER BY version DESC LIMIT 1
            """,
            late,
            transaction);
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var id = await New();

        Assert.Empty((await Read($"after={cursor}")).Items); // the meeting waits for the transaction that began before
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["updated companies/intel 2", $"created meetings/{id} 1"], await Since(cursor, 2));
    }

    [Fact]
    public async Task What_a_caller_may_not_see_any_more_is_gone_and_comes_back()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var (cursor, high) = (await Now(low), $"{(await Read("after=now")).Body["cursor"]}");
        var (id, secret) = (await New(), await New("restricted"));
        await Label(id, "restricted");
        await Label(id, "internal");
        (await app.Delete($"meetings/{id}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        await Label(secret, "confidential");

        Assert.Equal(
            [
                $"created meetings/{id} 1", $"created meetings/{secret} 1", $"updated meetings/{id} 2", $"updated meetings/{id} 3",
                $"gone meetings/{id}", $"updated meetings/{secret} 2",
            ],
            await Since(high, 6));
        Assert.Equal(
            [$"created meetings/{id} 1", $"gone meetings/{id}", $"created meetings/{id} 3", $"gone meetings/{id}"], await Since(cursor, 4, low));
    }

    [Fact]
    public async Task A_version_is_not_shown_while_its_resource_is_hidden()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var cursor = await Now(low);
        var id = await New();
        await Label(id, "restricted");

        await Since(cursor, 1, low);
        var page = await Read($"after={cursor}&include=image", low);

        Assert.Equal([$"gone meetings/{id}"], page.Items.Select(item => Changes.Line(item!)));
        Assert.Equal(["resource", "id", "operation"], page.Items[0]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task The_reading_of_confidential_changes_is_recorded()
    {
        var high = ("X-Api-Key", await app.Key(["read"], id: TestData.Key("reader")));
        var cursor = await Now(high);
        var id = await New("confidential");

        await Since(cursor, 1, high);

        Assert.Equal(1L, await app.Query<long>(
            $"SELECT count(*) FROM audit WHERE kind = 'read' AND actor LIKE 'key:reader%' AND resource = 'meetings' AND resource_id = '{id}'"));
    }

    [Fact]
    public async Task A_cursor_that_cannot_go_on_is_refused()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "public"));
        await New();
        var cursor = await Now();

        Assert.Equal("cursor_gone", (await app.Get($"changes?after={cursor}", low)).Is(HttpStatusCode.Gone).Problem);
        Assert.Equal("cursor_gone", (await app.Get("changes?after=madeup")).Is(HttpStatusCode.Gone).Problem);
        Assert.Equal("invalid_request after pattern", (await app.Get("changes?after=not%20one")).Is(HttpStatusCode.BadRequest).Problem);

        await using var owner = await app.Open();
        await using var restore = new NpgsqlCommand(
            """
            ALTER TABLE changes DISABLE TRIGGER keep_rows;
            UPDATE changes SET mark = gen_random_uuid() WHERE sequence = (SELECT max(sequence) FROM changes);
            ALTER TABLE changes ENABLE TRIGGER keep_rows;
            """,
            owner);
        await restore.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal("cursor_gone", (await app.Get($"changes?after={cursor}")).Is(HttpStatusCode.Gone).Problem);
    }

    [Fact]
    public async Task A_waiting_request_answers_when_something_changes_and_not_for_what_is_hidden()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var cursor = await Now(low);
        var waiting = Read($"after={cursor}&wait=30", low);
        await New("restricted");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        var id = await New();
        var page = await waiting;

        Assert.Equal([$"created meetings/{id} 1"], page.Items.Select(item => Changes.Line(item!)));
        Assert.Empty((await Read($"after={page.Body["cursor"]}&wait=1", low)).Items);
    }

    [Fact]
    public async Task A_waiting_request_ends_when_its_key_is_revoked()
    {
        var (id, name) = (TestData.Key("leaver"), "X-Api-Key");
        var leaver = (name, await app.Key(["read"], id: id));
        var cursor = await Now(leaver);
        var waiting = app.Get($"changes?after={cursor}&wait=30", leaver);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);

        (await app.Delete($"keys/{id}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);

        Assert.Equal("unauthenticated", (await waiting).Is(HttpStatusCode.Unauthorized).Problem);
    }

    [Fact]
    public async Task Many_writers_at_once_are_read_without_a_gap()
    {
        const int Writers = 8;
        const int Meetings = 20;
        var start = await Now();
        var (cursor, written, read) = (start, new ConcurrentBag<string>(), new List<string>());
        using var done = new CancellationTokenSource();
        var reader = ReadUntil(done.Token);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var n = 0; n < Meetings; n++)
            {
                var id = await New();
                written.Add($"created meetings/{id} 1");

                if (n % 4 == 0)
                {
                    await Label(id, "public");
                    written.Add($"updated meetings/{id} 2");
                }
            }
        }));
        await Since(start, written.Count);
        await done.CancelAsync();
        await reader;

        Assert.Equal(written.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.All(read.Where(line => line.StartsWith("updated", StringComparison.Ordinal)), line => Assert.True(
            read.IndexOf($"created{line[7..^1]}1") < read.IndexOf(line), line));

        async Task ReadUntil(CancellationToken end)
        {
            for (var isLast = false; !isLast;)
            {
                isLast = end.IsCancellationRequested;

                for (var isMore = true; isMore;)
                {
                    var page = await Read($"after={cursor}&limit=7");
                    (cursor, isMore) = ($"{page.Body["cursor"]}", (bool)page.Body["more"]!);
                    read.AddRange(page.Items.Select(item => Changes.Line(item!)));
                }
            }
        }
    }
}
