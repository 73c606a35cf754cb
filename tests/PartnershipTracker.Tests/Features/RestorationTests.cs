using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Restorations of deleted or changed resources from the history.</summary>
public sealed class RestorationTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    public static TheoryData<string> Resources => ResourceLifecycleTests.Resources;

    private Task<ApiResponse> Restore(string resource, string id, int version, params (string, string)[] headers) => app.Post(
        "restorations", new JsonObject { ["resource"] = resource, ["id"] = id, ["version"] = version }, headers);

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_deleted_resource_is_restored_with_the_ids_of_its_parts(string resource)
    {
        var created = (await app.Post(resource, await SampleRequests.Create(app, resource))).Is(HttpStatusCode.Created);
        var (id, url) = (created.Body["id"]!.ToString(), created.Headers["Location"]);
        var patched = (await app.Patch(url, SampleRequests.Change(resource), ("If-Match", created.ETag))).Is(HttpStatusCode.OK);
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);

        var restored = (await Restore(resource, id, 2)).Is(HttpStatusCode.Created);

        Assert.Equal((url, 4), (restored.Headers["Location"], restored.Version));
        Assert.Equal(
            $$"""{"resource":"{{resource}}","id":"{{id}}","version":4,"restoredFrom":2,"changed":true}""", restored.Text);
        Assert.Equal(WithoutVersion(patched), WithoutVersion((await app.Get(url)).Is(HttpStatusCode.OK)));
        var history = (await app.Get($"{url}/history")).Items;
        Assert.Equal(["create", "delete", "update", "create"], history.Select(h => h!["operation"]!.ToString()));
        Assert.Equal(["4", "3", "2", "1"], history.Select(h => h!["version"]!.ToString()));
        Assert.Equal("Restored from version 2.", history[0]!["reason"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task An_existing_resource_is_restored_as_a_new_version(string resource)
    {
        var created = (await app.Post(resource, await SampleRequests.Create(app, resource))).Is(HttpStatusCode.Created);
        var (id, url) = (created.Body["id"]!.ToString(), created.Headers["Location"]);
        await app.Patch(url, SampleRequests.Change(resource), ("If-Match", created.ETag));

        var restored = (await Restore(resource, id, 1, ("Change-Reason", "It was right."))).Is(HttpStatusCode.Created);

        Assert.Equal(3, restored.Version);
        Assert.Equal(WithoutVersion(created), WithoutVersion(await app.Get(url)));
        var latest = (await app.Get($"{url}/history?limit=1")).Items[0]!;
        Assert.Equal(("update", "It was right."), (latest["operation"]!.ToString(), latest["reason"]!.ToString()));
        Assert.Equal(created.Text, (await app.Get($"{url}?asOf={created.Body["updatedAt"]}")).Text);
    }

    [Fact]
    public async Task A_deleted_meeting_is_restored_with_its_participants_and_links()
    {
        var url = (await app.Post("meetings", await SampleRequests.Create(app, "meetings"))).Headers["Location"];
        await app.Put($"{url}/areas/hbm-manufacturing", TestData.Link());
        var before = await app.Get(url);
        var id = before.Body["id"]!.ToString();
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);

        Assert.Equal(before.Text, (await app.Get($"{url}?asOf={before.Body["updatedAt"]}")).Text);
        (await Restore("meetings", id, 2)).Is(HttpStatusCode.Created);

        var after = await app.Get(url);
        Assert.Equal(WithoutVersion(before), WithoutVersion(after));
        Assert.Equal("hbm-manufacturing", after.Body["areas"]![0]!["area"]!.ToString());
        (await app.Get($"{url}/participants/{before.Body["participants"]![1]!["id"]}")).Is(HttpStatusCode.OK);
        Assert.Contains(id, (await app.Get("meetings?area=hbm&company=nvidia")).Each("id"));
    }

    [Fact]
    public async Task Restoring_an_existing_meeting_restores_its_former_parts_and_removes_later_ones()
    {
        var url = (await app.Post("meetings", await SampleRequests.Create(app, "meetings"))).Headers["Location"];
        await app.Put($"{url}/areas/hbm", TestData.Link());
        var before = await app.Get(url);
        var participants = before.Body["participants"]!.AsArray();
        await app.Delete($"{url}/areas/hbm");
        await app.Put($"{url}/areas/data-centers", TestData.Link());
        await app.Delete($"{url}/participants/{participants[0]!["id"]}");
        await app.Post($"{url}/participants", TestData.Participant("tsmc"));

        (await Restore("meetings", before.Body["id"]!.ToString(), 2)).Is(HttpStatusCode.Created);

        Assert.Equal(WithoutVersion(before), WithoutVersion(await app.Get(url)));
    }

    [Fact]
    public async Task Restoring_the_current_version_changes_nothing()
    {
        var created = await app.Post("companies", TestData.Company());
        var id = created.Body["id"]!.ToString();

        var answer = (await Restore("companies", id, 1)).Is(HttpStatusCode.OK);

        Assert.Equal(("false", 1), (answer.Body["changed"]!.ToJsonString(), answer.Version));
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.Single((await app.Get($"companies/{id}/history")).Items);
    }

    [Fact]
    public async Task A_reused_key_can_be_restored_unless_another_collection_has_it()
    {
        var (again, elsewhere) = (TestData.Key(), TestData.Key());
        var first = await app.Post("companies", TestData.Company(again));
        await app.Post("companies", TestData.Company(elsewhere));
        await app.Delete($"companies/{again}", Any);
        await app.Delete($"companies/{elsewhere}", Any);
        await app.Put($"companies/{again}", new JsonObject { ["name"] = TestData.Name("둘째", "Second") });
        await app.Post("areas", TestData.Area(elsewhere));

        Assert.Equal("\"4\"", (await Restore("companies", again, 1)).Is(HttpStatusCode.Created).ETag);
        Assert.Equal(first.Body["name"]!.ToJsonString(), (await app.Get($"companies/{again}")).Body["name"]!.ToJsonString());
        Assert.Equal("already_exists #/id taken", (await Restore("companies", elsewhere, 1)).Is(HttpStatusCode.Conflict).Problem);
    }

    [Fact]
    public async Task A_restoration_conflicts_with_a_duplicate_external_id_or_collaboration()
    {
        var meeting = TestData.Meeting();
        meeting["externalId"] = TestData.Key("crm");
        var lost = await app.Post("meetings", meeting.DeepClone());
        await app.Delete(lost.Headers["Location"], Any);
        (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        var triple = await SampleRequests.Create(app, "collaborations");
        var ended = await app.Post("collaborations", triple.DeepClone());
        await app.Delete(ended.Headers["Location"], Any);
        (await app.Post("collaborations", triple)).Is(HttpStatusCode.Created);

        Assert.Equal("already_exists #/externalId taken", (await Restore("meetings", lost.Body["id"]!.ToString(), 1)).Problem);
        Assert.Equal("already_exists # taken", (await Restore("collaborations", ended.Body["id"]!.ToString(), 1)).Problem);
    }

    [Fact]
    public async Task A_restoration_names_the_deleted_resources_that_it_refers_to()
    {
        var company = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        var area = (await app.Post("areas", TestData.Area())).Body["id"]!.ToString();
        var meeting = await app.Post("meetings", TestData.Meeting(company: company));
        await app.Put($"{meeting.Headers["Location"]}/areas/{area}", TestData.Link(company));
        (await app.Delete(meeting.Headers["Location"], Any)).Is(HttpStatusCode.NoContent);
        (await app.Delete($"areas/{area}", Any)).Is(HttpStatusCode.NoContent);
        (await app.Delete($"companies/{company}", Any)).Is(HttpStatusCode.NoContent);

        var refused = (await Restore("meetings", meeting.Body["id"]!.ToString(), 2)).Is(HttpStatusCode.UnprocessableEntity);

        Assert.All(refused.Body["errors"]!.AsArray(), e => Assert.Equal(
            ("#/version", "unknown_reference"), (e!["pointer"]!.ToString(), e["code"]!.ToString())));
        Assert.Contains($"the area '{area}', which does not exist.", refused.Text, StringComparison.Ordinal);
        Assert.Contains($"the company '{company}', which does not exist.", refused.Text, StringComparison.Ordinal);

        // The referenced resources are restored first.
        (await Restore("areas", area, 1)).Is(HttpStatusCode.Created);
        (await Restore("companies", company, 1)).Is(HttpStatusCode.Created);
        (await Restore("meetings", meeting.Body["id"]!.ToString(), 2)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_restoration_that_would_form_a_cycle_is_refused()
    {
        var (upper, lower) = (TestData.Key("area"), TestData.Key("area"));
        await app.Post("areas", TestData.Area(upper));
        await app.Post("areas", TestData.Area(lower, upper));
        await app.Patch($"areas/{lower}", new JsonObject { ["parent"] = null }, Any);
        (await app.Patch($"areas/{upper}", new JsonObject { ["parent"] = lower }, Any)).Is(HttpStatusCode.OK);

        Assert.Equal("unprocessable #/parent cycle", (await Restore("areas", lower, 1)).Problem);
    }

    [Fact]
    public async Task A_restoration_checks_If_Match_and_If_None_Match()
    {
        var id = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        await app.Patch($"companies/{id}", SampleRequests.Change("companies"), Any);

        (await Restore("companies", id, 1, ("If-Match", "\"1\""))).Is(HttpStatusCode.PreconditionFailed);
        (await Restore("companies", id, 1, ("If-None-Match", "*"))).Is(HttpStatusCode.PreconditionFailed);
        (await Restore("companies", id, 1, ("If-Match", "\"2\""))).Is(HttpStatusCode.Created);
        await app.Delete($"companies/{id}", Any);
        (await Restore("companies", id, 1, Any)).Is(HttpStatusCode.PreconditionFailed);
        (await Restore("companies", id, 1, ("If-None-Match", "*"))).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_restoration_with_an_idempotency_key_runs_once()
    {
        var id = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        await app.Delete($"companies/{id}", Any);
        var key = ("Idempotency-Key", Guid.CreateVersion7().ToString());

        var first = (await Restore("companies", id, 1, key)).Is(HttpStatusCode.Created);
        var again = (await Restore("companies", id, 1, key)).Is(HttpStatusCode.Created);

        Assert.Equal((first.Text, "true"), (again.Text, again.Headers["Idempotent-Replayed"]));
        Assert.Equal(["3", "2", "1"], (await app.Get($"companies/{id}/history")).Each("version"));
    }

    [Theory]
    [InlineData("""{"resource":"planets","id":"nvidia","version":1}""", "invalid_request #/resource unknown_value")]
    [InlineData("""{"resource":"keys","id":"power-bi","version":1}""", "invalid_request #/resource unknown_value")]
    [InlineData("""{"id":"nvidia","version":1}""", "invalid_request #/resource required")]
    [InlineData("""{"resource":"companies","version":1}""", "invalid_request #/id required")]
    [InlineData("""{"resource":"companies","id":"nvidia"}""", "invalid_request #/version required")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":0}""", "invalid_request #/version out_of_range")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":-1}""", "invalid_request #/version out_of_range")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":"1"}""", "malformed_request #/version wrong_type")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":2147483648}""", "malformed_request #/version wrong_type")]
    [InlineData("""{"resource":"companies","id":"","version":1}""", "invalid_request #/id blank")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":1,"force":true}""", "malformed_request #/force unknown_member")]
    [InlineData("""{"resource":"companies","id":"NOT A KEY","version":1}""", "not_found")]
    [InlineData("""{"resource":"companies","id":"no-such-company","version":1}""", "not_found")]
    [InlineData("""{"resource":"affiliates","id":"nvidia","version":1}""", "not_found")]
    [InlineData("""{"resource":"meetings","id":"5","version":1}""", "not_found")]
    [InlineData("""{"resource":"companies","id":"nvidia","version":2147483647}""", "not_found")]
    public async Task An_invalid_restoration_is_refused(string body, string problem) =>
        Assert.Equal(problem, (await app.Post("restorations", JsonNode.Parse(body))).Problem);

    [Fact]
    public async Task Restoring_a_deletion_is_refused_with_the_version_before_it()
    {
        var id = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        await app.Delete($"companies/{id}", Any);

        var refused = await Restore("companies", id, 2);

        Assert.Equal("unprocessable #/version is_deletion", refused.Problem);
        Assert.Contains("The version before it is 1.", refused.Text, StringComparison.Ordinal);
    }

    /// <summary>Returns the representation without version and update time.</summary>
    private static string WithoutVersion(ApiResponse shown)
    {
        var body = shown.Body.AsObject();
        body.Remove("version");
        body.Remove("updatedAt");

        return body.ToJsonString();
    }
}
