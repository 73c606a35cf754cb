using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>
/// What trust costs: the list of meetings for a caller with a key, in Production with everything on, against the same application on the
/// same register as a local administrator in Development, who is neither looked up, nor limited, nor kept from anything. Both run all the
/// time, and are asked in turns.
/// </summary>
internal static class ThroughputDrill
{
    private const double LeastRatio = 0.8;

    public static async Task Run(Site site, Options options, Verdict verdict, CancellationToken cancellation)
    {
        var database = site.Keep(new Database(site["database"]));
        await database.Create(cancellation);
        var secured = site.Keep(await Tracker.Install(database, $"127.0.0.1:{database.Port}"));
        var open = site.Keep(secured.WithoutAuthentication(database));
        await secured.Start();
        await open.Start();
        await database.Execute(Crowd.Of(options["meetings", 100_000]), cancellation);
        await database.Execute("VACUUM ANALYZE", cancellation);

        foreach (var path in (string[])["/api/v1/meetings?limit=50", "/api/v1/meetings?limit=50&company=nvidia"])
        {
            await RequireSame(secured, open, path, cancellation);
            var (with, without) = await Measure(secured, open, path, options, cancellation);
            Verdict.Say($"{path}: {with:F0} requests a second with everything on, {without:F0} without authentication (medians)");
            verdict.Check(with / without >= LeastRatio, $"ratio {with / without:F3}, at least {LeastRatio}");
        }
    }

    /// <summary>Nothing is hidden from the key, so that both have the same work to do.</summary>
    private static async Task RequireSame(Tracker secured, Tracker open, string path, CancellationToken cancellation)
    {
        using var one = secured.Client();
        using var other = open.Client();

        if (await one.GetStringAsync(path, cancellation) != await other.GetStringAsync(path, cancellation))
        {
            throw new InvalidOperationException("They show different things.");
        }
    }

    /// <summary>The medians of rounds that take turns, after one that does not count.</summary>
    private static async Task<(double With, double Without)> Measure(
        Tracker secured, Tracker open, string path, Options options, CancellationToken cancellation)
    {
        var (connections, length) = (options["connections", 4], TimeSpan.FromSeconds(options["seconds", 5]));
        var (with, without) = (new List<double>(), new List<double>());

        for (var round = 0; round <= options["rounds", 7]; round++)
        {
            foreach (var isSecured in round % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                var rate = await Treadmill.Run(isSecured ? secured : open, path, connections, length, cancellation);
                (isSecured ? with : without).Add(rate);
            }

            Verdict.Say($"  {(round == 0 ? "warm-up" : $"round {round}")}: {with[^1]:F0} with, {without[^1]:F0} without");
        }

        return (Median(with.Skip(1)), Median(without.Skip(1)));
    }

    private static double Median(IEnumerable<double> rates) => rates.Order().ToList() is var all ? all[all.Count / 2] : 0;
}
