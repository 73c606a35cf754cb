using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Reads that a standby answers. While its replay is paused, an answer shows who gave it.</summary>
public sealed class ReplicaReadTests(ReplicatedServer replicated) : IClassFixture<ReplicatedServer>, IAsyncDisposable
{
    private const string Header = "Tracker-Position";

    private readonly ReplicaApp _app = replicated.App;
    private readonly Standby _standby = replicated.Standby;

    /// <summary>Lets the standby go on, also after a failed test: the others would wait for it.</summary>
    public async ValueTask DisposeAsync() => await _standby.Resume();

    private async Task<(string Id, string Position)> Write()
    {
        var made = (await _app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created);

        return (made.Body["id"]!.ToString(), made.Headers[Header]);
    }

    private Task<bool> Shows(string id, params (string Name, string Value)[] headers) => Shows(_app, id, headers);

    private static async Task<bool> Shows(TrackerApp app, string id, params (string Name, string Value)[] headers) =>
        (await app.Get("companies?sort=-updatedAt", headers)).Is(HttpStatusCode.OK).Text.Contains($"\"{id}\"", StringComparison.Ordinal);

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
        }
    }

    private async Task<string> OptedIn()
    {
        var made = await _app.Post("keys", new JsonObject
        {
            ["id"] = TestData.Key("dashboard"),
            ["scopes"] = new JsonArray("read"),
            ["clearance"] = "restricted",
            ["replicaReads"] = true,
        });

        return made.Is(HttpStatusCode.Created).Body["secret"]!.ToString();
    }

    [ProcessFact]
    public async Task A_read_with_the_position_of_a_write_shows_it_and_a_replica_answers_once_it_has_replayed_it()
    {
        var first = await Write();
        await _standby.CatchUp();
        await _standby.Pause();
        var second = await Write();

        Assert.True(await Shows(second.Id, (Header, second.Position)));
        Assert.True(await Shows(second.Id)); // without a position, the primary answers
        await Until(async () => !await Shows(second.Id, (Header, first.Position))); // the replica does, with what it has
        Assert.True(await Shows(first.Id, (Header, first.Position)));

        await _standby.Resume();
        await _standby.CatchUp();
        await _standby.Pause();
        var third = await Write();
        await Until(async () => !await Shows(third.Id, (Header, second.Position)));
        Assert.True(await Shows(second.Id, (Header, second.Position)));
    }

    [ProcessFact]
    public async Task A_replica_is_read_up_to_the_staleness_of_the_settings_without_a_position_by_keys_that_opt_in()
    {
        var key = ("X-Api-Key", await OptedIn());
        var early = await Write();
        await _standby.CatchUp();
        await Until(async () => (await Health())["answers"]!.GetValue<bool>() && (double)(await Health())["stalenessSeconds"]! < 1);
        await _standby.Pause();
        var late = await Write();

        Assert.False(await Shows(late.Id, key));
        Assert.True(await Shows(late.Id)); // another caller
        Assert.False(await Shows(late.Id, (Header, early.Position)));
        await Task.Delay(TimeSpan.FromSeconds(6.2), TestContext.Current.CancellationToken);
        Assert.True(await Shows(late.Id, key));
        Assert.True(await Shows(late.Id, (Header, early.Position))); // with a position, too
        Assert.InRange((double)(await Health())["stalenessSeconds"]!, 6, 60);
        await _standby.Resume();
        await Until(async () => (double)(await Health())["stalenessSeconds"]! < 1);
    }

    private async Task<JsonNode> Health() => (await _app.Get("/health/ready")).Is(HttpStatusCode.OK).Body["replicas"]![0]!;

    [ProcessFact]
    public async Task A_replica_that_dies_costs_no_read()
    {
        var first = await Write();
        await _standby.CatchUp();
        await _standby.Pause();
        var second = await Write();
        await Until(async () => !await Shows(second.Id, (Header, first.Position)));

        _app.Replica.Disconnect();

        for (var read = 0; read < 50; read++)
        {
            Assert.True(await Shows(second.Id, (Header, first.Position))); // the primary answers
        }

        _app.Replica.Connect();
        await Until(async () => !await Shows(second.Id, (Header, first.Position)));
    }

    [ProcessFact]
    public async Task Reading_something_confidential_at_a_replica_is_recorded_at_the_primary()
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = "confidential";
        var made = (await _app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        var (address, position) = ($"meetings/{made.Body["id"]}", made.Headers[Header]);
        await _standby.CatchUp();
        await _standby.Pause();
        var patched = await _app.Patch(address, new JsonObject { ["summary"] = "later" }, ("If-Match", "*"));
        patched.Is(HttpStatusCode.OK);
        await Until(async () => (await _app.Get(address, (Header, position))).Is(HttpStatusCode.OK).Body["version"]!.GetValue<int>() == 1);

        Assert.True(await replicated.Primary.Query<long>(
            $"SELECT count(*) FROM audit WHERE kind = 'read' AND resource_id = '{made.Body["id"]}' AND version = 1") > 0);
        Assert.Equal(2, (await _app.Get(address, (Header, patched.Headers[Header]))).Is(HttpStatusCode.OK).Body["version"]!.GetValue<int>());
    }

    [ProcessFact]
    public async Task The_past_of_what_is_confidential_now_is_recorded_at_the_primary_too()
    {
        var made = (await _app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created);
        var (address, then) = ($"meetings/{made.Body["id"]}", TimeProvider.System.GetUtcNow().ToString("O"));
        var raised = await _app.Patch(address, new JsonObject { ["confidentiality"] = "restricted" }, ("If-Match", "*"));
        await _standby.CatchUp();
        _app.Replica.Record();

        await Until(async () =>
        {
            await _app.Get($"{address}?asOf={Uri.EscapeDataString(then)}", (Header, raised.Is(HttpStatusCode.OK).Headers[Header]));

            return _app.Replica.Record() is var sent && sent.Contains("FROM changes", StringComparison.Ordinal)
                && !sent.Contains("INSERT", StringComparison.Ordinal);
        });
        Assert.True(await replicated.Primary.Query<long>(
            $"SELECT count(*) FROM audit WHERE kind = 'read' AND resource_id = '{made.Body["id"]}' AND version = 1") > 0);
    }

    [ProcessFact]
    public async Task After_a_failover_a_position_of_the_earlier_primary_leads_to_the_primary()
    {
        await using var standby = await Standby.Follow(replicated.Server, replicated.Primary);
        await using var app = await ReplicaApp.Start(replicated.Server, replicated.Primary.Database, standby);
        var before = await Write();
        await standby.CatchUp();
        await standby.Separate();
        var late = await Write();
        await Until(async () => !await Shows(app, late.Id, (Header, before.Position)));

        await standby.Promote();

        await Until(() => Shows(app, late.Id, (Header, before.Position))); // the promoted one is no replica of this primary
    }

    [ProcessFact]
    public async Task A_position_is_told_by_writes_refused_versions_and_imports_and_no_other_answer()
    {
        var company = TestData.Company();
        var made = (await _app.Post("companies", company)).Is(HttpStatusCode.Created);
        Assert.Equal("true", (await Again("replayed", TestData.Company())).Headers["Idempotent-Replayed"]);
        Assert.Contains(Header, (await _app.Patch($"companies/{made.Body["id"]}", new JsonObject(), ("If-Match", "\"9\""))).Is(HttpStatusCode.PreconditionFailed).Headers.Keys);
        Assert.Contains(Header, (await _app.Post("companies", company)).Is(HttpStatusCode.Conflict).Headers.Keys);
        var import = await _app.Import("id,nameEn\nposition-1,Position\n"u8.ToArray(), "text/csv", "?resource=areas&mode=partial");
        Assert.Contains(Header, (await _app.Get($"imports/{import.Is(HttpStatusCode.OK).Body["importId"]}")).Is(HttpStatusCode.OK).Headers.Keys);
        Assert.DoesNotContain(Header, (await _app.Post("companies", new JsonObject())).Is(HttpStatusCode.BadRequest).Headers.Keys);
        Assert.DoesNotContain(Header, (await _app.Get("companies")).Headers.Keys);
        Assert.DoesNotContain(Header, (await replicated.Primary.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Headers.Keys);
    }

    private async Task<ApiResponse> Again(string key, JsonNode body)
    {
        await _app.Post("companies", body, ("Idempotency-Key", key));
        var again = (await _app.Post("companies", body, ("Idempotency-Key", key))).Is(HttpStatusCode.Created);
        Assert.Contains(Header, again.Headers.Keys);

        return again;
    }

    [ProcessTheory]
    [InlineData("")]
    [InlineData("with spaces")]
    [InlineData("%EA%B0%80")]
    public async Task A_position_that_is_none_is_refused(string position)
    {
        var answer = (await _app.Get("companies", (Header, position))).Is(HttpStatusCode.BadRequest);
        Assert.Equal(("malformed_position", Header), (answer.Body["errors"]![0]!["code"]!.ToString(), answer.Body["errors"]![0]!["parameter"]!.ToString()));
    }

    [ProcessFact]
    public async Task A_position_that_nobody_here_has_made_leads_to_the_primary()
    {
        await _standby.Pause();
        var late = await Write();
        Assert.True(await Shows(late.Id, (Header, new string('A', 100))));
    }
}
