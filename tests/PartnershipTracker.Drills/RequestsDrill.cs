using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>
/// Random requests to all operations, generated from the OpenAPI document that the application serves, one after the other so that the
/// register grows and the same seed repeats the run: first in Production with the key of an administrator, then in Development.
/// </summary>
internal static class RequestsDrill
{
    /// <summary>Usual share of mutated bodies, in hundredths.</summary>
    private const int Mutated = 15;

    public static async Task Run(Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var database = workspace.Own(new Database(workspace["database"]));
        await database.Create(cancellation);
        var production = workspace.Own(await Tracker.InstallForAdministrator(database));
        var development = workspace.Own(production.WithoutAuthentication(database));

        List<(string, Tracker, int)> environments = [("Production", production, 1), ("Development", development, 2)];

        foreach (var (name, tracker, stream) in environments)
        {
            await tracker.Start();
            await Run(name, tracker, new(options["seed", 1], stream), options, results, cancellation);
            await tracker.DisposeAsync();
        }
    }

    private static async Task Run(
        string environment, Tracker tracker, Choices choices, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        var (count, seed, mutated) = (options["requests", 5_000], options["seed", 1], options["mutated", Mutated]);
        CheckResults.Print($"{environment}: {count} requests, --seed {seed} --mutated {mutated}");
        using var client = tracker.Client();
        var document = DocumentReader.Read(JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", cancellation))!.AsObject());
        var memory = new RequestMemory(document);
        var answers = new AnswerCheck(document);
        var statistics = new RequestStatistics(document, $"{environment}, --seed {seed}");

        try
        {
            foreach (var request in new RequestGenerator(document, memory, choices, mutated).Requests(count))
            {
                using var message = request.Message();
                using var response = await client.SendAsync(message, cancellation);
                var body = await response.Content.ReadAsByteArrayAsync(cancellation);
                var faults = answers.Faults(request, response, body, out var value).ToList();

                if (response.Headers.Location is { } location && !await Leads(client, location, cancellation))
                {
                    faults.Add($"Location {location} leads nowhere");
                }

                memory.Learn(request, response, value);
                statistics.Add(request, (int)response.StatusCode, body, faults);
            }
        }
        finally
        {
            // A run that is out of time tells what it has seen
            statistics.Report(results, isCreationChecked: mutated <= Mutated);
        }
    }

    private static async Task<bool> Leads(HttpClient client, Uri location, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(location, cancellation);

        return response.IsSuccessStatusCode;
    }
}
