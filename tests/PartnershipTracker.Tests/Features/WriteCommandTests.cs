using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The SQL of writes: the commands, each of which is a round trip, and the statements in them.</summary>
public sealed class WriteCommandTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Areas = ["hbm", "ai-services", "data-centers", "energy-solutions", "hbm-packaging"];

    private static readonly (string, string) Any = ("If-Match", "*");

    private static int Inserts(string command) =>
        command.Split('\n').Count(line => line.StartsWith("INSERT INTO", StringComparison.Ordinal));

    private static JsonObject Meeting() =>
        MeetingAreasTests.With(TestData.Meeting(), [.. Areas.Select(area => MeetingAreasTests.Link(area))]);

    private async Task<(ApiResponse Answer, List<string> Commands)> Log(Func<Task<ApiResponse>> request)
    {
        using var log = new SqlLog(app);
        var answer = await request();

        return (answer, [.. log.Commands]);
    }

    [Fact]
    public async Task A_meeting_with_five_area_links_is_created_with_a_lookup_and_one_statement_for_each_table()
    {
        var trip = (await app.Post("trips", TestData.Trip())).Body["id"]!.ToString();
        var meeting = Meeting();
        meeting["trip"] = trip;

        var (answer, commands) = await Log(() => app.Post("meetings", meeting));

        answer.Is(HttpStatusCode.Created);
        Assert.Collection(
            commands,
            lookup => Assert.Contains("FROM keys", lookup, StringComparison.Ordinal),
            rows => Assert.Equal(5, Inserts(rows)));
    }

    [Fact]
    public async Task An_Idempotency_Key_adds_two_commands_to_a_creation_and_one_to_its_repetition()
    {
        var (key, meeting) = (("Idempotency-Key", TestData.Key("a-key-that-is-long-enough")), Meeting());

        var (created, commands) = await Log(() => app.Post("meetings", meeting, key));
        var (repeated, again) = await Log(() => app.Post("meetings", meeting, key));

        Assert.Equal(created.Is(HttpStatusCode.Created).Text, repeated.Is(HttpStatusCode.Created).Text);
        Assert.Collection(
            commands,
            claim => Assert.Contains("pg_try_advisory_xact_lock", claim, StringComparison.Ordinal),
            lookup => Assert.Contains("FROM keys", lookup, StringComparison.Ordinal),
            rows => Assert.Equal(5, Inserts(rows)),
            answer => Assert.Contains("INTO stored_answers", answer, StringComparison.Ordinal));
        Assert.Equal(3, again.Count); // the claim, the count of repetitions, the present access label
    }

    [Fact]
    public async Task A_link_and_a_citation_are_written_with_few_commands()
    {
        var meeting = (await app.Post("meetings", Meeting())).Body["id"]!.ToString();
        var link = $"meetings/{meeting}/areas/personal-ai-assistant";

        var (created, creation) = await Log(() => app.Put(link, TestData.Link()));
        var (same, repetition) = await Log(() => app.Put(link, TestData.Link()));
        var (patched, patch) = await Log(() => app.Patch($"meetings/{meeting}", new JsonObject { ["summary"] = "요약" }, Any));
        var (cited, citation) = await Log(() => app.Post("citations", TestData.Citation(meeting)));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Created],
            new[] { created, same, patched, cited }.Select(a => a.Status));
        Assert.Equal([3, 2, 3, 7], new[] { creation, repetition, patch, citation }.Select(c => c.Count));
    }

    [Fact]
    public async Task The_number_of_commands_does_not_depend_on_the_number_of_citations()
    {
        var (few, many) = (await WriteEvidence(100), await WriteEvidence(700));

        Assert.Equal(few, many);
        Assert.All(many, commands => Assert.InRange(commands, 1, 15));
        Assert.Empty(await StoredImageTests.Differing(app));
    }

    /// <summary>Retracts a source and undoes it, attaches its text, and changes the access label of its meeting.</summary>
    /// <returns>The number of commands of each.</returns>
    private async Task<List<int>> WriteEvidence(int citations)
    {
        var text = $"그는 엔비디아를 찾았다. {Guid.CreateVersion7()}";
        var (source, meeting) = await Cite(text, citations);
        var counts = new List<int>();
        await Count(() => app.Post($"sources/{source}/retraction", new JsonObject { ["reason"] = "오보" }), "retracted");
        Assert.True((bool)(await app.Get($"meetings/{meeting}")).Body["unsupported"]!);
        await Count(() => app.Delete($"sources/{source}/retraction"), "NOT retracted");
        Assert.False((bool)(await app.Get($"meetings/{meeting}")).Body["unsupported"]!);
        await Count(
            () => app.SendBytes(HttpMethod.Put, $"sources/{source}/text", Encoding.UTF8.GetBytes(text), ("Content-Type", "text/plain")),
            "verified AND quote <> ''");
        await Count(() => app.Patch($"meetings/{meeting}", new JsonObject { ["confidentiality"] = "confidential" }, Any),
            "confidentiality = 'confidential'");
        Assert.Equal(4, (int)(await app.Get($"meetings/{meeting}")).Body["version"]! - 1); // cited, retracted, undone, classified

        return counts;

        async Task Count(Func<Task<ApiResponse>> request, string condition)
        {
            var (answer, commands) = await Log(request);
            answer.Is(HttpStatusCode.OK);
            counts.Add(commands.Count);
            var changed = $"SELECT count(*) FROM citations WHERE source_id = '{source}' AND version = {counts.Count + 1} AND {condition}";
            Assert.Equal(citations, await app.Query<long>(changed));
        }
    }

    /// <summary>Cites a source for a meeting, many times.</summary>
    private async Task<(string Source, string Meeting)> Cite(string text, int citations)
    {
        var body = TestData.Source();
        (body["sha256"], body["length"]) = (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text.Length);
        var source = (await app.Post("sources", body)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var meeting = (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var first = (await app.Post("citations", TestData.Citation(meeting, source: source))).Is(HttpStatusCode.Created).Body["id"];
        await app.Query<long>(
            $"""
            WITH copies AS (
                INSERT INTO citations
                    SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'image', null))).*
                    FROM citations c, generate_series(2, {citations}) WHERE c.id = '{first}' RETURNING 1)
            SELECT count(*) FROM copies
            """);

        return (source, meeting);
    }
}
