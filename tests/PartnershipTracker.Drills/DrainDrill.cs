using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// The application is told to end under load, again and again. Clients that begin nothing new once it says that it is not ready see no
/// broken answer and no closed door, and what is under way is answered, however slow it is.
/// </summary>
internal static class DrainDrill
{
    private const int DrainSeconds = 1;

    public static async Task Run(Site site, Options options, Verdict verdict, CancellationToken cancellation)
    {
        var database = site.Keep(new Database(site["database"]));
        await database.Create(cancellation);
        var tracker = site.Keep(await Tracker.Install(
            database, $"127.0.0.1:{database.Port}", ("Shutdown__DrainSeconds", $"{DrainSeconds}")));
        var acknowledged = new List<Order>();

        for (var round = 1; round <= options["rounds", 10]; round++)
        {
            await tracker.Start();
            using var crowd = new Visitors(tracker, options["clients", 6], round, cancellation);
            var slow = new Order(round * 2_000_000);
            await End(tracker, database, crowd, slow, verdict, cancellation);
            acknowledged.AddRange(crowd.Acknowledged.Append(slow).Where(o => o.Acknowledged is not null));

            verdict.Check(
                crowd.Broken.IsEmpty && crowd.Answers > 0,
                $"round {round}: {crowd.Answers} answers ({crowd.Busy} of them 503), {crowd.Broken.Count} broken {crowd.Broken.FirstOrDefault()}");
        }

        (await Register.Read(database, cancellation)).Compare(acknowledged, verdict);
    }

    private static async Task End(
        Tracker tracker, Database database, Visitors crowd, Order slow, Verdict verdict, CancellationToken cancellation)
    {
        await crowd.Reach(Random.Shared.Next(50, 150), cancellation);
        using var client = tracker.Client();
        using var body = new SlowBody(slow, crowd.NotReady);
        var posted = slow.Send(client, body, cancellation);
        await using var hold = await Hold.Take(database, client, cancellation);
        await Task.Delay(500, cancellation); // both have arrived

        var clock = Stopwatch.StartNew();
        var exit = tracker.Terminate();
        crowd.Expect();
        await crowd.Done;
        await Task.Delay(TimeSpan.FromSeconds(DrainSeconds + 0.5), cancellation);
        var changed = await hold.Release(cancellation);

        var (created, code) = (await posted, await exit);

        verdict.Check(
            (created.Status, changed, code) is (201, 200, 0),
            $"a slow body is a {created.Status}, a wait for a lock a {changed}, exit {code} after {clock.Elapsed.TotalSeconds:F1} s");
        await tracker.DisposeAsync();
    }
}
