using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The area links in the body of a meeting.</summary>
public sealed class MeetingAreasTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    internal static JsonObject Link(string area, string rationale = "A test says so.")
    {
        var link = TestData.Link();
        (link["area"], link["rationale"]) = (area, rationale);

        return link;
    }

    internal static JsonObject With(JsonObject body, params JsonObject[] areas)
    {
        body["areas"] = new JsonArray([.. areas]);

        return body;
    }

    private static string[] Areas(ApiResponse meeting) => [.. meeting.Body["areas"]!.AsArray().Select(a => a!["area"]!.ToString())];

    private async Task<(string Url, ApiResponse Meeting)> Meeting(params JsonObject[] areas)
    {
        var meeting = (await app.Post("meetings", With(TestData.Meeting(), areas))).Is(HttpStatusCode.Created);

        return ($"meetings/{meeting.Body["id"]}", meeting);
    }

    /// <summary>Cites a link, so that it cannot be removed.</summary>
    private async Task<ApiResponse> Cite(string url, string area, string stance = "supports")
    {
        var citation = TestData.Citation(url[9..], "area_link", area);
        citation["stance"] = stance;

        return (await app.Post("citations", citation)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_meeting_is_created_with_five_links_in_one_request_and_one_version()
    {
        var (url, created) = await Meeting(
            Link("hbm", "두 회사가 고대역폭메모리를 논의했다.\n기사에는 그 말이 없다."), Link("ai-services"), Link("data-centers"),
            Link("energy-solutions"), Link("hbm-packaging"));

        Assert.Equal(1, created.Version);
        Assert.Equal(["ai-services", "data-centers", "energy-solutions", "hbm", "hbm-packaging"], Areas(created));
        Assert.Equal("두 회사가 고대역폭메모리를 논의했다.\n기사에는 그 말이 없다.", created.Body["areas"]![3]!["rationale"]!.ToString());
        Assert.Equal(created.Text, (await app.Get(url)).Text);
        Assert.True(JsonNode.DeepEquals(created.Body["areas"]![3], (await app.Get($"{url}/areas/hbm")).Body));
        Assert.Equal(
            created.Text, await app.Query<string>($"SELECT string_agg(image::text, ' ') FROM changes WHERE resource_id = '{url[9..]}'"));
        Assert.Equal(
            "change 1",
            await app.Query<string>($"SELECT string_agg(kind || ' ' || version, ', ') FROM audit WHERE resource_id = '{url[9..]}'"));
        Assert.Contains(url[9..], (await app.Get("meetings?area=energy-solutions&affiliate=sk-hynix&limit=200")).Each("id"));
    }

    [Fact]
    public async Task A_PUT_or_PATCH_without_areas_leaves_the_links_as_they_are()
    {
        var (url, created) = await Meeting(Link("hbm"), Link("ai-services"));
        var request = TestData.Meeting();
        request["summary"] = "요약";

        var put = (await app.Put(url, request, Any)).Is(HttpStatusCode.OK);
        var patched = (await app.Patch(url, new JsonObject { ["summary"] = "다른 요약" }, Any)).Is(HttpStatusCode.OK);

        Assert.Equal((2, 3), (put.Version, patched.Version));
        Assert.All([put, patched], m => Assert.True(JsonNode.DeepEquals(created.Body["areas"], m.Body["areas"]), m.Text));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_list_adds_changes_and_removes_links_by_the_key_of_their_area_in_one_version(string method)
    {
        var (url, created) = await Meeting(Link("hbm"), Link("ai-services"), Link("data-centers"));
        var changed = Link("ai-services", "근거");
        changed["affiliates"] = new JsonArray("sk-telecom");
        var body = With(method == "PUT" ? Body(created) : [], Link("energy-solutions"), changed, Link("hbm"));

        var answer = (await app.Send(HttpMethod.Parse(method), url, body, ("If-Match", created.ETag))).Is(HttpStatusCode.OK);

        Assert.Equal(2, answer.Version);
        Assert.Equal(answer.Text, (await app.Get(url)).Text);
        Assert.Equal(["ai-services", "energy-solutions", "hbm"], Areas(answer));
        Assert.Equal("근거 sk-telecom", $"{answer.Body["areas"]![0]!["rationale"]} {answer.Body["areas"]![0]!["affiliates"]![0]}");
        Assert.Equal(
            ["#/areas/0/affiliates", "#/areas/0/rationale", "#/areas/1"],
            (await app.Get($"{url}/history")).Items[0]!["changes"]!.AsArray().Select(c => c!["pointer"]!.ToString()).Order());
        Assert.DoesNotContain(url[9..], (await app.Get("meetings?area=data-centers&limit=200")).Each("id"));
        Assert.Contains(url[9..], (await app.Get("meetings?area=energy-solutions&limit=200")).Each("id"));
    }

    [Theory]
    [InlineData("PUT", "[]")]
    [InlineData("PUT", "null")]
    [InlineData("PATCH", "[]")]
    [InlineData("PATCH", "null")]
    public async Task An_empty_list_or_null_removes_all_links(string method, string areas)
    {
        var (url, created) = await Meeting(Link("hbm"), Link("ai-services"));
        var body = method == "PUT" ? Body(created) : [];
        body["areas"] = JsonNode.Parse(areas);

        var answer = (await app.Send(HttpMethod.Parse(method), url, body, ("If-Match", created.ETag))).Is(HttpStatusCode.OK);

        Assert.Equal(2, answer.Version);
        Assert.Empty(Areas(answer));
    }

    [Fact]
    public async Task What_a_GET_shows_can_be_sent_back_by_PUT_and_changes_nothing()
    {
        var (url, _) = await Meeting(Link("hbm", "첫째 줄\n둘째 줄"), Link("ai-services"));
        await Cite(url, "hbm", "contradicts");
        var shown = await app.Get(url);

        var same = (await app.Put(url, Body(shown), ("If-Match", shown.ETag))).Is(HttpStatusCode.OK);

        Assert.True((bool)shown.Body["areas"]![1]!["disputed"]!);
        Assert.Equal((shown.ETag, shown.Text), (same.ETag, same.Text));
    }

    [Fact]
    public async Task A_link_with_a_citation_cannot_be_removed_by_a_list_but_can_be_changed()
    {
        var (url, _) = await Meeting(Link("hbm"), Link("ai-services"));
        var citation = await Cite(url, "hbm");
        var before = await app.Get(url);
        var byDelete = (await app.Delete($"{url}/areas/hbm")).Is(HttpStatusCode.Conflict);

        foreach (var (method, areas) in new[] { ("PUT", "[]"), ("PATCH", "[]"), ("PATCH", "null"), ("PATCH", "other") })
        {
            var body = method == "PUT" ? Body(before) : [];
            body["areas"] = areas == "other" ? new JsonArray(Link("ai-services")) : JsonNode.Parse(areas);
            var refused = (await app.Send(HttpMethod.Parse(method), url, body, Any)).Is(HttpStatusCode.Conflict);
            Assert.True(JsonNode.DeepEquals(byDelete.Body["errors"], refused.Body["errors"]), $"{method} {areas}: {refused.Text}");
        }

        Assert.Equal(before.Text, (await app.Get(url)).Text);

        var kept = (await app.Patch(url, With([], Link("hbm", "새 근거")), Any)).Is(HttpStatusCode.OK);
        Assert.Equal(["hbm"], Areas(kept));
        Assert.Equal([citation.Body["id"]!.ToString()], (await app.Get($"citations?target={url[9..]}")).Each("id"));
    }

    [Fact]
    public async Task Links_of_a_confidential_meeting_are_hidden_with_it_and_their_change_is_audited_once()
    {
        var meeting = With(TestData.Meeting(), Link("energy-solutions"));
        meeting["confidentiality"] = "confidential";
        var created = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        var id = created.Body["id"]!.ToString();
        var low = ("X-Api-Key", await app.Key(["read", "write"], "internal"));

        Assert.DoesNotContain(id, (await app.Get("meetings?area=energy-solutions&limit=200", low)).Each("id"));
        (await app.Patch($"meetings/{id}", With([], Link("hbm")), Any, low)).Is(HttpStatusCode.NotFound);
        (await app.Patch($"meetings/{id}", With([], Link("hbm"), Link("ai-services")), Any)).Is(HttpStatusCode.OK);

        Assert.Equal("create 1, update 2", await app.Query<string>(
            $"""
            SELECT string_agg(concat_ws(' ', operation, version), ', ' ORDER BY version) FROM changes
            WHERE resource_id = '{id}' AND confidentiality = 'confidential'
            """));
        Assert.Equal(1, await app.Query<long>(
            $"SELECT count(*) FROM audit WHERE resource_id = '{id}' AND version = 2 AND kind = 'change'"));
    }

    [Fact]
    public async Task A_restoration_brings_back_links_that_a_list_removed()
    {
        var (url, created) = await Meeting(Link("hbm", "근거"), Link("ai-services"));
        (await app.Patch(url, With([], Link("data-centers")), Any)).Is(HttpStatusCode.OK);

        (await app.Post("restorations", new JsonObject { ["resource"] = "meetings", ["id"] = url[9..], ["version"] = 1 }))
            .Is(HttpStatusCode.Created);

        var restored = await app.Get(url);
        Assert.Equal(3, restored.Version);
        Assert.True(JsonNode.DeepEquals(created.Body["areas"], restored.Body["areas"]), restored.Text);
    }

    [Fact]
    public async Task An_import_without_areas_leaves_the_links_and_an_empty_list_removes_them()
    {
        var item = With(TestData.Meeting(), Link("hbm", "근거"));
        item["externalId"] = TestData.Key("links");

        async Task<ApiResponse> Import()
        {
            (await app.Post("imports", new JsonObject { ["meetings"] = new JsonArray(item.DeepClone()) })).Is(HttpStatusCode.OK);
            var id = await app.Query<Guid>($"SELECT id FROM meetings WHERE external_id = '{item["externalId"]}'");

            return await app.Get($"meetings/{id}");
        }

        var first = await Import();
        item.Remove("areas");
        item["summary"] = "요약";
        var kept = await Import();
        item["areas"] = new JsonArray();
        var emptied = await Import();

        Assert.Equal((1, 2, 3), (first.Version, kept.Version, emptied.Version));
        Assert.True(JsonNode.DeepEquals(first.Body["areas"], kept.Body["areas"]), kept.Text);
        Assert.Empty(Areas(emptied));
    }

    /// <summary>Returns what a GET showed without the members that no request has.</summary>
    internal static JsonObject Body(ApiResponse shown)
    {
        var body = shown.Body.AsObject();
        string[] readOnly = ["id", "disputed", "unsupported", "modalities", "version", "createdAt", "updatedAt"];
        readOnly.ToList().ForEach(name => body.Remove(name));

        return body;
    }
}
