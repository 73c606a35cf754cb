using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace PartnershipTracker.Tests.Features;

/// <summary>Writes at the same time that need the same rows. They take turns, and none is refused because of another.</summary>
public sealed class LockOrderTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    private static readonly JsonObject Reason = new() { ["reason"] = "A test says so." };

    private async Task<string> New(string resource, JsonObject request) =>
        (await app.Post(resource, request)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private async Task<NpgsqlConnection> Lock(string table, string id)
    {
        var connection = await app.Open();
        await Execute(connection, $"BEGIN; SELECT FROM {table} WHERE id = '{id}' FOR UPDATE");

        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task A_source_can_be_retracted_and_restored_while_two_clients_cite_it()
    {
        var (source, meeting) = (await New("sources", TestData.Source()), await New("meetings", TestData.Meeting()));
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var answers = new List<ApiResponse>();

            while (!stop.IsCancellationRequested)
            {
                answers.Add(await app.Post("citations", TestData.Citation(meeting, source: source)));
            }

            return answers;
        })).ToList();

        for (var i = 0; i < 10; i++)
        {
            (await app.Post($"sources/{source}/retraction", Reason)).Is(HttpStatusCode.OK);
            (await app.Delete($"sources/{source}/retraction")).Is(HttpStatusCode.OK);
        }

        await stop.CancelAsync();
        var cited = (await Task.WhenAll(clients)).SelectMany(answers => answers).ToList();
        Assert.NotEmpty(cited);
        Assert.All(cited, answer => answer.Is(HttpStatusCode.Created));
        Assert.False((bool)(await app.Get($"meetings/{meeting}")).Body["unsupported"]!);
        Assert.Equal(0, await app.Query<long>($"SELECT count(*) FROM citations WHERE source_id = '{source}' AND retracted"));
    }

    [Fact]
    public async Task A_fact_that_another_source_came_to_support_meanwhile_is_not_listed_as_unsupported()
    {
        var (source, other) = (await New("sources", TestData.Source()), await New("sources", TestData.Source()));
        var meeting = await New("meetings", TestData.Meeting());
        await New("citations", TestData.Citation(meeting, source: source));
        var against = TestData.Citation(meeting, source: other);
        against["stance"] = "contradicts";
        var citation = await New("citations", against);
        await using var holder = await Lock("meetings", meeting);

        var retraction = app.Post($"sources/{source}/retraction", Reason);
        await Task.Delay(1000, TestContext.Current.CancellationToken); // it waits for the meeting
        await Execute(holder, $"UPDATE citations SET stance = 'supports' WHERE id = '{citation}'; COMMIT");

        Assert.Equal(0, (int)(await retraction).Is(HttpStatusCode.OK).Body["total"]!);
    }

    [Fact]
    public async Task A_citation_that_is_restored_follows_its_source_and_its_meeting_as_they_are_now()
    {
        var (source, meeting) = (await New("sources", TestData.Source()), await New("meetings", TestData.Meeting()));
        var citation = await New("citations", TestData.Citation(meeting, source: source));
        await app.Delete($"citations/{citation}", Any);
        await app.Post($"sources/{source}/retraction", Reason);
        await app.Patch($"meetings/{meeting}", new JsonObject { ["confidentiality"] = "confidential" }, Any);
        var restoration = new JsonObject { ["resource"] = "citations", ["id"] = citation, ["version"] = 1 };

        (await app.Post("restorations", restoration)).Is(HttpStatusCode.Created);

        var restored = (await app.Get($"citations/{citation}")).Body;
        Assert.True((bool)restored["retracted"]!);
        Assert.Equal("confidential", restored["confidentiality"]!.ToString());
        Assert.True((bool)(await app.Get($"meetings/{meeting}")).Body["unsupported"]!);
    }

    [Fact]
    public async Task All_faults_of_a_citation_are_named_at_once()
    {
        var citation = TestData.Citation(Guid.CreateVersion7().ToString(), source: Guid.CreateVersion7().ToString());

        var answer = await app.Post("citations", citation);

        Assert.Equal(
            ["#/source", "#/target/id"],
            answer.Is(HttpStatusCode.UnprocessableEntity).Body["errors"]!.AsArray().Select(e => e!["pointer"]!.ToString()));
    }

    [Fact]
    public async Task Writes_that_wait_for_a_locked_row_leave_connections_to_reads_and_are_told_what_is_locked()
    {
        var meeting = await New("meetings", TestData.Meeting());
        await using var holder = await Lock("meetings", meeting);
        var writes = Enumerable.Range(0, 8)
            .Select(i => app.Patch($"meetings/{meeting}", new JsonObject { ["summary"] = $"{i}" }, Any)).ToList();

        var reads = new List<ApiResponse>();

        while (!writes.TrueForAll(write => write.IsCompleted))
        {
            reads.Add(await app.Get("companies"));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.All(reads, read => read.Is(HttpStatusCode.OK));
        var answers = await Task.WhenAll(writes);
        Assert.All(answers, a => Assert.Contains(a.Problem, (string[])["conflict # locked_by_another", "unavailable"]));
        var conflict = answers.First(a => a.Status is HttpStatusCode.Conflict);
        Assert.Contains("`meetings`", conflict.Body["detail"]!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// The other transaction never looks for a deadlock, so that PostgreSQL ends the import's. It does so a second after the import began
    /// to wait.
    /// </summary>
    [Fact]
    public async Task An_import_that_a_deadlock_ends_is_run_again()
    {
        string[] trips = [await New("trips", TestData.Trip()), await New("trips", TestData.Trip())]; // in the order of their ids
        var items = trips.Select(id =>
        {
            var trip = TestData.Trip();
            (trip["id"], trip["title"]) = (id, TestData.Name("출장", "Imported"));

            return (JsonNode)trip;
        });
        await using var holder = await Lock("trips", trips[1]);
        await Execute(holder, "SET LOCAL deadlock_timeout = '1min'");

        var file = Encoding.UTF8.GetBytes(new JsonObject { ["trips"] = new JsonArray([.. items]) }.ToJsonString());
        var import = app.Import(file, "application/json");
        await Task.Delay(300, TestContext.Current.CancellationToken); // the import holds the first row and waits for the second
        await Execute(holder, $"SELECT FROM trips WHERE id = '{trips[0]}' FOR UPDATE; ROLLBACK");

        Assert.Equal(2, (int)(await import).Is(HttpStatusCode.OK).Body["updated"]!);
    }

    /// <summary>Runs every writing operation beside every other, and beside itself, on the same few resources.</summary>
    [ProcessFact]
    public async Task No_two_writing_operations_wait_for_each_other()
    {
        var writes = (await WritePairs.Create(app)).All;
        var names = writes.Keys.Order(StringComparer.Ordinal).ToList();
        var succeeded = new HashSet<string>(StringComparer.Ordinal);
        var refused = new List<string>();

        foreach (var (one, other) in names.SelectMany((one, i) => names.Skip(i).Select(other => (one, other))))
        {
            foreach (var (name, answers) in await Task.WhenAll(Repeat(one), Repeat(other)))
            {
                succeeded.UnionWith(answers.Any(a => (int)a.Status < 300) ? [name] : Array.Empty<string>());
                refused.AddRange(answers
                    .Where(a => (int)a.Status >= 500 || (a.Status is HttpStatusCode.Conflict && a.Problem[..8] is "conflict" or "already_"))
                    .Select(a => $"{one} beside {other}: {a.Text}"));
            }
        }

        Assert.Empty(refused);
        Assert.Empty(names.Except(succeeded));

        async Task<(string Name, List<ApiResponse> Answers)> Repeat(string name)
        {
            var answers = new List<ApiResponse>();

            for (var i = 0; i < 2; i++)
            {
                answers.Add(await writes[name]());
            }

            return (name, answers);
        }
    }
}
