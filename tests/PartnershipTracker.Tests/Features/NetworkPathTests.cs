using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Paths through a generated register, compared with a breadth-first search over the edges in plain SQL.</summary>
public sealed class NetworkPathTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    [Fact]
    public async Task A_path_is_a_shortest_one_of_visible_facts_and_follows_the_heaviest_edges()
    {
        var chain = await Chain();
        string[] from = [.. chain, "sam-altman", "sk-telecom"];
        string[] to = [.. chain, "chey-tae-won", "hbm-packaging", "intel", "energy-solutions"];
        var lengths = new HashSet<int>();

        foreach (var (clearance, key) in app.Keys)
        {
            var edges = await Edges(clearance);

            foreach (var end in to)
            {
                var distances = Distances(edges, end);

                foreach (var start in from)
                {
                    var answer = await app.Get($"network/path?from={start}&to={end}", ("X-Api-Key", key));
                    var path = answer.Is(HttpStatusCode.OK).Body["path"];
                    lengths.Add(path?.AsArray().Count ?? -1);

                    Assert.Equal(
                        await Expected(start, distances, key),
                        path?.AsArray().Select(hop => $"{hop!["from"]!["id"]} {hop["to"]!["id"]} {Weights(hop["edges"]!)}"));
                }
            }
        }

        Assert.Equal([-1, 0, 1, 2, 3, 4], lengths.Order());
    }

    /// <summary>Adds people with two positions, who connect companies without meetings in a row. Returns all but the first.</summary>
    private async Task<string[]> Chain()
    {
        var nodes = new List<string> { "nvidia" };

        for (var link = 0; link < 3; link++)
        {
            var (company, person) = (TestData.Company(), TestData.Person(organization: nodes[^1]));
            var position = person["positions"]![0]!.DeepClone();
            position["organization"] = $"{company["id"]}";
            person["positions"]!.AsArray().Add(position);
            (await app.Post("companies", company)).Is(HttpStatusCode.Created);
            (await app.Post("people", person)).Is(HttpStatusCode.Created);
            nodes.AddRange([$"{person["id"]}", $"{company["id"]}"]);
        }

        return [.. nodes.Skip(1)];
    }

    private async Task<ILookup<string, string>> Edges(string clearance)
    {
        const string parties =
            "SELECT DISTINCT meeting_id, coalesce(person_id, organization_id) AS key, side = 'ours' AS ours FROM meeting_participants";
        var edges = await app.Query<string[]>(
            $"""
            SELECT array_agg(DISTINCT source || ' ' || target)
            FROM (
                SELECT a.key AS source, b.key AS target
                FROM ({InsightCountTests.Visible(clearance)}) met JOIN ({parties}) a ON a.meeting_id = met.id AND a.ours
                    JOIN ({parties}) b ON b.meeting_id = met.id AND NOT b.ours AND b.key <> a.key
                UNION ALL
                SELECT organization_id, area_id
                FROM ({InsightCountTests.Visible(clearance)}) met JOIN meeting_area_organizations o ON o.meeting_id = met.id
                UNION ALL SELECT affiliate_id, company_id FROM collaborations
                UNION ALL SELECT person_id, organization_id FROM positions
                UNION ALL SELECT id, parent_id FROM organizations WHERE parent_id IS NOT NULL) edges
            """);

        return edges.Select(e => e.Split(' ')).SelectMany(e => new[] { (From: e[0], To: e[1]), (From: e[1], To: e[0]) })
            .ToLookup(e => e.From, e => e.To);
    }

    private static Dictionary<string, int> Distances(ILookup<string, string> edges, string end)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal) { [end] = 0 };

        for (var front = new[] { end }; front.Length > 0;)
        {
            front = [.. front.SelectMany(node => edges[node].Where(other => distances.TryAdd(other, distances[node] + 1)))];
        }

        return distances;
    }

    /// <summary>Returns the hops, each along the heaviest edge that leads nearer to the end, and of these to the first by key.</summary>
    private async Task<List<string>?> Expected(string start, Dictionary<string, int> distances, string key)
    {
        var hops = new List<string>();

        if (distances.GetValueOrDefault(start, int.MaxValue) > 4)
        {
            return null;
        }

        for (var node = start; distances[node] > 0;)
        {
            var around = (await app.Get($"network?around={node}&depth=1", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body["edges"]!;
            var next = around.AsArray().Select(e => (Weight: (int)e!["weight"]!, Other: Other(e, node)))
                .Where(e => distances[e.Other] == distances[node] - 1)
                .OrderByDescending(e => e.Weight).ThenBy(e => e.Other, StringComparer.Ordinal).First().Other;
            hops.Add($"{node} {next} {Weights(new JsonArray(
                [.. around.AsArray().Where(e => Other(e!, node) == next).Select(e => e!.DeepClone())]))}");
            node = next;
        }

        return hops;
    }

    private static string Other(JsonNode edge, string node) => $"{edge["source"]}" == node ? $"{edge["target"]}" : $"{edge["source"]}";

    private static string Weights(JsonNode edges) =>
        string.Join(' ', edges.AsArray().Select(e => $"{e!["type"]}:{e["weight"]}").Order(StringComparer.Ordinal));
}
