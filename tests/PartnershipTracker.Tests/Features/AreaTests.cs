using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class AreaTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_cycle_of_any_length_is_refused()
    {
        foreach (var below in new[] { "semiconductors", "hbm", "hbm-packaging" })
        {
            var refused = await app.Patch("areas/semiconductors", new JsonObject { ["parent"] = below }, ("If-Match", "*"));
            Assert.Equal("unprocessable #/parent cycle", refused.Problem);
        }

        Assert.Equal("\"1\"", (await app.Get("areas/semiconductors")).ETag);
    }

    [Fact]
    public async Task Two_concurrent_moves_cannot_form_a_cycle()
    {
        for (var round = 0; round < 10; round++)
        {
            var (one, two) = (TestData.Key(), TestData.Key());
            await app.Post("areas", TestData.Area(one));
            await app.Post("areas", TestData.Area(two));

            var moves = await Task.WhenAll(
                app.Patch($"areas/{one}", new JsonObject { ["parent"] = two }, ("If-Match", "*")),
                app.Patch($"areas/{two}", new JsonObject { ["parent"] = one }, ("If-Match", "*")));

            Assert.Single(moves, m => m.Status == HttpStatusCode.OK);
            Assert.Single(moves, m => m.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task Moving_a_branch_moves_its_meetings()
    {
        var (top, below) = (TestData.Key(), TestData.Key());
        await app.Post("areas", TestData.Area(top));
        await app.Post("areas", TestData.Area(below));
        var meeting = await app.Post("meetings", TestData.Meeting());
        await app.Put($"meetings/{meeting.Body["id"]}/areas/{below}", TestData.Link());

        Assert.Empty((await app.Get($"areas/{top}/meetings")).Items);
        (await app.Patch($"areas/{below}", new JsonObject { ["parent"] = top }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal([meeting.Body["id"]!.ToString()], (await app.Get($"areas/{top}/meetings")).Each("id"));
        (await app.Get("areas/no-such/meetings")).Is(HttpStatusCode.NotFound);
    }
}
