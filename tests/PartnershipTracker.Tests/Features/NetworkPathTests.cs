using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Paths through a generated register, compared with a breadth-first search over the edges in plain SQL.</summary>
public sealed class NetworkPathTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    [Fact]
    public async Task All_paths_are_shortest_ones_of_visible_facts()
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
                    var answer = (await app.Get($"network/path?from={start}&to={end}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;
                    var length = distances.GetValueOrDefault(start, int.MaxValue);
                    lengths.Add(length > 4 ? -1 : length);

                    Assert.Equal(length > 4, answer["path"] is null);
                    Assert.All(
                        answer["alternatives"]!.AsArray().Select(other => other!["path"]!).Append(answer["path"]).OfType<JsonNode>(),
                        path => Assert.Equal(
                            Enumerable.Range(0, length + 1).Reverse(), Nodes(start, path).Select(node => distances[node])));
                    Assert.All(
                        answer["path"]?.AsArray() ?? [],
                        hop => Assert.Contains($"{hop!["to"]!["id"]}", edges[$"{hop["from"]!["id"]}"]));
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
                FROM ({InsightCountTests.Met(clearance)}) met JOIN ({parties}) a ON a.meeting_id = met.id AND a.ours
                    JOIN ({parties}) b ON b.meeting_id = met.id AND NOT b.ours AND b.key <> a.key
                UNION ALL
                SELECT organization_id, area_id
                FROM ({InsightCountTests.Met(clearance)}) met JOIN meeting_area_organizations o ON o.meeting_id = met.id
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

    private static IEnumerable<string> Nodes(string start, JsonNode path) =>
        path.AsArray().Select(hop => $"{hop!["to"]!["id"]}").Prepend(start);
}
