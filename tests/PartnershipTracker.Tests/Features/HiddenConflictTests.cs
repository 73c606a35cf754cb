using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Writes with the id or the external id of a meeting that is hidden from the caller.</summary>
public sealed class HiddenConflictTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int PerMinute = 20;

    public static TheoryData<string> Ways =>
        ["import", "import with an id", "import of a visible meeting", "import by id", "POST", "PUT", "PATCH", "restoration"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_conflict_with_a_hidden_meeting_is_recorded(string way)
    {
        var (hidden, externalId) = await Meeting("confidential");
        var (visible, _) = await Meeting("public");
        var key = TestData.Key("prober");
        var headers = await Headers(key);

        var refused = way switch
        {
            "import" => await Import(Item(externalId), headers),
            "import with an id" => await Import(Item(externalId, Guid.CreateVersion7().ToString()), headers),
            "import of a visible meeting" => await Import(Item(externalId, visible), headers),
            "import by id" => await Import(Item(TestData.Key("unused"), hidden), headers),
            "POST" => await app.Post("meetings", Body(externalId), headers),
            "PUT" => await app.Put($"meetings/{visible}", Body(externalId), [("If-Match", "*"), .. headers]),
            "PATCH" => await app.Patch(
                $"meetings/{visible}", new JsonObject { ["externalId"] = externalId }, [("If-Match", "*"), .. headers]),
            _ => await Restore(headers),
        };

        var error = Assert.Single(refused.Body["errors"]!.AsArray())!;
        var member = way is "import by id" ? "id" : "externalId";
        Assert.Equal(("taken", $"#/{member}"), ((string)error["code"]!, (string)error["pointer"]!));
        Assert.Equal($"Another resource already has this {member}, which must be unique.", (string)error["detail"]!);
        Assert.Equal(1L, await Recorded(key, "already_exists' AND confidentiality = 'confidential"));
    }

    [Fact]
    public async Task The_answer_is_the_same_for_a_visible_meeting_which_is_not_recorded()
    {
        var (_, hidden) = await Meeting("restricted");
        var (_, visible) = await Meeting("public");
        var key = TestData.Key("comparer");
        var headers = await Headers(key);

        var answers = new[]
        {
            (await app.Post("meetings", Body(hidden), headers)).Is(HttpStatusCode.Conflict).Body,
            (await app.Post("meetings", Body(visible), headers)).Is(HttpStatusCode.Conflict).Body,
        };

        Array.ForEach(answers, answer => answer.AsObject().Remove("traceId"));
        Assert.Equal(answers[0].ToJsonString(), answers[1].ToJsonString());
        Assert.Equal(1L, await Recorded(key, "already_exists"));
    }

    [Fact]
    public async Task A_caller_gets_few_conflicts_per_minute_and_those_of_an_import_beyond_are_recorded_but_not_told()
    {
        var taken = new List<string>();

        for (var i = 0; i <= PerMinute; i++)
        {
            taken.Add((await Meeting("confidential")).ExternalId);
        }

        var key = TestData.Key("greedy-prober");
        var headers = await Headers(key);
        var refused = (await Import(string.Join('\n', taken.Select(id => Item(id))), headers)).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("rate_limited", refused.Problem);
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        Assert.Null(refused.Body["errors"]);
        Assert.Equal(PerMinute + 1L, await Recorded(key, "already_exists"));
        Assert.Equal(1L, await Recorded(key, "rate_limited"));

        for (var i = 0; i < 5; i++)
        {
            refused = await app.Post("meetings", Body(taken[i]), headers);
        }

        Assert.Equal("rate_limited", refused.Is(HttpStatusCode.TooManyRequests).Problem);
        (await app.Get("companies", headers)).Is(HttpStatusCode.OK);
        (await app.Post("meetings", Body(taken[0]), await Headers(TestData.Key("other")))).Is(HttpStatusCode.Conflict);
    }

    private Task<long> Recorded(string key, string code) => app.Query<long>(
        $"SELECT count(*) FROM audit WHERE kind = 'refusal' AND actor = 'key:{key}' AND code = '{code}'");

    private async Task<ApiResponse> Restore((string, string)[] headers)
    {
        var (restored, externalId) = await Meeting("public");
        (await app.Patch($"meetings/{restored}", new JsonObject { ["externalId"] = null }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        await Meeting("confidential", externalId);

        return await app.Post(
            "restorations", new JsonObject { ["resource"] = "meetings", ["id"] = restored, ["version"] = 1 }, headers);
    }

    private async Task<(string Id, string ExternalId)> Meeting(string confidentiality, string? externalId = null)
    {
        var body = Body(externalId ?? TestData.Key("crm"));
        body["confidentiality"] = confidentiality;
        var created = (await app.Post("meetings", body)).Is(HttpStatusCode.Created).Body;

        return (created["id"]!.ToString(), created["externalId"]!.ToString());
    }

    private Task<ApiResponse> Import(string lines, (string, string)[] headers) =>
        app.Import(Encoding.UTF8.GetBytes(lines), "application/x-ndjson", "?dryRun=true", headers);

    private static string Item(string externalId, string? id = null)
    {
        var item = Body(externalId);
        item["resource"] = "meetings";
        item["id"] = id;

        return item.ToJsonString();
    }

    private static JsonObject Body(string externalId)
    {
        var body = TestData.Meeting(company: "openai");
        (body["externalId"], body["confidentiality"]) = (externalId, "public");

        return body;
    }

    private async Task<(string, string)[]> Headers(string key) =>
        [("X-Api-Key", await app.Key(["read", "write"], "public", key))];
}
