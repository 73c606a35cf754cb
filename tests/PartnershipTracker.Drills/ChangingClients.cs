using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients that create meetings, change, classify and delete them through the API, and transactions of random length beside them that write
/// into the change log directly. A failed attempt is forgotten.
/// </summary>
internal sealed class ChangingClients
{
    /// <summary>The beginning of the ids in the log that belong to no resource.</summary>
    public const string Direct = "direct-";

    private static readonly string[] Levels = ["public", "internal", "confidential", "restricted"];

    private readonly Tracker _tracker;
    private readonly Func<string> _database;
    private volatile bool _stopped;
    private int _changes;

    public ChangingClients(Tracker tracker, Func<string> database, int clients, int transactions, int seed, CancellationToken cancellation)
    {
        (_tracker, _database) = (tracker, database);
        Done = Task.WhenAll(
            Enumerable.Range(0, clients).Select(n => Task.Run(() => Repeat(ChangeOver(seed + n), cancellation), cancellation))
                .Concat(Enumerable.Range(0, transactions).Select(n => Task.Run(
                    () => Repeat(WriteDirectly(new Random(seed + 1000 + n)), cancellation), cancellation))));
    }

    public Task Done { get; }

    /// <summary>The number of acknowledged changes.</summary>
    public int Changes => _changes;

    public Task Stop()
    {
        _stopped = true;

        return Done;
    }

    private async Task Repeat(Func<CancellationToken, Task> change, CancellationToken cancellation)
    {
        while (!_stopped)
        {
            try
            {
                await change(cancellation);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or NpgsqlException or InvalidOperationException
                || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    private Func<CancellationToken, Task> ChangeOver(int seed)
    {
        var (random, own, client) = (new Random(seed), new List<string>(), _tracker.Client());
        client.DefaultRequestHeaders.Add("Change-Reason", "drill");

        return async cancellation =>
        {
            var kind = own.Count < 5 ? 0 : random.Next(6);
            var address = kind == 0 ? "/api/v1/meetings" : $"/api/v1/meetings/{own[random.Next(own.Count)]}";
            var meeting = TestData.Meeting();
            meeting["confidentiality"] = Levels[random.Next(Levels.Length)];
            using var request = kind switch
            {
                0 => new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(meeting) },
                1 => new HttpRequestMessage(HttpMethod.Delete, address),
                2 or 3 => Patch(address, new JsonObject { ["confidentiality"] = Levels[random.Next(Levels.Length)] }),
                _ => Patch(address, new JsonObject { ["summary"] = $"{random.Next()}" }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", kind == 0 ? null : "*");
            using var response = await client.SendAsync(request, cancellation);

            if (kind == 1 && response.IsSuccessStatusCode)
            {
                own.Remove(address.Split('/')[^1]);
            }
            else if (kind == 0 && response.Headers.Location is { } location)
            {
                own.Add(location.ToString().Split('/')[^1]);
            }

            Interlocked.Add(ref _changes, response.IsSuccessStatusCode ? 1 : 0);
        };
    }

    private static HttpRequestMessage Patch(string address, JsonObject body) => new(HttpMethod.Patch, address)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/merge-patch+json"),
    };

    private Func<CancellationToken, Task> WriteDirectly(Random random) => async cancellation =>
    {
        const string Change =
            $$"""
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality, readers)
            VALUES (now(), 'drill', 'create', 'areas', '{{Direct}}' || gen_random_uuid(), 1, '{}', 'public', '{}')
            """;
        var count = random.Next(1, 10);
        await using var source = NpgsqlDataSource.Create(_database());
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);

        for (var n = 0; n < count; n++)
        {
            await using var command = new NpgsqlCommand(Change, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellation);
            await Task.Delay(random.Next(50), cancellation);
        }

        await transaction.CommitAsync(cancellation);
        Interlocked.Add(ref _changes, count);
    };
}
