using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>A register with the API keys that the document's examples speak of: the opening data has none.</summary>
public sealed class Keyed(TestServer server) : TrackerApp(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Create("power-bi", "The dashboard of the strategy office.");
        await Create("grafana", "The wall of the operations room.");
    }

    private async Task Create(string id, string description) => (await Post("keys", new JsonObject
    {
        ["id"] = id,
        ["description"] = description,
        ["scopes"] = new JsonArray("read"),
        ["clearance"] = "internal",
    })).Is(System.Net.HttpStatusCode.Created);
}
