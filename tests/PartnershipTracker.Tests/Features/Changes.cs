using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// The feed as tests read it. Transactions of the other databases of the server hold it back too, so it is read until it has what it should.
/// </summary>
internal static class Changes
{
    private const int Attempts = 120;

    /// <summary>Waits until every change so far is in the feed.</summary>
    public static async Task Settle(TrackerApp app)
    {
        var cursor = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        var area = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"];
        await Until(() => Since(app, cursor, 1), lines => lines.Contains($"created areas/{area} 1"));
    }

    /// <summary>Returns the readiness once no transaction holds the feed back.</summary>
    public static Task<ApiResponse> Readiness(TrackerApp app, params (string, string)[] headers) =>
        Until(() => app.Get("/health/ready", headers), answer => Lag(answer) == 0);

    /// <summary>The seconds by which the feed lags.</summary>
    public static int Lag(ApiResponse readiness) => (int)readiness.Is(HttpStatusCode.OK).Body["feedLagSeconds"]!;

    public static string Line(JsonNode item) => $"{item["operation"]} {item["resource"]}/{item["id"]} {item["version"]}".TrimEnd();

    /// <summary>Returns the changes after a cursor, once there are so many.</summary>
    public static Task<string[]> Since(TrackerApp app, string cursor, int count, params (string, string)[] headers) => Until(
        async () => (await app.Get($"changes?after={cursor}&limit=1000", headers)).Is(HttpStatusCode.OK).Items.Select(item => Line(item!)).ToArray(),
        lines => lines.Length >= count);

    /// <summary>Asks again each second until the answer is the one that is waited for; returns the last one.</summary>
    private static async Task<T> Until<T>(Func<Task<T>> ask, Predicate<T> isExpected)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await ask();

            if (isExpected(answer) || attempt == Attempts)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }
}
