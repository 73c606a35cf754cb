using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// A primary that waits for a standby at each commit. While the standby is away, no write may be acknowledged. When the primary is killed
/// and the standby promoted, the application must continue without a restart and keep every acknowledged write, also when the earlier
/// primary comes back and accepts writes. The two take turns, so each is once the first of the list.
/// </summary>
internal static class FailoverDrill
{
    /// <summary>The numbers that one round may use.</summary>
    private const int MeetingsPerRound = 1_000_000;

    private static readonly TimeSpan MaxTimeToWrites = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxResponseTime = TimeSpan.FromSeconds(20);

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var random = new Random(options["seed", 1]);
        var (primary, standby) = (workspace.Own(new Database(workspace["one"])), workspace.Own(new Database(workspace["two"])));
        await primary.Create(cancellation);
        var tracker = workspace.Own(await Tracker.Install(primary, $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}"));
        await standby.Follow(primary, cancellation);
        await tracker.Start();
        var acknowledged = new List<MeetingCreation>();

        for (var round = 1; round <= options["rounds", 3]; round++)
        {
            CheckResults.Print($"Round {round}");
            acknowledged.Add(await WriteWithoutStandby(tracker, primary, standby, new(round * MeetingsPerRound), results, cancellation));
            var first = (round * MeetingsPerRound) + 1;
            var clients = new RetryingClients(tracker.Client, options["clients", 8], first..(first + MeetingsPerRound - 1), cancellation);
            await clients.WaitFor(random.Next(200, 600), cancellation);
            await FailOver(primary, standby, clients, random, results, cancellation);
            await ReturnUnfenced(tracker, primary, standby, clients, results, cancellation);
            await clients.Stop();
            acknowledged.AddRange(clients.Acknowledged);
            (primary, standby) = (standby, primary);

            (await StoredMeetings.Read(primary.Owner, cancellation)).Compare(acknowledged, results);
            results.Check(clients.InternalErrors + clients.Unexpected == 0, $"no answers but 201, 503 and 409: {clients.Answers}");
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
        await clients.WaitFor(known + 1, cancellation);
        var first = clock.Elapsed;
        await clients.WaitForNewWrites(cancellation);

        results.Check(
            clock.Elapsed <= MaxTimeToWrites,
            $"writes go on {first.TotalSeconds:F1} s after the promotion, for every client after {clock.Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>Starts the earlier primary beside the promoted one, and makes the application connect anew and start anew.</summary>
    private static async Task ReturnUnfenced(
        Tracker tracker, Database earlier, Database promoted, RetryingClients clients, CheckResults results, CancellationToken cancellation)
    {
        await earlier.Start(cancellation);
        await earlier.WaitForNoStandby(cancellation);
        var before = (await StoredMeetings.Read(earlier.Owner, cancellation)).Changes;

        for (var time = 0; time < 5; time++)
        {
            await clients.WaitForNewWrites(cancellation);
            await promoted.DropConnections(cancellation);
        }

        await tracker.Kill();
        await tracker.Start();
        await clients.WaitForNewWrites(cancellation);
        var lost = (await StoredMeetings.Read(earlier.Owner, cancellation)).Changes - before;
        results.Check(lost == 0, $"{lost} acknowledged writes on the earlier primary, which came back unfenced");
        CheckResults.Print(
            $"note   a process that starts while only the earlier primary can be reached uses it: only fencing prevents that");
    }

    /// <summary>Returns the meeting whose outcome was unknown until the standby was back.</summary>
    private static async Task<MeetingCreation> WriteWithoutStandby(
        Tracker tracker, Database primary, Database standby, MeetingCreation creation, CheckResults results, CancellationToken cancellation)
    {
        using var client = tracker.Client();
        await standby.Kill();

        foreach (var attempt in (string[])["the first attempt", "the same again"])
        {
            var clock = Stopwatch.StartNew();
            var reply = await creation.Send(client, cancellation);
            results.Check(
                (reply.Status, reply.Code) is (503, "outcome_unknown") && clock.Elapsed < MaxResponseTime,
                $"without a standby, {attempt} is a {reply.Status} {reply.Code} after {clock.Elapsed.TotalSeconds:F1} s");
        }

        using var list = await client.GetAsync("/api/v1/meetings", cancellation);
        results.Check(list.IsSuccessStatusCode, $"without a standby, a read is a {(int)list.StatusCode}");
        await standby.Start(cancellation);
        await primary.Synchronous(cancellation);
        var replayed = await creation.Send(client, cancellation);
        results.Check(
            replayed is { Status: 201, IsReplay: true }, $"with the standby back, it is a {replayed.Status} {replayed.Code ?? "replay"}");

        return creation;
    }
}
