using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Members that are lists of plain texts: their changes are one change of the whole list, and can be undone.</summary>
public sealed class ListOfTextsHistoryTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly JsonObject Met = TestData.Meeting();

    private static readonly JsonObject Linked = With(
        TestData.Meeting(), "areas", new JsonArray(With(TestData.Link(), "area", "hbm")));

    [Theory]
    [InlineData("keys", "#/scopes", """["read"]""", """["read","write"]""")]
    [InlineData("sources", "#/authors", """["김은희"]""", """["김은희","A. Writer"]""")]
    [InlineData("sources", "#/authors", """["a","b"]""", "[]")]
    [InlineData("meetings", "#/readers", """["key:a"]""", """["key:b"]""")]
    [InlineData("meetings", "#/areas/0/companies", """["nvidia"]""", "[]")]
    [InlineData("meetings", "#/areas/0/affiliates", "[]", """["sk-hynix"]""")]
    public async Task A_changed_list_of_texts_is_one_change_in_the_history_and_can_be_undone(
        string resource, string pointer, string before, string after)
    {
        var created = (await app.Post(resource, Body(resource, pointer, before))).Is(HttpStatusCode.Created);
        var url = created.Headers["Location"];
        (await app.Patch(
            url, Patch(resource, pointer, after), ("If-Match", created.ETag), ("Change-Reason", "A test."))).Is(HttpStatusCode.OK);

        Assert.Equal($"{pointer} {before} {after}", Change(await app.Get($"{url}/history")));

        if (resource is "keys")
        {
            return; // grants have no past and are not restored
        }

        Assert.Equal(before, ListOf(await app.Get($"{url}?asOf={created.Body["updatedAt"]}"), pointer));
        var undo = new JsonObject { ["resource"] = resource, ["id"] = url.Split('/')[^1], ["version"] = 1 };
        (await app.Post("restorations", undo, ("Change-Reason", "A test."))).Is(HttpStatusCode.Created);
        Assert.Equal($"{pointer} {after} {before}", Change(await app.Get($"{url}/history")));
        Assert.Equal(before, ListOf(await app.Get(url), pointer));
    }

    private static string Change(ApiResponse history)
    {
        var change = Assert.Single(history.Is(HttpStatusCode.OK).Items[0]!["changes"]!.AsArray())!;

        return $"{change["pointer"]} {Compact(change["before"])} {Compact(change["after"])}";
    }

    private static JsonObject Body(string resource, string pointer, string list)
    {
        var body = resource switch
        {
            "keys" => TestData.ApiKey(),
            "sources" => TestData.Source(),
            _ => (JsonObject)(pointer.StartsWith("#/areas", StringComparison.Ordinal) ? Linked : Met).DeepClone(),
        };
        Holder(body, pointer)[Name(pointer)] = JsonNode.Parse(list);

        return body;
    }

    private static JsonObject Patch(string resource, string pointer, string list)
    {
        var member = pointer.Split('/')[1];

        return new() { [member] = Body(resource, pointer, list)[member]!.DeepClone() };
    }

    private static string ListOf(ApiResponse answer, string pointer) =>
        Compact(Holder((JsonObject)answer.Is(HttpStatusCode.OK).Body, pointer)[Name(pointer)]);

    private static JsonObject Holder(JsonObject body, string pointer) =>
        pointer.StartsWith("#/areas", StringComparison.Ordinal) ? (JsonObject)body["areas"]![0]! : body;

    private static string Name(string pointer) => pointer.Split('/')[^1];

    private static string Compact(JsonNode? list) =>
        list!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonObject With(JsonObject body, string member, JsonNode value)
    {
        body[member] = value;

        return body;
    }
}
