using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>
/// The wait of one caller who gets single meetings, alone and beside callers of a question over the whole register. One caller alone does
/// not load the machine, so that its wait beside them shows what the question takes from others.
/// </summary>
internal static class Interference
{
    private const int Seconds = 10;
    private const int MarginSeconds = 2;
    private const string Question = "/api/v1/coverage?rows=affiliate&columns=area";

    public static async Task<string> Measure(ServerProcess product, Workload single)
    {
        var targets = await single.Targets(product);
        var alone = await LoadTool.Run(product, targets, Seconds, connections: 1);
        var others = LoadTool.Run(product, Questions(), Seconds + (2 * MarginSeconds));
        await Task.Delay(TimeSpan.FromSeconds(MarginSeconds));
        var beside = await LoadTool.Run(product, targets, Seconds, connections: 1);
        var asked = await others;

        return FormattableString.Invariant(
            $"""
            {single.Name}, one caller: p99 {alone.P99Milliseconds:F1} ms alone, {beside.P99Milliseconds:F1} ms beside
            {Options.Connections} callers of `{Question}` ({asked.PerSecond:F1}/s, {asked.Failed} failed):
            {beside.P99Milliseconds / alone.P99Milliseconds:F1} times. Requests per second: {alone.PerSecond:N0} alone,
            {beside.PerSecond:N0} beside them. {alone.Failed + beside.Failed} failed.

            """);
    }

    /// <summary>
    /// Returns the question for periods that all contain every meeting, more than can be answered meanwhile: the product keeps its answers.
    /// </summary>
    private static List<Target> Questions() =>
        [.. Enumerable.Range(0, 5000).Select(i => new Target(
            FormattableString.Invariant($"{Question}&from={new DateOnly(1990, 1, 1).AddDays(i):yyyy-MM-dd}")))];
}
