using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>A register with the keys, feed links and webhooks of the document's examples, which the opening data does not have.</summary>
public class DocumentExampleApp(TestServer server) : TrackerApp(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Create("power-bi", "The dashboard of the strategy office.");
        await Create("grafana", "The wall of the operations room.");
        await Link("coverage-wall", "The matrix on the wiki's front page.", "coverage.svg", "rows=affiliate&columns=company");
        await Webhook("warehouse", "The copy in the data warehouse.");
        await Webhook("search-index", "The index of the intranet.");
        await Link("summary-tile", "A tile of numbers in the lobby.", "stats/summary", null);
        await RestWebhooks();
    }

    private async Task Link(string id, string description, string view, string? query)
    {
        var feed = TestData.Feed(id, view, query);
        feed["description"] = description;
        (await Post("feeds", feed)).Is(System.Net.HttpStatusCode.Created);
    }

    private async Task Webhook(string id, string description)
    {
        var webhook = TestData.Webhook("power-bi", id, $"https://{id}.example/hooks/register");
        webhook["description"] = description;
        (await Post("webhooks", webhook)).Is(System.Net.HttpStatusCode.Created);
    }

    /// <summary>Lets the webhooks rest: what they read would be among the commands that a test counts.</summary>
    private async Task RestWebhooks()
    {
        await Query<long>(
            "WITH late AS (UPDATE webhook_deliveries SET next_attempt_at = '2100-01-01' RETURNING 1) SELECT count(*) FROM late");

        while (await Query<long>("SELECT count(*) FROM webhook_deliveries WHERE claim IS NOT NULL") > 0)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task Create(string id, string description) => (await Post("keys", new JsonObject
    {
        ["id"] = id,
        ["description"] = description,
        ["scopes"] = new JsonArray("read"),
        ["clearance"] = "internal",
    })).Is(System.Net.HttpStatusCode.Created);
}
