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

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxPauseOfMachine = TimeSpan.FromSeconds(30);

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var addresses = new[] { Tracker.FreeAddress(), Tracker.FreeAddress() };
        var cluster = await Cluster.Start(workspace, addresses, cancellation);
        var (direct, pooled) = cluster.Runtime;
        (string, string?)[] more = [cluster.Replicas, ("Replicas__MaxStalenessSeconds", "3"), ("Shutdown__DrainSeconds", "3")];
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

        for (var round = 1; round <= options["kills", 10] + options["switchovers", 2] + options["machines", 1]; round++)
        {
            var first = round * MeetingsPerRound;
            var clients = new RetryingClients(Open, options["clients", 4], first..(first + MeetingsPerRound), cancellation);
            await clients.WaitFor(200, cancellation);
            await Disturb(cluster, clients, round, options, results, cancellation);
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

    private static async Task Disturb(
        Cluster cluster, RetryingClients clients, int round, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var (primary, standbys) = await cluster.Synchronous(2, cancellation);
        var (kills, switchovers) = (options["kills", 10], options["switchovers", 2]);
        var clock = Stopwatch.StartNew();

        if (round <= kills)
        {
            await primary.KillServer();
        }
        else if (round <= kills + switchovers)
        {
            await Cluster.Switchover(primary, standbys[0], cancellation);
            clock.Restart();
        }
        else
        {
            await primary.Kill();
        }

        await clients.WaitForNewWrites(cancellation);
        var (pause, isMachine) = (clock.Elapsed, round > kills + switchovers);
        var what = round <= kills ? "kill -9 of the primary" : isMachine ? "death of the machine of the primary" : "switchover";
        results.Check(
            pause <= (isMachine ? MaxPauseOfMachine : MaxPause), $"round {round}, {what}: every client writes again after {pause.TotalSeconds:F1} s");

        if (isMachine)
        {
            primary.Start();
        }

        var (promoted, others) = await cluster.Synchronous(2, cancellation);
        results.Check(
            promoted != primary && others.Contains(primary),
            $"{promoted.Name} is the primary, and {primary.Name} came back as a synchronous standby");
    }
}
