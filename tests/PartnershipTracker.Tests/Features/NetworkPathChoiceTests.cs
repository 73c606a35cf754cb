using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Features;

/// <summary>The choice among several shortest paths.</summary>
public sealed class NetworkPathChoiceTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task All_shortest_paths_are_shown_when_they_are_few()
    {
        var found = (await app.Get("network/path?from=sk-hynix&to=sam-altman")).Is(HttpStatusCode.OK).Body;
        string[] paths = [Nodes(found["path"]!), .. found["alternatives"]!.AsArray().Select(other => Nodes(other!["path"]!))];

        Assert.Equal(4, paths.Length);
        Assert.Equal(["intel", "nvidia", "sk-group", "tsmc"], paths.Select(p => p.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.All(paths, path => Assert.EndsWith(" chey-tae-won sam-altman", path, StringComparison.Ordinal));
        Assert.False((bool)found["hasMore"]!);
    }

    [Fact]
    public async Task Nodes_without_a_path_and_a_node_itself_have_no_alternatives()
    {
        foreach (var query in new[] { "from=sk-hynix&to=energy-solutions", "from=intel&to=intel", "from=sk-hynix&to=sk-group" })
        {
            var found = (await app.Get($"network/path?{query}")).Is(HttpStatusCode.OK).Body;

            Assert.Empty(found["alternatives"]!.AsArray());
            Assert.False((bool)found["hasMore"]!);
        }
    }

    [Fact]
    public async Task The_step_to_a_person_reads_only_the_meetings_of_the_person_and_no_area_links_of_the_organizations_before()
    {
        using var log = new SqlLog(app);
        (await app.Get("network/path?from=sk-hynix&to=sam-altman&status=held&status=planned")).Is(HttpStatusCode.OK);
        var (links, meetings) = (await PlanOf("link"), await PlanOf("participation"));

        Assert.Contains("\"One-Time Filter\"", links, StringComparison.Ordinal);
        Assert.Matches("\"Relation Name\": \"meeting_area_organizations\"[^{}]*\"Actual Loops\": 0", links);
        Assert.Equal(3, Regex.Count(meetings, "\"Relation Name\": \"meeting_participants\"")); // by person, by organization, and the parties

        async Task<string> PlanOf(string type)
        {
            var (sql, parameters) = log.Sent.Last(sent => sent.Sql.Contains($"'{type}' AS type", StringComparison.Ordinal));
            Assert.Equal(["sam-altman"], (string[])parameters.Single(p => p.ParameterName is "others").Value!);

            return await app.PlanOf(sql, parameters);
        }
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(11, true)]
    public async Task Paths_through_better_supported_facts_come_first_and_more_than_five_are_announced(int count, bool hasMore)
    {
        var affiliate = await Create("affiliates", With(TestData.Company(TestData.Key("affiliate")), ("kind", "affiliate")));
        string[] companies = [.. Enumerable.Range(1, count).Select(_ => TestData.Key("company"))];
        var collaborations = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var company in companies)
        {
            await Create("companies", TestData.Company(company));
            collaborations[company] = await Create(
                "collaborations", With(TestData.Collaboration("hbm"), ("affiliate", affiliate), ("company", company)));
        }

        var person = TestData.Person();
        person["positions"] = new JsonArray([.. companies.Select(company => (JsonNode)new JsonObject
        {
            ["organization"] = company,
            ["title"] = TestData.Name(),
        })]);
        var key = await Create("people", person);
        var positions = (await app.Get($"people/{key}")).Body["positions"]!.AsArray();
        await Support(companies[4], "stated");
        await Support(companies[3], "hearsay");
        await Cite(collaborations[companies[2]], "collaboration", null, "stated"); // one of two hops is not enough
        await Support(companies[1], "stated");
        await Cite(collaborations[companies[1]], "collaboration", null, "stated", "contradicts");

        var found = (await app.Get($"network/path?from={affiliate}&to={key}")).Is(HttpStatusCode.OK).Body;

        string[] paths = [Nodes(found["path"]!), .. found["alternatives"]!.AsArray().Select(other => Nodes(other!["path"]!))];
        Assert.Equal(5, paths.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal([$"{companies[4]} {key}", $"{companies[3]} {key}"], paths.Take(2));
        Assert.Equal(hasMore, (bool)found["hasMore"]!);

        async Task Support(string company, string modality)
        {
            var position = positions.Single(p => p!["organization"]!.ToString() == company)!["id"]!.ToString();
            await Cite(collaborations[company], "collaboration", null, modality);
            await Cite(key, "position", position, modality);
        }
    }

    private async Task Cite(string target, string type, string? part, string modality, string stance = "supports") => await Create(
        "citations", With(TestData.Citation(target, type, part), ("modality", modality), ("stance", stance)));

    private async Task<string> Create(string resource, JsonObject body) =>
        (await app.Post(resource, body)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private static JsonObject With(JsonObject body, params (string Name, string Value)[] members)
    {
        Array.ForEach(members, m => body[m.Name] = m.Value);

        return body;
    }

    private static string Nodes(JsonNode path) => string.Join(' ', path.AsArray().Select(hop => hop!["to"]!["id"]));
}
