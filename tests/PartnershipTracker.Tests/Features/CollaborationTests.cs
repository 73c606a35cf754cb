using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class CollaborationTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<ApiResponse> Add()
    {
        var area = await app.Post("areas", TestData.Area());

        return (await app.Post("collaborations", TestData.Collaboration(area.Body["id"]!.ToString()))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_new_stage_is_added_to_the_history()
    {
        var created = await Add();
        var patched = await app.Patch(created.Headers["Location"], new JsonObject { ["stage"] = "active" }, ("If-Match", created.ETag));

        Assert.Equal("active", patched.Body["stage"]!.ToString());
        Assert.Equal(["exploring", "active"], patched.Body["stages"]!.AsArray().Select(s => s!["stage"]!.ToString()));
        Assert.Equal(created.Body["stages"]![0]!["id"]!.ToString(), patched.Body["stages"]![0]!["id"]!.ToString());
    }

    [Fact]
    public async Task The_last_entry_of_a_dated_history_is_the_stage()
    {
        var created = await Add();
        var stages = created.Body["stages"]!.DeepClone().AsArray();
        stages.Add(new JsonObject { ["stage"] = "announced", ["since"] = "2024-05", ["reported"] = "2024-07-09" });

        var patched = await app.Patch(created.Headers["Location"], new JsonObject { ["stages"] = stages }, ("If-Match", created.ETag));

        Assert.Equal("announced", patched.Is(HttpStatusCode.OK).Body["stage"]!.ToString());
        Assert.Equal("2024-05", patched.Body["stages"]![1]!["since"]!["edtf"]!.ToString());
        Assert.Contains(created.Body["id"]!.ToString(), (await app.Get("collaborations?stage=announced")).Each("id"));
    }

    [Fact]
    public async Task A_stage_with_an_empty_history_begins_a_new_one_in_every_kind_of_write()
    {
        var created = await Add();
        var url = created.Headers["Location"];
        var request = TestData.Collaboration(created.Body["area"]!.ToString());
        request["company"] = "intel";
        request["stages"] = new JsonArray();
        var posted = (await app.Post("collaborations", request.DeepClone())).Is(HttpStatusCode.Created);
        Assert.Equal(["exploring"], StagesOf(posted));

        var change = new JsonObject { ["stage"] = "active", ["stages"] = new JsonArray() };
        var patched = (await app.Patch(url, change, ("If-Match", created.ETag))).Is(HttpStatusCode.OK);
        Assert.Equal(["active"], StagesOf(patched));

        request["company"] = "nvidia";
        request["stage"] = "paused";
        Assert.Equal(["paused"], StagesOf((await app.Put(url, request.DeepClone(), ("If-Match", patched.ETag))).Is(HttpStatusCode.OK)));

        (request["company"], request["externalId"]) = ("tsmc", TestData.Key("empty-history"));
        var invalid = new JsonObject { ["stages"] = new JsonArray() };
        var bundle = new JsonObject { ["collaborations"] = new JsonArray(request.DeepClone(), invalid) };
        var import = await app.Import(Encoding.UTF8.GetBytes(bundle.ToJsonString()), "application/json", "?mode=partial");
        Assert.Equal(1, (int)import.Is(HttpStatusCode.OK).Body["created"]!);

        static IEnumerable<string> StagesOf(ApiResponse answer) => answer.Body["stages"]!.AsArray().Select(s => s!["stage"]!.ToString());
    }

    [Fact]
    public async Task A_stage_sent_with_a_history_must_be_its_last_entry()
    {
        var created = await Add();
        var stages = created.Body["stages"]!.DeepClone().AsArray();
        stages.Add(new JsonObject { ["stage"] = "paused", ["since"] = "2024-08" });
        var contradiction = new JsonObject { ["stage"] = "exploring", ["stages"] = stages.DeepClone() };

        var refused = await app.Patch(created.Headers["Location"], contradiction, ("If-Match", "*"));
        Assert.Equal("unprocessable #/stage contradicts", refused.Problem);
        Assert.Equal(created.Text, (await app.Get(created.Headers["Location"])).Text);

        contradiction["stage"] = "paused";
        var taken = (await app.Patch(created.Headers["Location"], contradiction, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal(["exploring", "paused"], taken.Body["stages"]!.AsArray().Select(s => s!["stage"]!.ToString()));
    }

    [Fact]
    public async Task A_history_has_at_most_200_entries()
    {
        var area = await app.Post("areas", TestData.Area());
        var request = TestData.Collaboration(area.Body["id"]!.ToString());
        request.Remove("stage");
        request["stages"] = new JsonArray([.. Enumerable.Range(0, 200).Select(_ => new JsonObject { ["stage"] = "active" })]);
        var created = (await app.Post("collaborations", request)).Is(HttpStatusCode.Created);

        var refused = await app.Patch(created.Headers["Location"], new JsonObject { ["stage"] = "paused" }, ("If-Match", "*"));

        Assert.Equal("unprocessable #/stages too_many", refused.Problem);
    }

    [Fact]
    public async Task A_collaboration_is_unique_per_affiliate_company_and_area() => Assert.Equal(
        "already_exists # taken",
        (await app.Post("collaborations", new JsonObject
        {
            ["affiliate"] = "sk-hynix",
            ["company"] = "tsmc",
            ["area"] = "hbm-packaging",
            ["stage"] = "paused",
        })).Problem);

    [Fact]
    public async Task The_references_of_a_collaboration_must_be_of_the_right_kind()
    {
        var refused = await app.Post("collaborations", new JsonObject
        {
            ["affiliate"] = "nvidia",
            ["company"] = "sk-hynix",
            ["area"] = "nvidia",
            ["stage"] = "active",
        });

        Assert.Equal(["#/affiliate", "#/company", "#/area"], refused.Body["errors"]!.AsArray().Select(e => e!["pointer"]!.ToString()));
        refused.Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_collaboration_requires_a_stage() => Assert.Equal(
        "invalid_request #/stage required",
        (await app.Post(
            "collaborations",
            new JsonObject { ["affiliate"] = "sk-hynix", ["company"] = "amazon", ["area"] = "hbm" })).Problem);
}
