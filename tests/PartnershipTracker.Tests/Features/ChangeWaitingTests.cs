using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Requests for changes that wait while the rights of their caller change.</summary>
public sealed class ChangeWaitingTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Theory]
    [InlineData("clearance", "internal", HttpStatusCode.Gone)]
    [InlineData("scopes", "write", HttpStatusCode.OK)] // which includes reading
    [InlineData("scopes", "audit", HttpStatusCode.Forbidden)]
    public async Task A_waiting_request_is_told_what_has_become_of_its_key(string member, string value, HttpStatusCode status)
    {
        var id = TestData.Key("waits");
        var key = ("X-Api-Key", await app.Key(["read"], "restricted", id));
        var cursor = $"{(await app.Get("changes?after=now", key)).Body["cursor"]}";
        var waiting = app.Get($"changes?after={cursor}&resource=trips&wait=4", key);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var now = member is "scopes" ? (JsonNode)new JsonArray(value) : value;
        (await app.Patch($"keys/{id}", new JsonObject { [member] = now }, ("If-Match", "*"))).Is(HttpStatusCode.OK);

        (await waiting).Is(status);
    }
}
