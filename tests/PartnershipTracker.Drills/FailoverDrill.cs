using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// A primary that waits for a standby at each commit. The standby goes away, and nobody is told that something is safe which is not; the
/// primary is killed, the standby promoted, and the application goes on by itself with everything that it ever acknowledged.
/// </summary>
internal static class FailoverDrill
{
    /// <summary>Orders of one round.</summary>
    private const int Many = 1_000_000;

    private static readonly TimeSpan MostBeforeWritesGoOn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostBeforeAnswer = TimeSpan.FromSeconds(20);

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var random = new Random(options["seed", 1]);
        var (primary, standby) = (workspace.Keep(new Database(workspace["one"])), workspace.Keep(new Database(workspace["two"])));
        await primary.Create(cancellation);
        var tracker = workspace.Keep(await Tracker.Install(primary, $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}"));
        await standby.Follow(primary, cancellation);
        await tracker.Start();
        var acknowledged = new List<MeetingCreation>();

        for (var round = 1; round <= options["rounds", 3]; round++)
        {
            CheckResults.Print($"Round {round}");
            acknowledged.Add(await MissStandby(tracker, primary, standby, new(round * Many), results, cancellation));
            var first = (round * Many) + 1;
            var clients = new RetryingClients(tracker, options["clients", 8], first..(first + Many - 1), cancellation);
            await clients.Reach(random.Next(200, 600), cancellation);
            await FailOver(primary, standby, clients, random, results, cancellation);
            await clients.Stop();
            acknowledged.AddRange(clients.Acknowledged);
            (primary, standby) = (standby, primary);

            (await StoredMeetings.Read(primary, cancellation)).Compare(acknowledged, results);
            results.Check(clients.InternalErrors + clients.Wrong == 0, $"no answers but 201, 503 and 409: {clients.Answers}");
            await standby.Follow(primary, cancellation);
        }
    }

    private static async Task FailOver(
        Database primary, Database standby, RetryingClients clients, Random random, CheckResults results, CancellationToken cancellation)
    {
        await primary.Kill();
        await Task.Delay(random.Next(2000), cancellation);
        await standby.Promote(cancellation);
        var (clock, known) = (Stopwatch.StartNew(), clients.Acknowledged.Count);
        await clients.Reach(known + 1, cancellation);
        var first = clock.Elapsed;
        await clients.GetNews(cancellation);

        results.Check(
            clock.Elapsed <= MostBeforeWritesGoOn,
            $"writes go on {first.TotalSeconds:F1} s after the promotion, for every client after {clock.Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>The order whose outcome was unknown, once it is known.</summary>
    private static async Task<MeetingCreation> MissStandby(
        Tracker tracker, Database primary, Database standby, MeetingCreation order, CheckResults results, CancellationToken cancellation)
    {
        using var client = tracker.Client();
        await standby.Kill();

        foreach (var attempt in (string[])["the first attempt", "the same again"])
        {
            var clock = Stopwatch.StartNew();
            var reply = await order.Send(client, cancellation);
            results.Check(
                (reply.Status, reply.Code) is (503, "outcome_unknown") && clock.Elapsed < MostBeforeAnswer,
                $"without a standby, {attempt} is a {reply.Status} {reply.Code} after {clock.Elapsed.TotalSeconds:F1} s");
        }

        using var list = await client.GetAsync("/api/v1/meetings", cancellation);
        results.Check(list.IsSuccessStatusCode, $"without a standby, a read is a {(int)list.StatusCode}");
        await standby.Start(cancellation);
        await primary.Synchronous(cancellation);
        var told = await order.Send(client, cancellation);
        results.Check(told is { Status: 201, IsReplay: true }, $"with the standby back, it is a {told.Status} {told.Code ?? "replay"}");

        return order;
    }
}
