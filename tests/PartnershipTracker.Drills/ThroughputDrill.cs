using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>
/// The cost of all security measures: the list of meetings for a caller with a key in Production, compared with the same application on
/// the same register for a local administrator in Development, who is neither authenticated nor limited. Both run all the time and are
/// measured in turns.
/// </summary>
internal static class ThroughputDrill
{
    private const double LeastRatio = 0.8;

    /// <summary>Rounds until the just-in-time compiler has optimized both; earlier rounds are slower.</summary>
    private const int WarmUp = 6;

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var database = workspace.Own(new Database(workspace["database"]));
        await database.Create(cancellation);
        var secured = workspace.Own(await Tracker.Install(database, $"127.0.0.1:{database.Port}"));
        var open = workspace.Own(secured.WithoutAuthentication(database));
        await secured.Start();
        await open.Start();
        await database.Execute(LoadGenerator.Meetings(options["meetings", 100_000]), cancellation);
        await database.Execute("VACUUM ANALYZE", cancellation);

        foreach (var path in (string[])["/api/v1/meetings?limit=50", "/api/v1/meetings?limit=50&company=nvidia"])
        {
            await RequireSame(secured, open, path, cancellation);
            var rounds = await Measure(secured, open, path, options, cancellation);
            var (with, without) = (Median(rounds.Select(r => r.With)), Median(rounds.Select(r => r.Without)));
            var ratio = Median(rounds.Select(r => r.With / r.Without));
            CheckResults.Print($"{path}: {with:F0} requests a second with everything on, {without:F0} without authentication");
            results.Check(ratio >= LeastRatio, $"ratio {ratio:F3}, at least {LeastRatio}: the medians of {rounds.Count} rounds");
        }
    }

    /// <summary>Requires equal answers, so that both applications do the same work.</summary>
    private static async Task RequireSame(Tracker secured, Tracker open, string path, CancellationToken cancellation)
    {
        using var one = secured.Client();
        using var other = open.Client();

        if (await one.GetStringAsync(path, cancellation) != await other.GetStringAsync(path, cancellation))
        {
            throw new InvalidOperationException("They show different things.");
        }
    }

    /// <summary>
    /// Measures in short rounds by turns, so that other load on the machine affects both equally. The first rounds are a warm-up and do not
    /// count.
    /// </summary>
    private static async Task<List<(double With, double Without)>> Measure(
        Tracker secured, Tracker open, string path, DrillOptions options, CancellationToken cancellation)
    {
        var (connections, length) = (options["connections", 4], TimeSpan.FromSeconds(options["seconds", 2]));
        var rounds = new List<(double With, double Without)>();

        for (var round = -WarmUp; round < options["rounds", 15]; round++)
        {
            var (first, second) = round % 2 == 0 ? (secured, open) : (open, secured);
            var one = await ThroughputClient.Run(first, path, connections, length, cancellation);
            var other = await ThroughputClient.Run(second, path, connections, length, cancellation);
            var (with, without) = round % 2 == 0 ? (one, other) : (other, one);
            CheckResults.Print($"  {(round < 0 ? "warm-up" : $"round {round + 1}")}: {with:F0} with, {without:F0} without");
            rounds.Add((with, without));
        }

        return [.. rounds.Skip(WarmUp)];
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var all ? all[all.Count / 2] : 0;
}
