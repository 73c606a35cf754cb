using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients create meetings while the application, the database or both are killed at random moments. Every acknowledged meeting must be
/// stored once, and its answer must be replayed unchanged.
/// </summary>
internal static class CrashDrill
{
    private const int Sample = 500;

    private enum Victim
    {
        Application,
        Database,
        Both,
    }

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var (posts, kills, random) = (options["posts", 10_000], options["kills", 10], new Random(options["seed", 1]));
        var database = workspace.Own(new Database(workspace["database"]));
        await database.Create(cancellation);
        var tracker = workspace.Own(await Tracker.Install(database, $"127.0.0.1:{database.Port}"));
        await tracker.Start();

        var clock = Stopwatch.StartNew();
        var clients = new RetryingClients(tracker.Client, options["clients", 8], 1..(posts + 1), cancellation);
        var victims = Victims(kills);
        random.Shuffle(victims);

        foreach (var (round, victim) in victims.Index())
        {
            await clients.WaitFor((int)(posts * (round + random.NextDouble()) / (kills + 1)), cancellation);
            await Task.Delay(random.Next(100), cancellation);
            CheckResults.Print($"{clock.Elapsed.TotalSeconds,6:F1} s  {clients.Acknowledged.Count,6} acknowledged; killing {victim}");
            await Kill(victim, tracker, database, random, cancellation);
        }

        await clients.Done;
        CheckResults.Print($"{clock.Elapsed.TotalSeconds,6:F1} s  {clients.Acknowledged.Count,6} acknowledged. Answers: {clients.Answers}");

        results.Check(clients.Acknowledged.Count == posts, $"{clients.Acknowledged.Count} of {posts} acknowledged, through {kills} kills");
        (await StoredMeetings.Read(database.Owner, cancellation)).Compare(clients.Acknowledged, results);
        results.Check(clients.InternalErrors == 0, $"{clients.InternalErrors} answers of 500");
        results.Check(clients.Unexpected == 0, $"{clients.Unexpected} other answers than 201, 503 and 409");
        await Replay(tracker, clients.Acknowledged, random, results, cancellation);
    }

    private static Victim[] Victims(int kills) => [.. Enumerable.Range(0, kills).Select(i => (i % 5) switch
    {
        0 or 1 => Victim.Application,
        2 or 3 => Victim.Database,
        _ => Victim.Both,
    })];

    private static async Task Kill(Victim victim, Tracker tracker, Database database, Random random, CancellationToken cancellation)
    {
        if (victim is Victim.Application or Victim.Both)
        {
            await tracker.Kill();
        }

        if (victim is Victim.Database or Victim.Both)
        {
            await database.Kill();
            await Task.Delay(random.Next(1000), cancellation);
            await database.Start(cancellation);
        }

        if (victim is Victim.Application or Victim.Both)
        {
            await tracker.Start();
        }
    }

    /// <summary>Replays a random sample of which up to half are meetings that took more than one attempt.</summary>
    private static async Task Replay(
        Tracker tracker,
        IReadOnlyCollection<MeetingCreation> acknowledged,
        Random random,
        CheckResults results,
        CancellationToken cancellation)
    {
        MeetingCreation[] all = [.. acknowledged];
        random.Shuffle(all);
        var sample = all.Where(o => o.Attempts > 1).Take(Sample / 2).Union(all).Take(Sample).ToList();
        var retried = sample.Count(o => o.Attempts > 1);
        var same = 0;
        using var client = tracker.Client();

        await Parallel.ForEachAsync(sample, cancellation, async (creation, stop) =>
        {
            var again = await creation.Send(client, stop);
            Interlocked.Add(ref same, again.IsReplay && again.IsSameAs(creation.Acknowledged!) ? 1 : 0);
        });

        results.Check(same == sample.Count, $"{same} of {sample.Count} replays byte-identical, {retried} of them of meetings sent again");
    }
}
