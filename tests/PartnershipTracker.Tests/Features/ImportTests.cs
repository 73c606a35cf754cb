using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Imports: items are matched, created, updated, or refused with line and position.</summary>
public sealed class ImportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private Task<ApiResponse> Bundle(JsonObject bundle, string query = "", params (string, string)[] headers) =>
        File("application/json", bundle.ToJsonString(), query, headers);

    private Task<ApiResponse> Lines(params JsonObject[] items) =>
        File("application/x-ndjson", string.Join('\n', items.Select(i => i.ToJsonString())));

    private Task<ApiResponse> File(string mediaType, string text, string query = "", params (string, string)[] headers) =>
        app.Import(Encoding.UTF8.GetBytes(text), mediaType, query, headers);

    private static JsonObject Of(string resource, params JsonObject[] items) => new() { [resource] = new JsonArray([.. items]) };

    private static JsonObject With(JsonObject item, string member, JsonNode? value)
    {
        item[member] = value;

        return item;
    }

    private static JsonObject Meeting(string externalId, string company = "nvidia") =>
        With(TestData.Meeting(company: company), "externalId", externalId);

    internal static (int Created, int Updated, int Unchanged, int Failed) Counts(ApiResponse answer) => (
        (int)answer.Body["created"]!, (int)answer.Body["updated"]!, (int)answer.Body["unchanged"]!, (int)answer.Body["failed"]!);

    internal static string[] Errors(ApiResponse answer) =>
        [.. answer.Body["errors"]!.AsArray().Select(e => $"{e!["line"]} {e["pointer"]} {e["code"]}")];

    [Fact]
    public async Task Importing_the_same_file_again_changes_nothing()
    {
        var bundle = Of("companies", TestData.Company(), TestData.Company());
        bundle["meetings"] = new JsonArray(Meeting("twice-1"), TestData.Meeting("2021-03-04")); // the second is matched by its content
        bundle["collaborations"] = new JsonArray(
            new JsonObject { ["affiliate"] = "sk-telecom", ["company"] = "intel", ["area"] = "hbm", ["stage"] = "exploring" });

        var first = (await Bundle(bundle)).Is(HttpStatusCode.OK);
        var changes = await app.Query<long>("SELECT count(*) FROM changes");
        var second = (await Bundle(bundle)).Is(HttpStatusCode.OK);

        Assert.Equal((5, 0, 0, 0), Counts(first));
        Assert.Equal((0, 0, 5, 0), Counts(second));
        Assert.Equal(changes, await app.Query<long>("SELECT count(*) FROM changes"));
    }

    [Fact]
    public async Task An_item_with_a_known_external_id_is_updated_and_its_parts_keep_their_ids()
    {
        await Bundle(Of("meetings", Meeting("found-1")));
        var before = (await app.Get("meetings?sort=-updatedAt&limit=1")).Items[0]!;
        var changed = With(Meeting("found-1"), "summary", "Now there is one.");

        var answer = (await Bundle(Of("meetings", changed))).Is(HttpStatusCode.OK);
        var after = (await app.Get($"meetings/{before["id"]}")).Body;

        Assert.Equal((0, 1, 0, 0), Counts(answer));
        Assert.Equal(("Now there is one.", 2), (after["summary"]!.ToString(), (int)after["version"]!));
        Assert.True(JsonNode.DeepEquals(before["participants"], after["participants"]));
    }

    [Fact]
    public async Task Every_imported_item_has_a_row_in_the_change_log_and_in_the_audit()
    {
        var (company, reason) = (TestData.Company(), TestData.Key("reason"));

        (await Bundle(Of("companies", company), "", ("Change-Reason", reason))).Is(HttpStatusCode.OK);
        var shown = await app.Get($"companies/{company["id"]}");

        Assert.Equal(shown.Text, await app.Query<string>($"SELECT image::text FROM changes WHERE reason = '{reason}'"));
        Assert.Equal(
            "POST /api/v1/imports local-admin 1",
            await app.Query<string>($"SELECT concat_ws(' ', route, actor, version) FROM audit WHERE resource_id = '{company["id"]}'"));
    }

    [Fact]
    public async Task References_are_resolved_by_key_name_or_alias_in_any_case_and_width()
    {
        var meeting = Meeting("names-1", "엔비디아");
        meeting["participants"]!.AsArray().Add(TestData.Participant("ＳＫ　ｔｅｌｅｃｏｍ", "ours"));
        meeting["participants"]![1]!["person"] = "알트먼";
        meeting["areas"] = new JsonArray(new JsonObject
        {
            ["area"] = "고대역폭메모리",
            ["affiliates"] = new JsonArray("SKT"),
            ["companies"] = new JsonArray("nvidia"),
            ["basis"] = "inferred",
        });

        (await Bundle(Of("meetings", meeting))).Is(HttpStatusCode.OK);
        var known = (await app.Get("meetings?area=hbm&person=sam-altman")).Items.Single()!;

        Assert.Equal(["sk-group", "nvidia", "sk-telecom"], known["participants"]!.AsArray().Select(p => p!["organization"]!.ToString()));
        Assert.Equal("hbm sk-telecom", $"{known["areas"]![0]!["area"]} {known["areas"]![0]!["affiliates"]![0]}");
    }

    [Fact]
    public async Task An_ambiguous_name_lists_its_candidates_and_an_unknown_name_the_nearest_match()
    {
        var twin = With(TestData.Company(), "aliases", new JsonArray(new JsonObject { ["name"] = "Amazon" }));
        (await app.Post("companies", twin)).Is(HttpStatusCode.Created);

        var refused = (await Lines(
            With(Meeting("unclear-1", "MS"), "resource", "meetings"),
            With(Meeting("unclear-2", "Amazon"), "resource", "meetings"),
            With(Meeting("unclear-3", "Nvidea"), "resource", "meetings"))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            [
                "1 #/participants/1/organization ambiguous_reference", "2 #/participants/1/organization ambiguous_reference",
                "3 #/participants/1/organization unknown_reference",
            ],
            Errors(refused));
        Assert.Contains("microsoft", refused.Body["errors"]![0]!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains($"amazon, {twin["id"]}", refused.Body["errors"]![1]!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("nvidia (NVIDIA)", refused.Body["errors"]![2]!["detail"]!.ToString(), StringComparison.Ordinal);
        await app.Delete($"companies/{twin["id"]}", ("If-Match", "*"));
    }

    [Fact]
    public async Task An_item_can_refer_to_a_later_item_and_a_cycle_is_refused()
    {
        var (top, middle, leaf) = (TestData.Key("z"), TestData.Key("m"), TestData.Key("a"));
        var areas = Of("areas", TestData.Area(leaf, middle), TestData.Area(middle, top), TestData.Area(top));
        var answer = (await Bundle(areas)).Is(HttpStatusCode.OK);
        Assert.Equal((3, 0, 0, 0), Counts(answer));

        var (one, other) = (TestData.Key("one"), TestData.Key("other"));
        var cycle = await Bundle(Of("areas", TestData.Area(one, other), TestData.Area(other, one)));
        Assert.Equal(["1 #/areas/0/parent cycle", "1 #/areas/1/parent cycle"], Errors(cycle.Is(HttpStatusCode.UnprocessableEntity)));

        var moved = (await Bundle(Of("areas", TestData.Area(top, leaf)))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["1 #/areas/0/parent cycle"], Errors(moved));
    }

    [Fact]
    public async Task A_dry_run_reports_the_result_and_stores_nothing()
    {
        var company = TestData.Company();
        var tried = (await Bundle(Of("companies", company), "?dryRun=true")).Is(HttpStatusCode.OK);

        Assert.Equal((1, 0, 0, 0), Counts(tried));
        Assert.True((bool)tried.Body["dryRun"]!);
        (await app.Get($"companies/{company["id"]}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_partial_import_stores_the_valid_items_and_reports_the_others()
    {
        var (good, last) = (TestData.Company(), TestData.Company());
        var bundle = Of("companies", good, new JsonObject { ["id"] = "NOT A KEY", ["name"] = TestData.Name() }, last);
        bundle["meetings"] = new JsonArray(Meeting("by-row-1"), Meeting("by-row-1", "intel"));

        var answer = (await Bundle(bundle, "?mode=partial")).Is(HttpStatusCode.OK);

        Assert.Equal((3, 0, 0, 2), Counts(answer));
        Assert.Equal(["1 #/companies/1/id pattern", "1 #/meetings/1/externalId duplicate_item"], Errors(answer));
        (await app.Get($"companies/{last["id"]}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_import_can_neither_change_nor_find_a_meeting_above_the_clearance()
    {
        var hidden = With(Meeting("hidden-1"), "confidentiality", "restricted");
        await Bundle(Of("meetings", hidden));
        var id = await app.Query<Guid>("SELECT id FROM meetings WHERE external_id = 'hidden-1'");
        var low = ("X-Api-Key", await app.Key(["write"], "internal"));

        var byExternalId = (await Bundle(Of("meetings", Meeting("hidden-1")), "", low)).Is(HttpStatusCode.UnprocessableEntity);
        var byId = (await Bundle(Of("meetings", With(TestData.Meeting(), "id", $"{id}")), "", low)).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["1 #/meetings/0/externalId taken"], Errors(byExternalId));
        Assert.Equal(["1 #/meetings/0/id taken"], Errors(byId));
    }

    [Fact]
    public async Task Lowering_the_confidentiality_by_an_import_needs_the_scope_and_a_reason()
    {
        var held = With(Meeting("held-1"), "confidentiality", "confidential");
        await Bundle(Of("meetings", held));
        var loose = Of("meetings", Meeting("held-1"));

        var scopeless = await Bundle(loose.DeepClone().AsObject(), "", ("X-Api-Key", await app.Key(["write"])));
        var reasonless = await Bundle(loose.DeepClone().AsObject());

        Assert.Equal(["1 #/meetings/0/confidentiality needs_scope"], Errors(scopeless));
        Assert.Equal(["1 #/meetings/0 reason_required"], Errors(reasonless));
        Assert.Equal((0, 1, 0, 0), Counts((await Bundle(loose, "", ("Change-Reason", "Published."))).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task An_import_of_an_unknown_media_type_resource_or_mode_is_refused()
    {
        Assert.Equal("unsupported_media_type", (await File("application/xml", "<a/>")).Problem);
        Assert.Equal("invalid_request resource required", (await File("text/csv", "id\n1")).Problem);
        Assert.Equal("invalid_request mode unknown_value", (await Bundle([], "?mode=some")).Problem);
    }

    [Fact]
    public async Task An_import_with_an_idempotency_key_runs_once_and_replays_its_result()
    {
        var (bundle, key) = (Of("companies", TestData.Company()), ("Idempotency-Key", TestData.Key("import")));

        var first = (await Bundle(bundle.DeepClone().AsObject(), "", key)).Is(HttpStatusCode.OK);
        var again = (await Bundle(bundle.DeepClone().AsObject(), "", key)).Is(HttpStatusCode.OK);
        var other = await Bundle([], "", key);

        Assert.Equal((1, 0, 0, 0), Counts(again));
        Assert.Equal((first.Text, "true"), (again.Text, again.Headers["Idempotent-Replayed"]));
        Assert.Equal("idempotency_key_reused", other.Problem);
    }
}
