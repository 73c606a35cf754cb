using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// The feed as tests read it. Transactions of the other databases of the server hold it back too, so it is read until it has what it should.
/// </summary>
internal static class Changes
{
    private const int Attempts = 60;

    /// <summary>Waits until every change so far is in the feed.</summary>
    public static async Task Settle(TrackerApp app)
    {
        var cursor = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        var area = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"];

        for (var attempt = 1; !(await Since(app, cursor, 1)).Contains($"created areas/{area} 1") && attempt < Attempts; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Returns the readiness once no transaction holds the feed back.</summary>
    public static async Task<ApiResponse> Readiness(TrackerApp app, params (string, string)[] headers)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = (await app.Get("/health/ready", headers)).Is(HttpStatusCode.OK);

            if ((int)answer.Body["feedLagSeconds"]! == 0 || attempt == Attempts)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    public static string Line(JsonNode item) => $"{item["operation"]} {item["resource"]}/{item["id"]} {item["version"]}".TrimEnd();

    /// <summary>Returns the changes after a cursor, once there are so many.</summary>
    public static async Task<string[]> Since(TrackerApp app, string cursor, int count, params (string, string)[] headers)
    {
        for (var attempt = 1; ; attempt++)
        {
            var page = (await app.Get($"changes?after={cursor}&limit=1000", headers)).Is(HttpStatusCode.OK);

            if (page.Items.Count >= count || attempt == Attempts)
            {
                return [.. page.Items.Select(item => Line(item!))];
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }
}
