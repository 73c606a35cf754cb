using System.Diagnostics;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The result of one round of load.</summary>
internal sealed record Load(double PerSecond, double P99Milliseconds, int Failed);

/// <summary>
/// Load from some connections: by <c>wrk</c> where it is installed, else by a generator of our own, which takes more of the machine.
/// </summary>
internal static class LoadTool
{
    /// <summary>The length of a load of the warm-up.</summary>
    private const int WarmUpSeconds = 3;

    /// <summary>The most loads of a warm-up: some servers are still getting faster after 30 s, and none after 45 s.</summary>
    private const int MaxWarmUps = 15;

    /// <summary>The rise of the rate that is needed for the warm-up to go on, so that chance alone does not prolong it.</summary>
    private const double Rise = 1.05;

    public static string Name => Wrk.Place is null ? "own generator" : "wrk";

    public static Task<Load> Run(
        ServerProcess server, IReadOnlyList<Target> targets, int seconds, int connections = Options.Connections) =>
        Wrk.Place is null
            ? Generate(server, targets, TimeSpan.FromSeconds(seconds), connections)
            : Wrk.Run(server, targets, seconds, connections);

    /// <summary>
    /// Loads a server until two loads in a row are no faster than those before. The compiler of .NET replaces code that runs often by
    /// faster code, step by step, while the server is under load; until then a measurement is of code that no busy server runs.
    /// </summary>
    public static async Task WarmUp(ServerProcess server, IReadOnlyList<Target> targets)
    {
        var (best, steady) = (0.0, 0);

        for (var load = 0; load < MaxWarmUps && steady < 2; load++)
        {
            var rate = (await Run(server, targets, WarmUpSeconds)).PerSecond;
            steady = rate > best * Rise ? 0 : steady + 1;
            best = Math.Max(best, rate);
        }
    }

    private static async Task<Load> Generate(
        ServerProcess server, IReadOnlyList<Target> targets, TimeSpan length, int connections)
    {
        using var client = server.Client();
        var clock = Stopwatch.StartNew();
        var failed = 0;
        var times = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();

            while (clock.Elapsed < length)
            {
                var start = clock.Elapsed;

                if (!await Target.SendNext(client, targets))
                {
                    Interlocked.Increment(ref failed);
                }

                mine.Add((clock.Elapsed - start).TotalMilliseconds);
            }

            return mine;
        })));
        var all = times.SelectMany(t => t).Order().ToList();

        return new(all.Count / clock.Elapsed.TotalSeconds, all[(int)(all.Count * 0.99)], failed);
    }
}
