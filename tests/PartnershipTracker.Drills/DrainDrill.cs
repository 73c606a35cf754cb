using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// The application is stopped under load repeatedly. Clients that send no new requests once it is not ready must see neither a broken
/// answer nor a refused connection, and every request in progress must be answered, even a slow one.
/// </summary>
internal static class DrainDrill
{
    private const int DrainSeconds = 1;

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var database = workspace.Own(new Database(workspace["database"]));
        await database.Create(cancellation);
        var tracker = workspace.Own(await Tracker.Install(
            database, $"127.0.0.1:{database.Port}", ("Shutdown__DrainSeconds", $"{DrainSeconds}")));
        var acknowledged = new List<MeetingCreation>();

        for (var round = 1; round <= options["rounds", 10]; round++)
        {
            await tracker.Start();
            using var clients = new LoadClients(tracker, options["clients", 6], round, cancellation);
            var slow = new MeetingCreation(round * 2_000_000);
            await End(tracker, database, clients, slow, results, cancellation);
            acknowledged.AddRange(clients.Acknowledged.Append(slow).Where(o => o.Acknowledged is not null));

            var failure = clients.Failures.FirstOrDefault();

            results.Check(
                clients.Failures.IsEmpty && clients.Answers > 0,
                $"round {round}: {clients.Answers} answers ({clients.Unavailable} are 503), {clients.Failures.Count} failures {failure}");
        }

        (await StoredMeetings.Read(database.Owner, cancellation)).Compare(acknowledged, results);
    }

    private static async Task End(
        Tracker tracker, Database database, LoadClients clients, MeetingCreation slow, CheckResults results, CancellationToken cancellation)
    {
        await clients.WaitFor(Random.Shared.Next(50, 150), cancellation);
        using var client = tracker.Client();
        using var body = new SlowBody(slow, clients.NotReady);
        var posted = slow.Send(client, body, cancellation);
        await using var blocked = await BlockedChange.Take(database, client, cancellation);
        await Task.Delay(500, cancellation); // both have arrived

        var clock = Stopwatch.StartNew();
        var exit = tracker.Terminate();
        clients.ExpectShutdown();
        await clients.Done;
        await Task.Delay(TimeSpan.FromSeconds(DrainSeconds + 0.5), cancellation);
        var changed = await blocked.Release(cancellation);

        var (created, code) = (await posted, await exit);

        results.Check(
            (created.Status, changed, code) is (201, 200, 0),
            $"a slow body is a {created.Status}, a wait for a lock a {changed}, exit {code} after {clock.Elapsed.TotalSeconds:F1} s");
        await tracker.DisposeAsync();
    }
}
