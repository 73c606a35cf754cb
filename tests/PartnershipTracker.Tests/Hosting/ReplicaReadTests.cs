using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Npgsql;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Reads that a standby answers. While its replay is paused, an answer shows who gave it.</summary>
public sealed class ReplicaReadTests(ReplicaReadTests.Replicated replicated) : IClassFixture<ReplicaReadTests.Replicated>
{
    private const string Header = "Tracker-Position";

    private readonly ReplicaApp _app = replicated.App;
    private readonly Standby _standby = replicated.Standby;

    /// <summary>A server with a standby, and an application that reads both.</summary>
    public sealed class Replicated : IAsyncLifetime
    {
        private readonly StandbyPollTests.OwnServer _own = new();

        internal TestServer Server => _own.Server;

        internal TrackerApp Primary => _own.App;

        internal Standby Standby { get; private set; } = null!;

        internal ReplicaApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await _own.InitializeAsync();
            Standby = await Standby.Follow(Server, Primary);
            App = await ReplicaApp.Start(Server, Primary.Database, Standby);
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Standby.DisposeAsync();
            await _own.DisposeAsync();
        }
    }

    /// <summary>An application with a replica behind a proxy, which it may read for six seconds after the two were equal.</summary>
    internal sealed class ReplicaApp : TrackerApp
    {
        private ReplicaApp(TestServer origin, string database, DatabaseProxy replica)
            : base(origin, database, isCopy: false) => Replica = replica;

        public DatabaseProxy Replica { get; }

        public static async Task<ReplicaApp> Start(TestServer origin, string database, Standby standby)
        {
            var proxy = new DatabaseProxy("127.0.0.1", standby.Port);
            proxy.Connect();
            var app = new ReplicaApp(origin, database, proxy);
            await app.InitializeAsync();

            return app;
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Replica.Dispose();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            var place = new NpgsqlConnectionStringBuilder(Runtime) { Host = "127.0.0.1", Port = Replica.Port, Timeout = 2 };
            builder.UseSetting("ConnectionStrings:Replicas", place.ToString()).UseSetting("Replicas:MaxStalenessSeconds", "6");
        }
    }

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
        while (!await condition())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
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
        await _standby.Resume();
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
        await _standby.Resume();
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
        await _standby.Resume();
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
    public async Task A_position_is_told_by_writes_refused_versions_and_operations_and_no_other_answer()
    {
        var company = TestData.Company();
        var made = (await _app.Post("companies", company)).Is(HttpStatusCode.Created);
        Assert.Equal("true", (await Again("replayed", TestData.Company())).Headers["Idempotent-Replayed"]);
        Assert.Contains(Header, (await _app.Patch($"companies/{made.Body["id"]}", new JsonObject(), ("If-Match", "\"9\""))).Is(HttpStatusCode.PreconditionFailed).Headers.Keys);
        Assert.Contains(Header, (await _app.Post("companies", company)).Is(HttpStatusCode.Conflict).Headers.Keys);
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
        await _standby.Resume();
    }
}
