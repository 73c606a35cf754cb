using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Links between meetings and areas.</summary>
public sealed class AreaLinkTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<(string Url, ApiResponse Meeting)> Meeting(string company = "nvidia")
    {
        var meeting = (await app.Post("meetings", TestData.Meeting(company: company))).Is(HttpStatusCode.Created);

        return ($"meetings/{meeting.Body["id"]}", meeting);
    }

    [Fact]
    public async Task A_link_raises_the_version_of_its_meeting_and_makes_older_ETags_stale()
    {
        var url = (await app.Post("meetings", TestData.Meeting())).Headers["Location"];
        var before = await app.Get(url);
        var linked = (await app.Put($"{url}/areas/data-centers", TestData.Link())).Is(HttpStatusCode.Created);
        var after = await app.Get(url);

        Assert.Equal((1, 2, 2), (before.Version, linked.Version, after.Version));
        Assert.Equal(["data-centers"], after.Body["areas"]!.AsArray().Select(a => a!["area"]!.ToString()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await app.Patch(url, new JsonObject(), ("If-Match", before.ETag))).Status);
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await app.Patch(url, new JsonObject())).Status);

        var unlinked = (await app.Delete($"{url}/areas/data-centers")).Is(HttpStatusCode.NoContent);
        var history = (await app.Get($"{url}/history")).Items;

        Assert.Equal(3, unlinked.Version);
        Assert.Equal(["3", "2", "1"], history.Select(h => h!["version"]!.ToString()));
        Assert.Equal("data-centers", history[0]!["changes"]![0]!["before"]!["area"]!.ToString());
        Assert.Equal("#/areas/0", history[1]!["changes"]![0]!["pointer"]!.ToString());
        Assert.Equal("data-centers", history[1]!["changes"]![0]!["after"]!["area"]!.ToString());
        Assert.Equal("create", history[2]!["operation"]!.ToString());
    }

    [Fact]
    public async Task A_second_PUT_replaces_the_link_and_an_identical_one_changes_nothing()
    {
        var (url, _) = await Meeting();
        await app.Put($"{url}/areas/hbm", TestData.Link());
        var changed = TestData.Link();
        (changed["affiliates"], changed["basis"]) = (new JsonArray("sk-telecom"), "stated");

        var replaced = (await app.Put($"{url}/areas/hbm", changed)).Is(HttpStatusCode.OK);
        var again = (await app.Put($"{url}/areas/hbm", changed)).Is(HttpStatusCode.OK);

        Assert.Equal((3, 3), (replaced.Version, again.Version));
        Assert.Equal("stated", (await app.Get($"{url}/areas/hbm")).Body["basis"]!.ToString());
        Assert.Equal(
            [
                "#/areas/0/affiliates [\"sk-hynix\"] [\"sk-telecom\"]", "#/areas/0/basis \"inferred\" \"stated\"",
                "#/areas/0/unsupported false true",
            ],
            (await app.Get($"{url}/history")).Items[0]!["changes"]!.AsArray()
                .Select(c => $"{c!["pointer"]} {c["before"]!.ToJsonString()} {c["after"]!.ToJsonString()}"));
        Assert.Equal(["hbm"], (await app.Get($"{url}/areas")).Each("area"));
        Assert.Contains(url[9..], (await app.Get("meetings?affiliate=sk-telecom&limit=200")).Each("id"));
        Assert.DoesNotContain(url[9..], (await app.Get("meetings?affiliate=sk-hynix&limit=200")).Each("id"));
    }

    [Theory]
    [InlineData("no-such-area", """{"basis":"stated"}""", "unprocessable areaId unknown_reference")]
    [InlineData("hbm", """{"basis":"stated","affiliates":["sk-telecom","no-such"]}""", "unprocessable #/affiliates/1 unknown_reference")]
    [InlineData("hbm", """{"basis":"stated","companies":["no-such"]}""", "unprocessable #/companies/0 unknown_reference")]
    [InlineData("hbm", """{"basis":"stated","companies":["sk-hynix"]}""", "unprocessable #/companies/0 unknown_reference")]
    [InlineData("hbm", """{"basis":"stated","affiliates":["nvidia"]}""", "unprocessable #/affiliates/0 unknown_reference")]
    [InlineData("hbm", """{"basis":"stated","companies":["tsmc"]}""", "unprocessable #/companies not_a_party")]
    [InlineData("hbm", """{"companies":["nvidia"]}""", "invalid_request #/basis required")]
    [InlineData("hbm", """{"basis":"guessed"}""", "malformed_request #/basis unknown_value")]
    [InlineData("hbm", """{"basis":"stated","companies":["nvidia","nvidia"]}""", "invalid_request #/companies duplicate_item")]
    public async Task A_link_that_contradicts_the_register_is_refused_and_changes_nothing(string area, string link, string problem)
    {
        var (url, meeting) = await Meeting();

        var refused = await app.Put($"{url}/areas/{area}", JsonNode.Parse(link));

        Assert.Equal(problem, refused.Problem);
        Assert.Equal(meeting.ETag, (await app.Get(url)).ETag);
    }

    [Fact]
    public async Task A_company_cannot_be_removed_from_a_meeting_while_a_link_names_it()
    {
        var (url, meeting) = await Meeting();
        await app.Put($"{url}/areas/hbm", TestData.Link());
        var nvidia = meeting.Body["participants"]![1]!["id"];

        Assert.Equal("still_referred_to # refers", (await app.Delete($"{url}/participants/{nvidia}")).Is(HttpStatusCode.Conflict).Problem);
        Assert.Equal(
            "unprocessable #/participants not_a_party",
            (await app.Patch(url, new JsonObject { ["participants"] = null }, ("If-Match", "\"2\""))).Problem);

        (await app.Delete($"{url}/areas/hbm")).Is(HttpStatusCode.NoContent);
        (await app.Delete($"{url}/participants/{nvidia}")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task If_Match_on_a_link_is_optional_and_checked_if_sent()
    {
        var (url, _) = await Meeting();

        (await app.Put($"{url}/areas/hbm", TestData.Link(), ("If-Match", "\"7\""))).Is(HttpStatusCode.PreconditionFailed);
        (await app.Put($"{url}/areas/hbm", TestData.Link(), ("If-Match", "\"1\""))).Is(HttpStatusCode.Created);
        (await app.Delete($"{url}/areas/hbm", ("If-Match", "\"1\""))).Is(HttpStatusCode.PreconditionFailed);
        (await app.Delete($"{url}/areas/hbm", ("If-Match", "\"2\""))).Is(HttpStatusCode.NoContent);
        (await app.Delete($"{url}/areas/hbm")).Is(HttpStatusCode.NotFound);
        (await app.Put($"{url}/areas/hbm", TestData.Link(), ("If-None-Match", "*"))).Is(HttpStatusCode.Created);
        (await app.Put($"{url}/areas/hbm", TestData.Link(), ("If-None-Match", "*"))).Is(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_basis_filter_applies_to_the_links_that_the_area_filter_selects()
    {
        var (url, _) = await Meeting();
        var stated = TestData.Link();
        stated["basis"] = "stated";
        await app.Put($"{url}/areas/hbm-packaging", TestData.Link());
        await app.Put($"{url}/areas/ai-services", stated);

        Assert.DoesNotContain(url[9..], (await app.Get("areas/hbm/meetings?basis=stated&limit=200")).Each("id"));
        Assert.DoesNotContain(url[9..], (await app.Get("meetings?area=hbm&basis=stated&limit=200")).Each("id"));
        Assert.Contains(url[9..], (await app.Get("areas/hbm/meetings?basis=inferred&limit=200")).Each("id"));
        Assert.Contains(url[9..], (await app.Get("areas/semiconductors/meetings?area=hbm-packaging&limit=200")).Each("id"));
        Assert.Empty((await app.Get("areas/hbm/meetings?area=ai-services")).Items);
    }

    [Fact]
    public async Task An_affiliate_of_a_link_cannot_be_deleted_and_the_refusal_names_the_meeting()
    {
        var affiliate = (await app.Post("affiliates", TestData.Company(TestData.Key("affiliate")))).Is(HttpStatusCode.Created);
        var (url, _) = await Meeting();
        var link = TestData.Link();
        link["affiliates"] = new JsonArray(affiliate.Body["id"]!.ToString());
        (await app.Put($"{url}/areas/hbm", link)).Is(HttpStatusCode.Created);

        var refused = await app.Delete($"affiliates/{affiliate.Body["id"]}", ("If-Match", affiliate.ETag));

        Assert.Equal("still_referred_to # refers", refused.Problem);
        Assert.Contains(url[9..], refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meeting_is_found_by_an_organization_while_a_participant_or_link_names_it()
    {
        var (url, meeting) = await Meeting();
        var id = meeting.Body["id"]!.ToString();

        async Task<bool> IsFound(string filter) => (await app.Get($"meetings?{filter}&limit=200&sort=-updatedAt")).Each("id").Contains(id);

        Assert.True(await IsFound("company=nvidia"));
        Assert.False(await IsFound("affiliate=sk-hynix"));
        await app.Put($"{url}/areas/hbm", TestData.Link());
        var added = await app.Post($"{url}/participants", TestData.Participant("sk-hynix", "ours"));
        Assert.True(await IsFound("affiliate=sk-hynix"));
        await app.Delete(added.Headers["Location"]);
        Assert.True(await IsFound("affiliate=sk-hynix"));
        await app.Delete($"{url}/areas/hbm");
        Assert.False(await IsFound("affiliate=sk-hynix"));
        Assert.True(await IsFound("company=nvidia"));
        await app.Put($"{url}/participants/{meeting.Body["participants"]![1]!["id"]}", TestData.Participant("intel"));
        Assert.False(await IsFound("company=nvidia"));
        Assert.True(await IsFound("company=intel"));
    }
}
