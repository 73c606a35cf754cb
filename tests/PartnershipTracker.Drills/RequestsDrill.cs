using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>
/// Random requests to all operations, generated from the OpenAPI document that the application serves, one after the other so that the
/// register grows and the same seed repeats the run: first in Production with the key of an administrator, then in Development.
/// </summary>
internal static class RequestsDrill
{
    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var database = workspace.Own(new Database(workspace["database"]));
        await database.Create(cancellation);
        var production = workspace.Own(await Tracker.InstallForAdministrator(database));
        var development = workspace.Own(production.WithoutAuthentication(database));

        foreach (var (name, tracker) in (List<(string, Tracker)>)[("Production", production), ("Development", development)])
        {
            await tracker.Start();
            await Run(name, tracker, options, results, cancellation);
            await tracker.DisposeAsync();
        }
    }

    private static async Task Run(
        string environment, Tracker tracker, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var (count, seed) = (options["requests", 5_000], options["seed", 1]);
        CheckResults.Print($"{environment}: {count} requests, --seed {seed}");
        using var client = tracker.Client();
        var document = DocumentReader.Read(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", cancellation))!.AsObject());
        var memory = new RequestMemory(document);
        var generator = new RequestGenerator(document, memory, new Choices(seed));
        var answers = new AnswerCheck(document);
        var faults = new Dictionary<string, int>(StringComparer.Ordinal);
        var statuses = new SortedDictionary<int, int>();

        for (var number = 1; number <= count; number++)
        {
            var request = generator.Next();
            using var message = request.Message();
            using var response = await client.SendAsync(message, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var status = (int)response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            var found = answers.Faults(request, response, body, out var value).ToList();

            if (response.Headers.Location is { } location && !await Leads(client, location, cancellation))
            {
                found.Add($"Location {location} leads nowhere");
            }

            memory.Learn(request, response, value);

            foreach (var fault in found)
            {
                var kind = $"{request.Operation}: {status}: {fault}";
                faults[kind] = faults.GetValueOrDefault(kind) + 1;

                if (faults[kind] == 1)
                {
                    CheckResults.Print($"--seed {seed}, {environment}, request {number}: {fault}\n{request}\n{status} {Start(body)}\n");
                }
            }
        }

        var counts = statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Value} × {s.Key}"));
        CheckResults.Print($"  answers: {string.Join(", ", counts)}");
        results.Check(statuses.Keys.All(s => s < 500), $"{environment}, --seed {seed}: no answer of {count} is a 5xx");
        results.Check(faults.Count == 0, $"{environment}, --seed {seed}: each answer is as documented ({faults.Values.Sum()} faults)");
        results.Check(generator.Unused.Count == 0, $"{environment}: all operations were used {string.Join(", ", generator.Unused)}");
    }

    private static async Task<bool> Leads(HttpClient client, Uri location, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(location, cancellation);

        return response.IsSuccessStatusCode;
    }

    private static string Start(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 1_000)));
}
