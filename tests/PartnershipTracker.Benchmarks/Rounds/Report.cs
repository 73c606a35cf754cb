using System.Globalization;
using System.Text;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The results as Markdown.</summary>
internal static class Report
{
    public static string Line(Result result) => $"{result.Workload.Name}: " + string.Join(
        ", ", result.Servers.Select(s => Text($"{s.Server} {s.PerSecond:N0}/s (p99 {s.P99:F1} ms, {s.Failed} failed)")));

    public static string Of(Options options, IReadOnlyList<Result> results)
    {
        var report = new StringBuilder(Text(
            $"""
            {options.Meetings:N0} meetings, {options.Rounds} rounds of {options.Seconds} s,
            {Options.Connections} connections by {LoadTool.Name}, {Environment.ProcessorCount} cores,
            .NET {Environment.Version}. Medians.

            | requests/s | limit | EF | product | product / limit | product / EF | kB |
            | --- | --: | --: | --: | --: | --: | --: |

            """));

        foreach (var result in results.Where(r => r.Workload.Full is null))
        {
            var (limit, ef, product) = (result.Of("limit"), result.Of("ef"), result.Of("product")!);
            report.Append(Text(
                $"| {result.Workload.Name} | {limit?.PerSecond:N0} | {ef?.PerSecond:N0} | {product.PerSecond:N0} "))
                .Append(Text($"| {product.PerSecond / limit?.PerSecond:F2} | {product.PerSecond / ef?.PerSecond:F1} "))
                .Append(Text($"| {product.Bytes / 1000.0:F1} |\n"));
        }

        foreach (var result in results.Where(r => r.Workload.Full is not null))
        {
            var known = result.Of("product")!;
            var full = results.FirstOrDefault(r => r.Workload.Name == result.Workload.Full)?.Of("product");
            report.Append(Text($"\n{result.Workload.Name}: {known.PerSecond:N0}/s, "))
                .Append(Text($"{known.PerSecond / full?.PerSecond:F2} times the rate of the full answer.\n"));
        }

        report.Append("\n| a request | p99, ms: limit / EF / product | SQL commands | connection resets | buffers |\n");
        report.Append("| --- | --: | --: | --: | --: |\n");

        foreach (var result in results)
        {
            report.Append(Text($"| {result.Workload.Name} | {Each(result, m => m.P99, "F1")} "))
                .Append(Text($"| {Each(result, m => m.Cost.Commands, "F1")} "))
                .Append(Text($"| {Each(result, m => m.Cost.Resets, "F1")} | {Each(result, m => m.Cost.Buffers, "N0")} |\n"));
        }

        return report.Append(Text($"\nFailed answers: {results.Sum(r => r.Servers.Sum(s => s.Failed))}.\n")).ToString();
    }

    /// <summary>Returns the memory of the processes by their names. The most is that of the whole run, so it has to come last.</summary>
    public static string Processes(IEnumerable<ServerProcess> servers, IReadOnlyList<IReadOnlyDictionary<string, double?>> memory)
    {
        var table = new StringBuilder("| process | start to first 200, ms | MiB at rest | MiB after the reads | MiB at most |\n");
        table.Append("| --- | --: | --: | --: | --: |\n");

        foreach (var server in servers)
        {
            table.Append(Text($"| {server.Name} | {server.StartTime.TotalMilliseconds:N0} "))
                .Append(string.Concat(memory.Select(m => Text($"| {m[server.Name]:F0} "))))
                .Append(Text($"| {server.Memory("VmHWM"):F0} |\n"));
        }

        return table.ToString();
    }

    private static string Each(Result result, Func<Measurement, double> value, string format) => string.Join(
        " / ",
        ((string[])["limit", "ef", "product"]).Select(result.Of).OfType<Measurement>()
            .Select(m => value(m).ToString(format, CultureInfo.InvariantCulture)));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
