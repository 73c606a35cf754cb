using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Tests.Features;

/// <summary>Imports that continue after their request.</summary>
public sealed class OperationTests(TestServer server, TrackerApp app) : IClassFixture<TrackerApp>
{
    private static JsonObject Bundle(string key) => new() { ["companies"] = new JsonArray(TestData.Company(key)) };

    /// <summary>Blocks every import until the connection is disposed of.</summary>
    private static async Task<NpgsqlConnection> Hold(TrackerApp app)
    {
        var connection = await app.Open();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        return connection;
    }

    private static async Task<ApiResponse> Ended(TrackerApp app, string operation)
    {
        while (true)
        {
            var answer = (await app.Get(operation)).Is(HttpStatusCode.OK);

            if (answer.Body["state"]!.ToString() != "running")
            {
                return answer;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_long_import_is_accepted_and_followed_as_an_operation()
    {
        var (company, key) = (TestData.Key("slow"), ("Idempotency-Key", TestData.Key("slow-import")));
        ApiResponse begun, meanwhile;

        await using (await Hold(app))
        {
            begun = (await app.Post("imports", Bundle(company), key)).Is(HttpStatusCode.Accepted);
            meanwhile = (await app.Post("imports", Bundle(company), key)).Is(HttpStatusCode.Accepted);
            Assert.Equal("running", (await app.Get(begun.Headers["Location"])).Body["state"]!.ToString());
        }

        var ended = await Ended(app, begun.Headers["Location"]);
        var again = (await app.Post("imports", Bundle(company), key)).Is(HttpStatusCode.OK);

        Assert.Equal((begun.Headers["Location"], "2"), (meanwhile.Headers["Location"], begun.Headers["Retry-After"]));
        Assert.Equal(("succeeded", 1, 1), (
            ended.Body["state"]!.ToString(), (int)ended.Body["progress"]!["done"]!, (int)ended.Body["progress"]!["total"]!));
        Assert.True(JsonNode.DeepEquals(again.Body, ended.Body["result"]), ended.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        (await app.Get($"companies/{company}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_operation_is_visible_to_its_creator_and_to_administrators()
    {
        var mine = ("X-Api-Key", await app.Key(["write"]));
        var other = ("X-Api-Key", await app.Key(["write"]));
        var id = TestData.Key("shown");
        (await app.Post("imports", Bundle(id), mine)).Is(HttpStatusCode.OK);
        var operation = await app.Query<Guid>("SELECT id FROM operations ORDER BY created_at DESC LIMIT 1");

        (await app.Get($"operations/{operation}", mine)).Is(HttpStatusCode.OK);
        (await app.Get($"operations/{operation}", ("X-Api-Key", await app.Key(["admin"])))).Is(HttpStatusCode.OK);
        (await app.Get($"operations/{operation}", other)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_operation_without_progress_is_interrupted()
    {
        var id = Guid.CreateVersion7();
        await app.Query<int>(
            "INSERT INTO operations (id, kind, state, done, created_by, created_at) "
            + $"VALUES ('{id}', 'import', 'running', 7, 'local-admin', now() - interval '1 minute'); SELECT 1");

        var answer = (await app.Get($"operations/{id}")).Is(HttpStatusCode.OK);

        Assert.Equal(("failed", "interrupted"), (answer.Body["state"]!.ToString(), answer.Body["code"]!.ToString()));
    }

    [Fact]
    public async Task An_operation_that_runs_when_the_server_stops_is_interrupted_and_rolled_back()
    {
        await using var other = new TrackerApp(server);
        await other.InitializeAsync();
        await using var hold = await Hold(other);
        var bundle = new JsonObject
        {
            ["areas"] = new JsonArray(TestData.Area("left-behind")),
            ["companies"] = new JsonArray(TestData.Company()),
        };
        var begun = (await other.Post("imports", bundle)).Is(HttpStatusCode.Accepted);

        await other.Services.GetRequiredService<JobRunner>().StopAsync(TestContext.Current.CancellationToken);
        var ended = await Ended(other, begun.Headers["Location"]);

        Assert.Equal(("failed", "interrupted"), (ended.Body["state"]!.ToString(), ended.Body["code"]!.ToString()));
        (await other.Get("areas/left-behind")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_jobs_can_be_stopped_after_the_server_has_released_them()
    {
        var jobs = ActivatorUtilities.CreateInstance<JobRunner>(app.Services);
        jobs.Dispose();

        await jobs.StopAsync(TestContext.Current.CancellationToken);
        jobs.Dispose();
    }
}
