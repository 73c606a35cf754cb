using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Replication as docs/api-guide.md describes it for Power BI and Excel: follow `next`, then read what has changed.</summary>
public sealed class ReplicaTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_replica_that_follows_next_and_overlaps_by_a_minute_misses_nothing()
    {
        var copy = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        await Refresh(copy);
        Assert.Equal(8, copy.Count);

        for (var n = 0; n < 12; n++)
        {
            (await app.Post("meetings", TestData.Meeting($"2025-{n + 1:00}"))).Is(HttpStatusCode.Created);
        }

        (await app.Patch($"meetings/{copy.Keys.First()}", new JsonObject { ["summary"] = "changed" }, ("If-Match", "*")))
            .Is(HttpStatusCode.OK);
        await Refresh(copy);

        var all = (await app.Get("meetings?limit=200&sort=updatedAt")).Items;
        Assert.Equal(20, copy.Count);
        Assert.Equal(
            all.Select(m => m!.ToJsonString()).Order(StringComparer.Ordinal),
            copy.Values.Select(m => m.ToJsonString()).Order(StringComparer.Ordinal));
    }

    private async Task Refresh(Dictionary<string, JsonNode> copy)
    {
        var since = copy.Count == 0 ? "" : "&updatedSince=" + copy.Values
            .Max(m => DateTimeOffset.Parse(m["updatedAt"]!.ToString(), CultureInfo.InvariantCulture)).AddMinutes(-1)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        for (var next = $"meetings?limit=5&sort=updatedAt{since}"; next is not null;)
        {
            var page = (await app.Get(next)).Is(HttpStatusCode.OK);

            foreach (var meeting in page.Items)
            {
                copy[meeting!["id"]!.ToString()] = meeting;
            }

            next = page.Body["next"]?.ToString();
        }
    }
}
