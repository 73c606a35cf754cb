using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Drills;

/// <summary>Instances of the application that end: one is killed during a job, and both are replaced in turn under load.</summary>
internal static class ClusterNodes
{
    /// <summary>The variable with the program of the previous release, from which the instances are replaced; by default from the same.</summary>
    private const string Previous = "DRILL_PREVIOUS_RELEASE";

    private static readonly TimeSpan MaxTimeOfLostJob = TimeSpan.FromMinutes(1);

    public static async Task KillDuringJob(Tracker one, Tracker two, CheckResults results, CancellationToken cancellation)
    {
        var lines = string.Concat(Enumerable.Range(0, 60_000).Select(n =>
            $$"""{"resource": "areas", "id": "drill-{{n}}", "nameEn": "Drill {{n}}", "nameKo": "훈련 {{n}}"}""" + "\n"));
        using var client = one.Client();
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var accepted = await client.PostAsync("/api/v1/imports?mode=all", body, cancellation);

        if (accepted.StatusCode is not HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The import was no job: {accepted.StatusCode} {await accepted.Content.ReadAsStringAsync(cancellation)}");
        }

        await one.Kill();
        using var other = two.Client();
        var (clock, state) = (Stopwatch.StartNew(), "running");

        while (state is "running" && clock.Elapsed < 2 * MaxTimeOfLostJob)
        {
            await Task.Delay(200, cancellation);
            var operation = await other.GetStringAsync(accepted.Headers.Location, cancellation);
            state = JsonNode.Parse(operation)!["state"]!.ToString();
        }

        results.Check(
            state is "failed" && clock.Elapsed <= MaxTimeOfLostJob,
            $"a job of a killed instance reads {state} at the other one after {clock.Elapsed.TotalSeconds:F0} s");
        await one.Start();
    }

    public static async Task Replace(
        Tracker one, Tracker two, Func<HttpClient> open, string owner, string direct, CheckResults results, CancellationToken cancellation)
    {
        var previous = Environment.GetEnvironmentVariable(Previous);
        await one.Migrate(owner);

        foreach (var instance in previous is null ? [] : new[] { one, two })
        {
            await instance.Kill();
            await instance.Start(previous!, ("ConnectionStrings__Tracker", direct)); // it may not know PgBouncer
        }

        await Task.Delay(TimeSpan.FromSeconds(2), cancellation); // until HAProxy knows that they are ready
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() => Load(n, open, answers, end.Token, cancellation), cancellation)));

        foreach (var instance in new[] { two, one })
        {
            await Task.Delay(TimeSpan.FromSeconds(3), cancellation);
            await instance.Terminate();
            await instance.Start();
            await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        }

        await end.CancelAsync();
        await load;
        results.Check(
            answers.Keys.All(answer => answer is "200" or "201" or "503 with Retry-After"),
            $"while both instances were replaced{(previous is null ? "" : " by another release")}: {string.Join(", ", answers.Select(a => $"{a.Key}: {a.Value}"))}");
    }

    private static async Task Load(
        int client, Func<HttpClient> open, ConcurrentDictionary<string, int> answers, CancellationToken end, CancellationToken cancellation)
    {
        using var http = open();

        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            string answer;

            try
            {
                if (client % 2 == 0)
                {
                    using var list = await http.GetAsync("/api/v1/meetings?limit=5", cancellation);
                    answer = await Outcome(list, cancellation);
                }
                else
                {
                    using var body = new StringContent(
                        $$$"""{"id": "replaced-{{{client}}}-{{{n}}}", "name": {"en": "R {{{client}}} {{{n}}}", "ko": "교체 {{{client}}} {{{n}}}"}}""",
                        Encoding.UTF8, "application/json");
                    using var made = await http.PostAsync("/api/v1/areas", body, cancellation);
                    answer = await Outcome(made, cancellation);
                }
            }
            catch (HttpRequestException e)
            {
                answer = e.GetBaseException().Message;
            }

            answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        }
    }

    private static async Task<string> Outcome(HttpResponseMessage answer, CancellationToken cancellation) => answer.IsSuccessStatusCode
        ? $"{(int)answer.StatusCode}"
        : answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null }
        ? "503 with Retry-After"
        : $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync(cancellation))[..100]}";
}
