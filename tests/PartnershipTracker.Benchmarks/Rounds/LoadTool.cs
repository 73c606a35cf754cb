using System.Diagnostics;
using System.Globalization;
using System.Text;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The result of one round of load.</summary>
internal sealed record Load(double PerSecond, double P99Milliseconds, int Failed);

/// <summary>
/// Load from 16 connections: by <c>wrk</c> where it is installed, else by a generator of our own, which takes more of the machine.
/// </summary>
internal static class LoadTool
{
    /// <summary>Each thread of wrk repeats all targets in order.</summary>
    private const string Script =
        """
        local at = 0
        request = function()
            at = at % #targets + 1
            headers["If-None-Match"] = targets[at][2]
            return wrk.format("GET", targets[at][1], headers)
        end
        done = function(summary, latency)
            local errors = summary.errors
            io.write(string.format("result %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
                errors.status + errors.connect + errors.read + errors.write + errors.timeout))
        end
        """;

    private static readonly string? Wrk = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "wrk")).FirstOrDefault(File.Exists);

    public static string Name => Wrk is null ? "own generator" : "wrk";

    public static Task<Load> Run(ServerProcess server, IReadOnlyList<Target> targets, int seconds) =>
        Wrk is null ? Generate(server, targets, TimeSpan.FromSeconds(seconds)) : RunWrk(Wrk, server, targets, seconds);

    private static async Task<Load> RunWrk(string wrk, ServerProcess server, IReadOnlyList<Target> targets, int seconds)
    {
        var file = Path.GetTempFileName();

        try
        {
            await File.WriteAllTextAsync(file, Data(server, targets) + Script);
            var start = new ProcessStartInfo(
                wrk,
                [
                    "--threads", "1", "--connections", Options.Connections.ToString(CultureInfo.InvariantCulture),
                    "--duration", $"{seconds}s", "--timeout", "30s", "--script", file, server.Address.ToString(),
                ])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            var result = output.Split('\n').Single(line => line.StartsWith("result ", StringComparison.Ordinal)).Split(' ')[1..]
                .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();

            return new(result[0] / result[1] * 1e6, result[2] / 1000, (int)result[3]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Data(ServerProcess server, IReadOnlyList<Target> targets)
    {
        var script = new StringBuilder("local headers = {}\n");

        if (server.Key is not null)
        {
            script.Append(CultureInfo.InvariantCulture, $"headers[\"Authorization\"] = \"Bearer {server.Key}\"\n");
        }

        script.Append("local targets = {\n");

        foreach (var target in targets)
        {
            var tag = target.EntityTag is null ? "nil" : $"[[{target.EntityTag}]]";
            script.Append("{[[").Append(target.Path).Append("]], ").Append(tag).Append("},\n");
        }

        return script.Append("}\n").ToString();
    }

    private static async Task<Load> Generate(ServerProcess server, IReadOnlyList<Target> targets, TimeSpan length)
    {
        using var client = server.Client();
        var clock = Stopwatch.StartNew();
        var failed = 0;
        var times = await Task.WhenAll(Enumerable.Range(0, Options.Connections).Select(connection => Task.Run(async () =>
        {
            var mine = new List<double>();

            for (var at = connection; clock.Elapsed < length; at++)
            {
                var start = clock.Elapsed;

                if (!await Send(client, targets[at % targets.Count]))
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

    /// <summary>Sends a request and reads the whole answer; returns false when it is neither a success nor 304.</summary>
    public static async Task<bool> Send(HttpClient client, Target target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target.Path);

        if (target.EntityTag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", target.EntityTag);
        }

        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();

        return (int)response.StatusCode < 400;
    }
}
