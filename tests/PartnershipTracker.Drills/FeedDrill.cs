using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace PartnershipTracker.Drills;

/// <summary>
/// Readers keep copies by the feed while clients change and classify meetings, the readers and the application are killed, and the database
/// fails over. No change may be missed, and in the end each copy must be what a caller of its clearance reads.
/// </summary>
internal static class FeedDrill
{
    private static readonly string[] Collections =
        ["sources", "affiliates", "companies", "people", "areas", "trips", "meetings", "collaborations", "citations"];

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var (changes, seed, clock) = (options["changes", 10_000], options["seed", 1], Stopwatch.StartNew());
        var (primary, standby) = (workspace.Own(new Database(workspace["one"])), workspace.Own(new Database(workspace["two"])));
        await primary.Create(cancellation);
        var tracker = workspace.Own(
            await Tracker.InstallForAdministrator(primary, $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}"));
        await standby.Follow(primary, cancellation);
        await tracker.Start();

        var owner = primary.Owner;
        var keys = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["restricted"] = tracker.Key!,
            ["public"] = await PublicKey(tracker, cancellation),
        };
        var readers = keys.ToDictionary(
            key => key.Key, key => new FeedReader(tracker, key.Value, seed, cancellation), StringComparer.Ordinal);
        var clients = new ChangingClients(tracker, () => owner, 9, 3, seed, cancellation);

        foreach (var (number, harm) in new Func<Task>[] { Restart, FailOver, Restart }.Index())
        {
            await WaitFor(clients, changes * (number + 1) / 4, cancellation);
            CheckResults.Print($"{clock.Elapsed.TotalSeconds,6:F1} s  {clients.Changes} changes; {(harm == FailOver ? "failing over" : "killing the application")}");
            await harm();
        }

        await WaitFor(clients, changes, cancellation);
        await clients.Stop();
        await Task.WhenAll(readers.Values.Select(reader => reader.Finish()));
        CheckResults.Print($"{clock.Elapsed.TotalSeconds,6:F1} s  {clients.Changes} changes");

        var all = await AllVersions(primary, cancellation);
        var missed = all.Except(readers["restricted"].Seen).Count();
        results.Check(missed == 0, $"{missed} of {all.Count} changes missed by the reader who sees all");

        foreach (var (level, reader) in readers)
        {
            results.Check(reader.OutOfOrder == 0, $"{level}: {reader.OutOfOrder} of {reader.Seen.Count} out of order, {reader.Repeated} repeated, through {reader.Kills} kills");
            var (differing, count) = await Compare(tracker, keys[level], reader, cancellation);
            results.Check(differing == 0, $"{level}: {differing} of {count} resources differ between the copy and the lists");
        }

        async Task Restart()
        {
            await tracker.Kill();
            await tracker.Start();
        }

        async Task FailOver()
        {
            await primary.Kill();
            await standby.Promote(cancellation);
            (primary, standby) = (standby, primary);
            owner = primary.Owner;
        }
    }

    private static async Task<string> PublicKey(Tracker tracker, CancellationToken cancellation)
    {
        using var client = tracker.Client();
        var key = new JsonObject { ["id"] = "reader", ["scopes"] = new JsonArray("read"), ["clearance"] = "public" };
        using var made = await client.PostAsJsonAsync("/api/v1/keys", key, cancellation);

        return (string)JsonNode.Parse(await made.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation))!["secret"]!;
    }

    private static async Task WaitFor(ChangingClients clients, int changes, CancellationToken cancellation)
    {
        while (clients.Changes < changes && !clients.Done.IsCompleted)
        {
            await Task.Delay(20, cancellation);
        }
    }

    private static async Task<List<string>> AllVersions(Database database, CancellationToken cancellation)
    {
        var versions = new List<string>();
        await using var source = NpgsqlDataSource.Create(database.Owner);
        await using var command = source.CreateCommand(
            $"SELECT resource || '/' || resource_id || ' ' || version FROM changes WHERE operation <> 'delete' AND resource = ANY ('{{{string.Join(',', Collections)}}}')");
        await using var rows = await command.ExecuteReaderAsync(cancellation);

        while (await rows.ReadAsync(cancellation))
        {
            versions.Add(rows.GetString(0));
        }

        return versions;
    }

    /// <summary>Compares a copy with what the lists show to the same key.</summary>
    private static async Task<(int Differing, int Count)> Compare(
        Tracker tracker, string key, FeedReader reader, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = tracker.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        var copy = reader.Copy.Where(item => Collections.Contains(item.Key.Split('/')[0]) && !item.Key.Contains(ChangingClients.Direct, StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        var (differing, count) = (0, 0);

        foreach (var collection in Collections)
        {
            for (var path = $"/api/v1/{collection}?limit=200"; path is not null;)
            {
                var page = JsonNode.Parse(await client.GetStringAsync(path, cancellation))!;

                foreach (var item in page["items"]!.AsArray())
                {
                    count++;
                    differing += copy.Remove($"{collection}/{item!["id"]}", out var copied) && JsonNode.DeepEquals(copied, item) ? 0 : 1;
                }

                path = (string?)page["next"];
            }
        }

        return (differing + copy.Count, count);
    }
}
