using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>Reads that replicas answer. One of them replays everything two seconds late.</summary>
internal sealed class ClusterReads(
    Cluster cluster, Tracker one, Tracker two, Uri balanced, DrillOptions options, CheckResults results)
{
    /// <summary>The setting of both instances.</summary>
    public const int MaxStalenessSeconds = 3;

    private const string Header = "Tracker-Position";

    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(MaxStalenessSeconds);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(ClusterNode.DelaySeconds);

    private ClusterNode? _delayed;

    /// <summary>Each client changes its own meeting, and reads it many times with the position of the change.</summary>
    public async Task WithPosition(CancellationToken cancellation)
    {
        const int Clients = 4;
        var (_, standbys) = await cluster.Synchronous(2, cancellation);
        _delayed = standbys[1];
        await _delayed.Delay(cancellation);
        var (all, stale, failed) = (options["reads", 100_000], 0, 0);
        var before = await Transactions(cancellation);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(
            async () =>
            {
                using var client = one.ClientOf(balanced);
                var address = await Create(client, cancellation);

                for (var (read, n) = (0, 1); read < all / Clients; n++)
                {
                    var position = await Change(client, address, n, cancellation);

                    for (var same = 0; same < 50 && read < all / Clients; same++, read++)
                    {
                        if (await Read(client, address, position, cancellation) is not { } seen)
                        {
                            Interlocked.Increment(ref failed);
                        }
                        else if (seen < n)
                        {
                            Interlocked.Increment(ref stale);
                        }
                    }
                }
            },
            cancellation)));

        results.Check(stale + failed == 0, $"{stale} of {all} reads with a position stale, {failed} failed");
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation); // PostgreSQL counts within a second
        var after = await Transactions(cancellation);
        var (primary, _) = await cluster.Synchronous(1, cancellation);
        var counts = after.Zip(before, (a, b) => a - b).ToList();
        var share = 1 - ((double)counts[cluster.Nodes.ToList().IndexOf(primary)] / counts.Sum());
        CheckResults.Print($"note   {share:P0} of {counts.Sum()} transactions were not on the primary");
    }

    /// <summary>One client changes a meeting all the time, and others read it without a position.</summary>
    public async Task WithinBound(CancellationToken cancellation)
    {
        using var writer = one.ClientOf(balanced);
        var address = await Create(writer, cancellation);
        var written = new ConcurrentDictionary<int, long>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writes = Task.Run(
            async () =>
            {
                for (var n = 1; !end.IsCancellationRequested; n++)
                {
                    await Change(writer, address, n, cancellation);
                    written[n] = Stopwatch.GetTimestamp();
                    await Task.Delay(10, cancellation);
                }
            },
            cancellation);
        await Task.Delay(MaxStaleness + Delay, cancellation);
        var oldest = TimeSpan.Zero;
        using var reader = one.ClientOf(balanced);

        for (var read = 0; read < 2000; read++)
        {
            var began = Stopwatch.GetTimestamp();
            var seen = await Read(reader, address, null, cancellation) ?? throw new InvalidOperationException("A read failed.");
            var age = written.TryGetValue(seen + 1, out var next) ? Stopwatch.GetElapsedTime(next, began) : TimeSpan.Zero;
            oldest = age > oldest ? age : oldest;
        }

        await end.CancelAsync();
        await writes;
        results.Check(
            oldest <= MaxStaleness, $"reads without a position are at most {oldest.TotalSeconds:F2} s old, of {MaxStaleness.TotalSeconds} s allowed");
        results.Check(oldest >= Delay / 2, $"the delayed replica has answered some of them");
    }

    /// <summary>Polls with the ETag of the last answer, at one instance and then at both in turn, while something changes now and then.</summary>
    public async Task Polls(CancellationToken cancellation)
    {
        using var alone = one.Client();
        using var both = one.ClientOf(balanced);
        var (first, second) = (await ShareOfUnchanged(alone, cancellation), await ShareOfUnchanged(both, cancellation));
        results.Check(second >= 0.95 * first, $"304 at both instances in turn: {second:P1} of the answers; at one: {first:P1}");
    }

    /// <summary>A replica is killed with its machine, and the server process of the other one.</summary>
    public async Task DeadReplica(CancellationToken cancellation)
    {
        using var client = two.ClientOf(balanced);
        var address = await Create(client, cancellation);
        var position = await Change(client, address, 1, cancellation);
        await Task.Delay(Delay + TimeSpan.FromSeconds(1), cancellation); // both have it
        var (failed, reads, clock) = (0, 0, Stopwatch.StartNew());
        var (_, standbys) = await cluster.Synchronous(1, cancellation);
        Task? kills = null;

        for (; clock.Elapsed < TimeSpan.FromSeconds(8); reads++)
        {
            kills ??= clock.Elapsed < TimeSpan.FromSeconds(1) ? null : Task.WhenAll(_delayed!.Kill(), standbys[0].KillServer());
            failed += await Read(client, address, position, cancellation) is 1 ? 0 : 1;
        }

        await kills!;
        _delayed!.Start();
        results.Check(failed == 0, $"{failed} of {reads} reads failed while both replicas were killed");
        await cluster.Synchronous(1, cancellation);
    }

    private static async Task<string> Create(HttpClient client, CancellationToken cancellation)
    {
        using var body = new StringContent(TestData.Meeting().ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/v1/meetings", body, cancellation);

        return answer.StatusCode is HttpStatusCode.Created
            ? answer.Headers.Location!.ToString() : throw new InvalidOperationException($"A meeting was not created: {answer.StatusCode}");
    }

    /// <summary>Writes a number into the meeting, and returns the position.</summary>
    private static async Task<string> Change(HttpClient client, string address, int number, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, address)
        {
            Content = new StringContent($$"""{"summary": "{{number}}"}""", Encoding.UTF8, "application/merge-patch+json"),
            Headers = { { "If-Match", "*" } },
        };
        using var answer = await client.SendAsync(request, cancellation);

        return answer.IsSuccessStatusCode
            ? answer.Headers.GetValues(Header).Single() : throw new InvalidOperationException($"A meeting was not changed: {answer.StatusCode}");
    }

    /// <summary>Returns the number in the meeting, 0 before the first; null when the read failed.</summary>
    private static async Task<int?> Read(HttpClient client, string address, string? position, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        if (position is not null)
        {
            request.Headers.Add(Header, position);
        }

        using var answer = await client.SendAsync(request, cancellation);

        if (answer.StatusCode is not HttpStatusCode.OK)
        {
            CheckResults.Print($"note   a read is a {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }

        return answer.StatusCode is HttpStatusCode.OK
            && JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!["summary"] is var summary
            ? int.TryParse($"{summary}", System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0
            : null;
    }

    private static async Task<double> ShareOfUnchanged(HttpClient client, CancellationToken cancellation)
    {
        const int Count = 400;
        var (tag, unchanged, address) = ("\"none\"", 0, await Create(client, cancellation));

        for (var poll = 0; poll < Count; poll++)
        {
            if (poll % 20 == 0)
            {
                await Change(client, address, poll, cancellation);
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/companies");
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var answer = await client.SendAsync(request, cancellation);
            (tag, unchanged) = (answer.Headers.ETag!.ToString(), unchanged + (answer.StatusCode is HttpStatusCode.NotModified ? 1 : 0));
        }

        return (double)unchanged / Count;
    }

    private Task<long[]> Transactions(CancellationToken cancellation) =>
        Task.WhenAll(cluster.Nodes.Select(node => node.Transactions(cancellation)));
}
