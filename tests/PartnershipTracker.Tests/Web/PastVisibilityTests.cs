using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// The past of a meeting is visible to callers with the clearance for both the past and the current (or last) version. Reading it is
/// audited like any other read, and restoring it follows the rules of an edit.
/// </summary>
public sealed class PastVisibilityTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");
    private static readonly (string, string) Reason = ("Change-Reason", "The partner announced it.");

    private static readonly JsonObject Confidential = new() { ["confidentiality"] = "confidential" };
    private static readonly JsonObject Public = new() { ["confidentiality"] = "public" };
    private static readonly JsonObject ForOthers = new() { ["readers"] = new JsonArray("user:somebody-else") };
    private static readonly JsonObject ForTwo = new() { ["readers"] = new JsonArray("key:writer", "key:declassifier") };
    private static readonly JsonObject ForAll = new() { ["readers"] = new JsonArray() };

    public static TheoryData<string> Steps => ["raised", "lowered", "closed", "opened", "raised and deleted", "lowered and deleted"];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_past_needs_the_clearance_for_both_the_past_and_the_current_version(string step)
    {
        var (id, first, second) = await Meeting(step);
        var low = await Caller("internal");
        var high = await Caller("restricted");
        var mayKnow = step is "closed" or "opened" ? Administrator : high;
        var sees = step.Split(' ')[0] is "lowered" or "opened" ? HttpStatusCode.OK : HttpStatusCode.NotFound;

        (await app.Get($"meetings/{id}?asOf={first}", low)).Is(HttpStatusCode.NotFound);
        (await app.Get($"meetings/{id}?asOf={first}", mayKnow)).Is(HttpStatusCode.OK);
        (await app.Get($"meetings/{id}?asOf={second}", low)).Is(sees);
        var before = await app.Query<long>("SELECT count(*) FROM changes");
        Assert.Equal("not_found", (await Restore(id, 1, low, Reason)).Is(HttpStatusCode.NotFound).Problem);
        Assert.Equal(before, await app.Query<long>("SELECT count(*) FROM changes"));
        (await Restore(id, 1, mayKnow, Reason)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_hidden_version_and_an_unknown_version_get_the_same_response()
    {
        var (id, first, _) = await Meeting("lowered");
        var low = await Caller("internal");
        var refusals = "SELECT count(*) FROM audit WHERE kind = 'refusal' AND resource_id = '" + id + "'";
        var before = await app.Query<long>(refusals);

        var hidden = (await Restore(id, 1, low)).Body.AsObject();
        var absent = (await Restore(id, 99, low)).Body.AsObject();
        await app.Get($"meetings/{id}?asOf={first}", low);
        hidden.Remove("traceId");
        absent.Remove("traceId");

        Assert.Equal(absent.ToJsonString(), hidden.ToJsonString());
        Assert.Equal(before + 2, await app.Query<long>(refusals));
        Assert.Equal(
            "GET /api/v1/meetings/{meetingId}",
            await app.Query<string>($"SELECT route FROM audit WHERE kind = 'refusal' AND resource_id = '{id}' ORDER BY sequence DESC LIMIT 1"));
    }

    [Theory]
    [InlineData("raised", 1)] // public then, confidential now
    [InlineData("lowered", 1)] // confidential then, public now
    [InlineData("raised and deleted", 1)]
    [InlineData("never classified", 0)]
    public async Task Reading_a_past_or_current_confidential_version_is_audited(string step, long entries)
    {
        var (id, first, _) = await Meeting(step);
        var reads = $"SELECT count(*) FROM audit WHERE kind = 'read' AND resource_id = '{id}' AND version = 1";

        (await app.Get($"meetings/{id}?asOf={first}", await Caller("restricted"))).Is(HttpStatusCode.OK);

        Assert.Equal(entries, await app.Query<long>(reads));
    }

    [Theory]
    [InlineData("raised")]
    [InlineData("raised and deleted")]
    [InlineData("closed to the caller")]
    public async Task Restoring_a_lower_confidentiality_needs_the_scope_and_a_reason(string step)
    {
        var (id, _, _) = await Meeting(step);
        var areReaders = step == "closed to the caller";
        var writer = ("X-Api-Key", await app.Key([Scopes.Write], id: areReaders ? "writer" : null));
        var declassifier = ("X-Api-Key", await app.Key([Scopes.Write, Scopes.Declassify], id: areReaders ? "declassifier" : null));

        Assert.Equal("forbidden #/confidentiality needs_scope", (await Restore(id, 1, writer, Reason)).Problem);
        Assert.Equal("unprocessable Change-Reason reason_required", (await Restore(id, 1, declassifier)).Problem);
        (await Restore(id, 1, declassifier, Reason)).Is(HttpStatusCode.Created);
    }

    private static (string, string) Administrator => ("Accept", "*/*");

    private async Task<(string, string)> Caller(string clearance) => ("X-Api-Key", await app.Key([.. Scopes.All], clearance));

    private Task<ApiResponse> Restore(string id, int version, params (string, string)[] headers) => app.Post(
        "restorations", new JsonObject { ["resource"] = "meetings", ["id"] = id, ["version"] = version }, headers);

    /// <summary>Creates a meeting whose confidentiality or readers change with its second version.</summary>
    private async Task<(string Id, string First, string Second)> Meeting(string step)
    {
        var meeting = TestData.Meeting();
        var (before, after) = step.Split(' ')[0] switch
        {
            "raised" => (Public, Confidential),
            "lowered" => (Confidential, Public),
            "closed" when step == "closed to the caller" => (ForAll, ForTwo),
            "closed" => (ForAll, ForOthers),
            "opened" => (ForOthers, ForAll),
            _ => (Public, new JsonObject { ["summary"] = "Nothing to hide." }),
        };
        before.ToList().ForEach(member => meeting[member.Key] = member.Value!.DeepClone());
        var created = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        var url = created.Headers["Location"];
        var changed = (await app.Patch(url, after.DeepClone(), Any, Reason)).Is(HttpStatusCode.OK);

        if (step.EndsWith("deleted", StringComparison.Ordinal))
        {
            (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);
        }

        return (created.Body["id"]!.ToString(), created.Body["updatedAt"]!.ToString(), changed.Body["updatedAt"]!.ToString());
    }
}
