using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Tests.Features;

/// <summary>The keys of organizations and areas in the rows of meetings, which questions over the whole register count by.</summary>
public sealed class MeetingKeyTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    private const string WithKeys = "SELECT count(*) FROM meetings WHERE organization_keys IS NOT NULL";

    /// <summary>Questions that read the keys, with both kinds of organizations, areas, statuses and rules.</summary>
    private static readonly string[] Questions =
    [
        "coverage?rows=affiliate&columns=area", "coverage?rows=company&columns=area&status=planned",
        "coverage/gaps?rows=area&columns=company", "stats/meetings?groupBy=company&groupBy=area", "stats/summary", "quality",
    ];

    /// <summary>Asserts that the keys in the rows of meetings are those that the rows of their parts have.</summary>
    internal static async Task AssertInStep(TrackerApp app) => Assert.Equal(0, await app.Query<long>(
        """
        SELECT count(*)
        FROM meetings m
        WHERE image_version = version AND (
            string_to_array(organization_keys, ' ') IS DISTINCT FROM ARRAY(
                SELECT organization_id FROM meeting_organizations o WHERE o.meeting_id = m.id
                ORDER BY array_position(string_to_array(organization_keys, ' '), organization_id))
            OR string_to_array(area_keys, ' ') IS DISTINCT FROM ARRAY(
                SELECT area_id FROM meeting_areas l WHERE l.meeting_id = m.id
                ORDER BY array_position(string_to_array(area_keys, ' '), area_id))
            OR has_unnamed IS DISTINCT FROM EXISTS (
                SELECT FROM meeting_participants p WHERE p.meeting_id = m.id AND person_id IS NULL AND organization_id IS NOT NULL))
        """));

    [Fact]
    public async Task Answers_are_the_same_with_keys_without_them_and_with_those_of_another_version()
    {
        await app.Query<object>("UPDATE meetings SET image = NULL, image_version = 0, organization_keys = NULL RETURNING 1");
        var byParts = await Answers();

        await app.RenderImages();
        await AssertInStep(app);
        var byKeys = await Answers();

        await app.Query<object>(
            """
            UPDATE meetings SET image_version = version - 1, organization_keys = 'wrong', area_keys = '', has_unnamed = NOT has_unnamed
                WHERE hashtext(id::text) % 2 = 0 RETURNING 1
            """);
        var byBoth = await Answers();

        Assert.Equal(byParts, byKeys);
        Assert.Equal(byParts, byBoth);
        await app.RenderImages();
    }

    [Fact]
    public async Task The_quality_reads_meetings_and_not_their_parts()
    {
        await app.RenderImages();
        await Change();
        using var log = new SqlLog(app);
        (await app.Get("quality")).Is(HttpStatusCode.OK);
        var (sql, parameters) = log.Sent.Single(c => c.Sql.Contains("met.area_keys", StringComparison.Ordinal));

        var plan = JsonNode.Parse(await app.PlanOf(sql, parameters))!;

        var read = Nodes(plan[0]!["Plan"]!).Where(node => (double)node["Actual Loops"]! > 0).Select(node => $"{node["Relation Name"]}");
        Assert.Equal(["meetings"], read.Where(name => name.StartsWith("meeting", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_matrix_counts_the_keys_in_the_rows()
    {
        await app.RenderImages();
        await app.Query<object>("UPDATE meetings SET area_keys = '' RETURNING 1");
        await Change();

        var matrix = (await app.Get("coverage?rows=affiliate&columns=area")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(0, (int)matrix["totals"]!["meetings"]!);
        await app.Query<object>("UPDATE meetings SET image = image RETURNING 1");
        await AssertInStep(app);
    }

    [Fact]
    public async Task The_migration_fills_the_keys_of_existing_meetings()
    {
        await app.RenderImages();
        var filled = await app.Query<long>(WithKeys);
        await app.Query<object>("UPDATE meetings SET organization_keys = NULL, area_keys = NULL, has_unnamed = NULL RETURNING 1");
        await app.Query<object>("""DELETE FROM "__EFMigrationsHistory" WHERE migration_id LIKE '%FillMeetingKeys' RETURNING 1""");

        await app.Services.GetRequiredService<DatabaseConnections>().Prepare(TestContext.Current.CancellationToken);

        Assert.True(filled > 3000, $"{filled} meetings, less than three batches");
        Assert.Equal(filled, await app.Query<long>(WithKeys));
        await AssertInStep(app);
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode plan) =>
        (plan["Plans"]?.AsArray() ?? []).SelectMany(part => Nodes(part!)).Prepend(plan);

    private async Task<List<string>> Answers()
    {
        var answers = new List<string>();

        foreach (var (_, key) in app.Keys)
        {
            foreach (var question in Questions)
            {
                await Change();
                answers.Add((await app.Get(question, ("X-Api-Key", key))).Is(HttpStatusCode.OK).Text);
            }
        }

        return answers;
    }

    /// <summary>Commits a change that no question shows, so that none is answered from memory.</summary>
    private async Task Change()
    {
        var change = new JsonObject { ["website"] = $"https://example.com/{Guid.CreateVersion7()}" };
        (await app.Patch("companies/nvidia", change, ("If-Match", "*"))).Is(HttpStatusCode.OK);
    }
}
