using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// Two instances of the application on a cluster that Patroni manages: one through HAProxy, the other through PgBouncer in transaction mode
/// before it. Under load, primaries are killed and switched over, a machine dies, instances are replaced, and a replica lags.
/// </summary>
internal static class ClusterDrill
{
    /// <summary>The numbers that one round may use.</summary>
    private const int MeetingsPerRound = 1_000_000;

    /// <param name="Name">Its name.</param>
    /// <param name="MaxPauseSeconds">The time by which every client must write again.</param>
    /// <param name="Happen">What happens to the primary, and a standby.</param>
    /// <param name="IsAwaited">True where the time counts from its end, because the old primary is written to until then.</param>
    private sealed record Disturbance(
        string Name, int MaxPauseSeconds, Func<ClusterNode, ClusterNode, CancellationToken, Task> Happen, bool IsAwaited = false);

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var addresses = new[] { Tracker.FreeAddress(), Tracker.FreeAddress() };
        var cluster = await Cluster.Start(workspace, addresses, cancellation);
        var (direct, pooled) = cluster.Runtime;
        (string, string?)[] more = [cluster.Replicas, ("Replicas__MaxStalenessSeconds", $"{ClusterReads.MaxStalenessSeconds}"), ("Shutdown__DrainSeconds", "3")];
        var one = workspace.Own(await Tracker.Install(
            cluster.Owner, direct, "--scopes read,write,admin --clearance restricted --replica-reads",
            [.. more, ("ASPNETCORE_URLS", $"{addresses[0]}")]));
        var two = workspace.Own(one.Beside(
            pooled, [.. more, ("ConnectionStrings__Direct", direct), ("ASPNETCORE_URLS", $"{addresses[1]}")]));
        await one.Start();
        await two.Start();
        var balanced = new Uri($"http://127.0.0.1:{cluster.ApplicationPort}");
        var acknowledged = new List<MeetingCreation>();

        HttpClient Open() => one.ClientOf(balanced);

        foreach (var (round, disturbance) in Disturbances(options).Index())
        {
            var first = (round + 1) * MeetingsPerRound;
            var clients = new RetryingClients(Open, options["clients", 4], first..(first + MeetingsPerRound), cancellation);
            await clients.WaitFor(200, cancellation);
            await Disturb(cluster, clients, disturbance, results, cancellation);
            await clients.Stop();
            acknowledged.AddRange(clients.Acknowledged);
            results.Check(clients.InternalErrors + clients.Unexpected == 0, $"no answers but 201, 503 and 409: {clients.Answers}");
        }

        (await StoredMeetings.Read(cluster.Owner, cancellation)).Compare(acknowledged, results);
        var reads = new ClusterReads(cluster, one, two, balanced, options, results);
        await reads.WithPosition(cancellation);
        await reads.WithinBound(cancellation);
        await reads.Polls(cancellation);
        await reads.DeadReplica(cancellation);
        await ClusterNodes.KillDuringJob(one, two, results, cancellation);
        await ClusterNodes.Replace(one, two, Open, cluster.Owner, direct, results, cancellation);
    }

    private static IEnumerable<Disturbance> Disturbances(DrillOptions options) =>
    [
        .. Enumerable.Repeat(new Disturbance("kill -9 of the primary", 5, (primary, _, _) => primary.KillServer()), options["kills", 10]),
        .. Enumerable.Repeat(new Disturbance("switchover", 5, Cluster.Switchover, IsAwaited: true), options["switchovers", 2]),
        .. Enumerable.Repeat(new Disturbance("death of the primary's machine", 30, (primary, _, _) => primary.Kill()), options["machines", 1]),
    ];

    private static async Task Disturb(
        Cluster cluster, RetryingClients clients, Disturbance disturbance, CheckResults results, CancellationToken cancellation)
    {
        var (primary, standbys) = await cluster.Synchronous(2, cancellation);
        var clock = Stopwatch.StartNew();
        await disturbance.Happen(primary, standbys[0], cancellation);

        if (disturbance.IsAwaited)
        {
            clock.Restart();
        }

        await clients.WaitForNewWrites(cancellation);
        var pause = clock.Elapsed.TotalSeconds;
        results.Check(pause <= disturbance.MaxPauseSeconds, $"{disturbance.Name}: every client writes again after {pause:F1} s");
        primary.Start();
        var (promoted, others) = await cluster.Synchronous(2, cancellation);
        results.Check(
            promoted != primary && others.Contains(primary),
            $"{promoted.Name} is the primary, and {primary.Name} came back as a synchronous standby");
    }
}
