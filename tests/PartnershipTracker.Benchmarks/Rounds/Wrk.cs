using System.Diagnostics;
using System.Globalization;
using System.Text;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>Load by the tool <c>wrk</c>, with a script in Lua that makes its requests.</summary>
internal static class Wrk
{
    /// <summary>
    /// Repeats all targets in order, and numbers the requests as <see cref="Target.Request"/> does. It runs in a single thread, whose last
    /// number is handed back.
    /// </summary>
    private const string Script =
        """
        setup = function(thread) worker = thread end
        request = function()
            sent = sent + 1
            local target = targets[sent % #targets + 1]
            local path, body = target[1], target[4]
            headers["If-None-Match"] = target[2]
            if body then
                local number = string.format("%d", sent)
                local area = areas[math.floor(sent / #targets) % #areas + 1]
                headers["Idempotency-Key"] = "benchmark-" .. number
                body = string.gsub(body, "{number}", number)
                path = string.gsub(path, "{area}", area)
            end
            return wrk.format(target[3], path, headers, body)
        end
        done = function(summary, latency)
            local errors = summary.errors
            io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99),
                errors.status + errors.connect + errors.read + errors.write + errors.timeout, worker:get("sent")))
        end
        """;

    /// <summary>The file of the program; null where it is not installed.</summary>
    public static string? Place { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "wrk")).FirstOrDefault(File.Exists);

    public static async Task<Load> Run(ServerProcess server, IReadOnlyList<Target> targets, int seconds, int connections)
    {
        var script = Path.GetTempFileName();

        try
        {
            await File.WriteAllTextAsync(script, Data(server, targets) + Script);
            var start = new ProcessStartInfo(
                Place!,
                [
                    "--threads", "1", "--connections", connections.ToString(CultureInfo.InvariantCulture),
                    "--duration", $"{seconds}s", "--timeout", "30s", "--script", script, server.Address.ToString(),
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
            Target.Sent = (long)result[4];

            return new(result[0] / result[1] * 1e6, result[2] / 1000, (int)result[3]);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Data(ServerProcess server, IReadOnlyList<Target> targets)
    {
        var script = new StringBuilder("local headers = { [\"Content-Type\"] = \"application/json\" }\n")
            .Append(CultureInfo.InvariantCulture, $"sent = {Target.Sent}\n");

        if (server.Key is not null)
        {
            script.Append(CultureInfo.InvariantCulture, $"headers[\"Authorization\"] = \"Bearer {server.Key}\"\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"local areas = {{ {string.Join(", ", Target.Areas.Select(Text))} }}\n")
            .Append("local targets = {\n");

        foreach (var target in targets)
        {
            script.Append(
                CultureInfo.InvariantCulture,
                $"{{ {Text(target.Path)}, {Text(target.EntityTag)}, {Text(target.Method)}, {Text(target.Body)} }},\n");
        }

        return script.Append("}\n").ToString();
    }

    /// <summary>Returns a literal of Lua in which nothing has to be escaped.</summary>
    private static string Text(string? text) => text is null ? "nil" : $"[==[{text}]==]";
}
