using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The life cycle that all resources share: create, read, replace, patch and delete, with a history that remains.</summary>
public sealed class ResourceLifecycleTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    public static TheoryData<string> Resources => [.. Catalog.Resources.All.Select(r => r.Collection)];

    public static TheoryData<string> KeyedResources => [.. Keyed];

    private static IEnumerable<string> Keyed => Catalog.Resources.All.Where(r => r.IsKeyed).Select(r => r.Collection);

    private Task<JsonObject> Request(string resource) => SampleRequests.Create(app, resource);

    /// <summary>Returns a patch for a resource and the pointers of the changes in the history. A former name becomes an alias.</summary>
    private static (JsonObject Patch, string[] Pointers) Change(string resource) => resource switch
    {
        "collaborations" => (new() { ["description"] = "Changed" }, ["#/description"]),
        "citations" => (new() { ["note"] = "Changed" }, ["#/note"]),
        "companies" or "affiliates" or "people" or "areas" => (SampleRequests.Change(resource), ["#/name/en", "#/aliases"]),
        _ => (SampleRequests.Change(resource), [$"#/{SampleRequests.NameOf(resource)}/en"]),
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_can_be_created_read_patched_replaced_and_deleted(string resource)
    {
        var request = await Request(resource);
        var created = (await app.Post(resource, request, ("Change-Reason", "%EC%8B%9C%ED%97%98"))).Is(HttpStatusCode.Created);
        var url = created.Headers["Location"];
        Assert.Equal(1, created.Version);
        Assert.Equal(created.Text, (await app.Get(url)).Is(HttpStatusCode.OK).Text);
        (await app.Get(url, ("If-None-Match", created.ETag))).Is(HttpStatusCode.NotModified);

        var (change, pointers) = Change(resource);
        var patched = (await app.Patch(url, change, ("If-Match", created.ETag))).Is(HttpStatusCode.OK);
        Assert.Equal(2, patched.Version);

        var replaced = (await app.Put(url, WithoutKey(request), ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal(3, replaced.Version);

        (await app.Delete(url)).Is(HttpStatusCode.PreconditionRequired);
        (await app.Delete(url, ("If-Match", patched.ETag))).Is(HttpStatusCode.PreconditionFailed);
        (await app.Delete(url, ("If-Match", replaced.ETag))).Is(HttpStatusCode.NoContent);
        (await app.Delete(url, ("If-Match", "*"))).Is(HttpStatusCode.NotFound);
        (await app.Get(url)).Is(HttpStatusCode.NotFound);

        var history = (await app.Get($"{url}/history")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(["delete", "update", "update", "create"], history.Select(h => h!["operation"]!.ToString()));
        Assert.Equal("시험", history[3]!["reason"]!.ToString());
        Assert.True(JsonNode.DeepEquals(replaced.Body, history[0]!["changes"]![0]!["before"]), "what was deleted is shown as it was last");
        Assert.Equal(pointers, history[2]!["changes"]!.AsArray().Select(c => c!["pointer"]!.ToString()));
        Assert.Equal("Changed", history[2]!["changes"]![0]!["after"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task An_empty_patch_makes_no_version(string resource)
    {
        var request = await Request(resource);
        var created = await app.Post(resource, request);
        var url = created.Headers["Location"];
        var current = (await app.Patch(url, new JsonObject(), ("If-Match", "\"1\""))).Is(HttpStatusCode.OK);

        Assert.Equal((created.ETag, created.Text), (current.ETag, current.Text));
        Assert.Single((await app.Get($"{url}/history")).Items);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_patch_with_null_clears_an_optional_member_and_is_refused_for_a_required_one(string resource)
    {
        var created = await app.Post(resource, await Request(resource));
        var (change, pointers) = Change(resource);
        var (url, member) = (created.Headers["Location"], change.First().Key);
        (await app.Patch(url, change, ("If-Match", created.ETag))).Is(HttpStatusCode.OK);

        var cleared = await app.Patch(url, new JsonObject { [member] = null }, ("If-Match", "\"2\""));

        if (member is not ("name" or "title"))
        {
            Assert.Equal((3, null), (cleared.Is(HttpStatusCode.OK).Version, cleared.Body[member]));
        }
        else
        {
            Assert.Equal($"invalid_request {pointers[0][..^3]} required", cleared.Problem);
        }
    }

    [Theory]
    [MemberData(nameof(KeyedResources))]
    public async Task A_PUT_on_a_free_key_creates_and_with_If_None_Match_only_creates(string resource)
    {
        var key = TestData.Key();
        var request = WithoutKey(await Request(resource));

        (await app.Put($"{resource}/{key}", request.DeepClone(), ("If-Match", "\"1\""))).Is(HttpStatusCode.PreconditionFailed);
        (await app.Put($"{resource}/{key}", request.DeepClone(), ("If-None-Match", "*"))).Is(HttpStatusCode.Created);
        (await app.Put($"{resource}/{key}", request.DeepClone(), ("If-None-Match", "*"))).Is(HttpStatusCode.PreconditionFailed);
        (await app.Put($"{resource}/{key}", request.DeepClone())).Is(HttpStatusCode.PreconditionRequired);
        Assert.Equal(
            "unprocessable #/id key_differs",
            (await app.Put($"{resource}/{key}", await Request(resource), ("If-Match", "*"))).Problem);
        (await app.Put($"{resource}/Not-A-Key", request.DeepClone())).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_is_unique_across_all_keyed_collections()
    {
        foreach (var resource in Keyed)
        {
            var request = await Request(resource);
            request["id"] = "nvidia";
            Assert.Equal("already_exists #/id taken", (await app.Post(resource, request)).Problem);
        }

        Assert.Equal("already_exists #/id taken", (await app.Put("areas/sk-hynix", TestData.Area("sk-hynix"))).Problem);
        (await app.Get("companies/sk-hynix")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_that_is_created_again_continues_from_its_last_version()
    {
        var key = TestData.Key();
        await app.Post("companies", TestData.Company(key));
        await app.Delete($"companies/{key}", ("If-Match", "*"));

        Assert.Equal("\"3\"", (await app.Put($"companies/{key}", WithoutKey(TestData.Company()))).Is(HttpStatusCode.Created).ETag);
        Assert.Equal(["3", "2", "1"], (await app.Get($"companies/{key}/history")).Each("version"));
    }

    [Theory]
    [InlineData("trips")]
    [InlineData("meetings")]
    public async Task An_external_id_is_unique_in_its_collection(string resource)
    {
        var request = await Request(resource);
        request["externalId"] = "crm-1";
        (await app.Post(resource, request.DeepClone())).Is(HttpStatusCode.Created);

        Assert.Equal("already_exists #/externalId taken", (await app.Post(resource, request.DeepClone())).Problem);
    }

    [Fact]
    public async Task A_referenced_resource_cannot_be_deleted()
    {
        foreach (var (url, referrer) in new[]
        {
            ("companies/openai", "people/"), ("people/chey-tae-won", "trips/"), ("areas/hbm", "areas/"),
            ("affiliates/sk-group", "affiliates/sk-"), ($"trips/{OpeningIds.Trip}", "meetings/"),
        })
        {
            var refused = await app.Delete(url, ("If-Match", "*"));
            Assert.Equal("still_referred_to # refers", refused.Problem);
            Assert.Contains(referrer, refused.Text, StringComparison.Ordinal);
        }
    }

    private static JsonObject WithoutKey(JsonObject request)
    {
        request.Remove("id");

        return request;
    }
}
