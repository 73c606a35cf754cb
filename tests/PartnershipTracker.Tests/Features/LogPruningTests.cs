using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Changes;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Tests.Features;

/// <summary>The deletion of old entries of the logs: nothing that is kept depends on them, and nobody gets a part for the whole.</summary>
public sealed class LogPruningTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string Name, string Value) Any = ("If-Match", "*");

    private async Task<PrunedRows> Prune(DateTimeOffset before, bool isDryRun = false)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("cli");

        return await LogPruning.Run(
            app.Services.GetRequiredService<DatabaseConnections>(), scope.ServiceProvider, before, isDryRun, TestContext.Current.CancellationToken);
    }

    private async Task<DateTimeOffset> Now() => new(await app.Query<DateTime>("SELECT clock_timestamp()"));

    private async Task<string> New() => $"{(await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]}";

    private async Task Rename(string company, string name) => (await app.Patch(
        $"companies/{company}", new JsonObject { ["name"] = TestData.Name(name) }, Any)).Is(HttpStatusCode.OK);

    private static void IsPruned(ApiResponse answer)
    {
        Assert.Equal("log_pruned", $"{answer.Is(HttpStatusCode.Gone).Body["code"]}");
        Assert.Equal("kept_since", $"{answer.Body["errors"]![0]!["code"]}");
    }

    [Fact]
    public async Task The_version_of_then_stays_and_what_is_older_is_told_to_be_gone()
    {
        var company = await New();
        await Changes.Settle(app);
        var early = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        await Rename(company, "second");
        var (deleted, feed) = (await New(), TestData.Key("feed"));
        (await app.Delete($"companies/{deleted}", Any)).Is(HttpStatusCode.NoContent);
        (await app.Post("feeds", TestData.Feed(feed))).Is(HttpStatusCode.Created);
        await Changes.Settle(app);
        var cursor = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        var then = await Now();
        await Rename(company, "third");
        var expected = await Prune(then, isDryRun: true);
        Assert.Equal(3, (await app.Get($"companies/{company}/history")).Items.Count);

        var pruned = await Prune(then);

        Assert.Equal(expected, pruned);
        Assert.True(pruned is { Changes: > 1, Audit: > 1 }, $"{pruned}");
        Assert.Equal(new(0, 0, then), await Prune(then));
        Assert.Equal(new(0, 0, then), await Prune(then.AddDays(-1), isDryRun: true));
        Assert.Equal(["3", "2"], (await app.Get($"companies/{company}/history")).Each("version"));
        Assert.Equal("second", (await app.Get($"companies/{company}?asOf={Instant.Print(then)}")).Is(HttpStatusCode.OK).Body["name"]!["ko"]!.ToString());
        IsPruned(await app.Get($"companies/{company}?asOf={Instant.Print(then.AddSeconds(-1))}"));
        IsPruned(await app.Get($"companies/{company}/history?updatedSince=2024-01-01T00:00:00Z"));
        IsPruned(await app.Get("audit?updatedSince=2024-01-01T00:00:00Z"));
        (await app.Get($"audit?updatedSince={Instant.Print(then)}")).Is(HttpStatusCode.OK);
        IsPruned(await app.Post("restorations", new JsonObject { ["resource"] = "companies", ["id"] = company, ["version"] = 1 }));
        (await app.Post("restorations", new JsonObject { ["resource"] = "companies", ["id"] = company, ["version"] = 2 })).Is(HttpStatusCode.Created);
        (await app.Post("restorations", new JsonObject { ["resource"] = "companies", ["id"] = company, ["version"] = 9 })).Is(HttpStatusCode.NotFound);
        Assert.Equal("cursor_gone", $"{(await app.Get($"changes?after={early}")).Is(HttpStatusCode.Gone).Body["code"]}");
        Assert.Equal([$"updated companies/{company} 3", $"updated companies/{company} 4"], await Changes.Since(app, cursor, 2));
        var (first, read) = ((await app.Get("changes?limit=1")).Body["cursor"], new List<string>());

        for (var page = await app.Get($"changes?after={first}&limit=5"); ; page = await app.Get($"changes?after={page.Body["cursor"]}&limit=5"))
        {
            read.AddRange(page.Is(HttpStatusCode.OK).Items.Select(item => Changes.Line(item!)));

            if (!(bool)page.Body["more"]!)
            {
                break;
            }
        }

        Assert.Contains($"created companies/{company} 2", read);
        Assert.Contains($"updated companies/{company} 3", read);
        Assert.Equal(
            3, (int)(await app.Put($"companies/{deleted}", TestData.Company(deleted), ("If-None-Match", "*"))).Is(HttpStatusCode.Created).Body["version"]!);
        (await app.Get($"feeds/{feed}/history", ("X-Api-Key", await app.Key(["read"])))).Is(HttpStatusCode.NotFound);
        (await app.Get($"feeds/{feed}/history")).Is(HttpStatusCode.OK);
        Assert.Equal($"log/{Instant.Print(then)}", (await app.Get("audit?actor=cli&limit=1")).Items[0]!["target"]!.ToString());
    }

    [Fact]
    public async Task A_copy_from_then_on_learns_what_is_hidden_later()
    {
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var meeting = $"{(await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]}";
        await app.Patch($"meetings/{meeting}", new JsonObject { ["summary"] = "second" }, Any);
        await Changes.Settle(app);
        var cursor = $"{(await app.Get("changes?after=now", low)).Body["cursor"]}";
        var then = await Now();
        (await app.Patch($"meetings/{meeting}", new JsonObject { ["confidentiality"] = "restricted" }, Any)).Is(HttpStatusCode.OK);

        await Prune(then);

        Assert.Equal([$"gone meetings/{meeting}"], await Changes.Since(app, cursor, 1, low));
    }

    [Fact]
    public async Task An_import_from_before_cannot_be_undone()
    {
        var company = await New();
        var row = $"id,nameEn\n{company},Imported\n";
        var import = (await app.Import(Encoding.UTF8.GetBytes(row), "text/csv", "?resource=companies")).Is(HttpStatusCode.OK);

        await Prune(await Now());

        IsPruned(await app.Delete(ImportRowTests.AddressOf(import), Any));
        Assert.Equal("Imported", (await app.Get($"companies/{company}")).Body["name"]!["en"]!.ToString());
    }

    [Fact]
    public async Task Nobody_else_deletes_from_the_logs()
    {
        foreach (var table in new[] { "changes", "audit" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => app.QueryAsRuntime($"SET tracker.prune = 'on'; DELETE FROM {table}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            refused = await Assert.ThrowsAsync<PostgresException>(() => app.Query<object>($"DELETE FROM {table}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            refused = await Assert.ThrowsAsync<PostgresException>(() => app.Query<object>($"SET tracker.prune = 'on'; UPDATE {table} SET at = at"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }
}
