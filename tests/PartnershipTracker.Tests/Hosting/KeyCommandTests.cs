using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The commands for keys, next to an application that serves the same database.</summary>
public sealed class KeyCommandTests(ProductionDatabase database) : IClassFixture<ProductionDatabase>
{
    private Task<(int Exit, string Said, string[] Output)> Run(string verb, params (string Name, string? Value)[] settings) =>
        TrackerProcess.Run(verb, database.With(settings));

    [ProcessFact]
    public async Task A_created_key_works_and_a_revoked_key_fails_on_the_next_request()
    {
        using var serving = TrackerProcess.Start(database.Settings);
        var me = new Uri(await serving.Ready, "api/v1/me");

        var first = Secret(await Run("keys create --id desk --scopes read,write --clearance internal --expires 2100-01-01T00:00:00+09:00"));
        var known = await Ask(me, first);
        Assert.Equal(("key:desk", "internal", "2099-12-31T15:00:00Z"), (Text(known, "principal"), Text(known, "clearance"), Text(known, "expiresAt")));

        var again = await Run("keys create --id desk --scopes read");
        Assert.Equal((1, 0), (again.Exit, again.Output.Length));
        Assert.Contains("--id", again.Said, StringComparison.Ordinal);

        var second = Secret(await Run("keys rotate --id desk"));
        Assert.Equal("key:desk", Text(await Ask(me, first), "principal"));
        Assert.Equal("key:desk", Text(await Ask(me, second), "principal"));
        Assert.Equal(1, (await Run("keys rotate --id desk")).Exit);

        var list = await Run("keys list");
        var secrets = list.Output.SkipWhile(line => !line.StartsWith("desk: read,write; internal", StringComparison.Ordinal)).Skip(1).Take(2);
        Assert.Equal((0, 2), (list.Exit, secrets.Count(line => line.Contains("last used", StringComparison.Ordinal))));
        Assert.DoesNotContain("pt_live_", list.Said, StringComparison.Ordinal);

        var old = secrets.First().Trim().Split(',')[0];
        Assert.Equal(0, (await Run($"keys revoke --id desk --secret {old}")).Exit);
        Assert.Equal(1, (await Run($"keys revoke --id desk --secret {old}")).Exit);
        Assert.Equal("unauthenticated", Text(await Ask(me, first), "code"));
        Assert.Equal("key:desk", Text(await Ask(me, second), "principal"));

        Assert.Equal(0, (await Run("keys revoke --id desk")).Exit);
        Assert.Equal(1, (await Run("keys revoke --id desk")).Exit);
        Assert.Equal("unauthenticated", Text(await Ask(me, second), "code"));

        var history = await Ask(new Uri(me, "keys/desk/history"), database.Secret);
        Assert.Equal(["delete", "update", "update", "create"], history["items"]!.AsArray().Select(i => Text(i!, "operation")));
        Assert.All(history["items"]!.AsArray(), i => Assert.Equal("cli", Text(i!, "actor")));
        var audit = await Ask(new Uri(me, "audit?target=keys/desk&actor=cli"), database.Secret);
        Assert.Equal(4, audit["items"]!.AsArray().Count(i => Text(i!, "kind") is "change"));
    }

    [ProcessFact]
    public async Task Commands_in_Development_use_the_local_database_unless_it_is_in_use()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"tracker-verbs-{Guid.CreateVersion7():n}");
        (string, string?)[] local =
            [("ASPNETCORE_ENVIRONMENT", "Development"), ("LocalPostgres__Folder", folder), ("ConnectionStrings__Tracker", null)];
        var secret = Secret(await Run("keys create --id desk --scopes read", local));

        using (var serving = TrackerProcess.Start(database.With(local)))
        {
            Assert.Equal("key:desk", Text(await Ask(new Uri(await serving.Ready, "api/v1/me"), secret), "principal"));
            var held = await Run("keys list", local);
            Assert.Equal((1, 0), (held.Exit, held.Output.Length));
            Assert.Contains($"{serving.Process.Id}", held.Said, StringComparison.Ordinal);
            serving.Process.Kill();
            await serving.Exit();
        }

        Assert.Contains("desk: read; public", (await Run("keys list", local)).Output);
        Directory.Delete(folder, recursive: true);
    }

    internal static string Secret((int Exit, string Said, string[] Output) run)
    {
        Assert.True(run.Exit == 0, run.Said);
        var secret = Assert.Single(run.Output);
        Assert.StartsWith("pt_live_", secret, StringComparison.Ordinal);

        return secret;
    }

    private static async Task<JsonNode> Ask(Uri address, string secret)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);

        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static string? Text(JsonNode node, string member) => node[member]?.ToString();
}
