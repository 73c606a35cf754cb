using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The tables of meetings, of their participants and of their area links: each fact has one place.</summary>
public sealed class MeetingTableTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Header = "externalId,titleEn,kind,status,date,affiliates,companies,people,partiesKo,areas,bases\n";

    private Task<ApiResponse> Import(string csv, string resource = "meetings", string query = "") =>
        app.Import(Encoding.UTF8.GetBytes(csv), "text/csv", $"?resource={resource}{query}");

    private async Task<JsonNode> Create(JsonObject? meeting = null) =>
        (await app.Post("meetings", meeting ?? TestData.Meeting())).Is(HttpStatusCode.Created).Body;

    private async Task<string[]> Participants(string id) =>
    [
        .. (await app.Get($"meetings/{id}")).Body["participants"]!.AsArray().Select(p =>
            $"{p!["organization"]}{p["party"]?["ko"]} {p["person"]} {p["side"]} {p["role"]} {p["statedTitle"]} {p["headCount"]}"),
    ];

    private async Task<string[]> Links(string id) =>
    [
        .. (await app.Get($"meetings/{id}")).Body["areas"]!.AsArray().Select(l =>
            $"{l!["area"]} {string.Join('+', l["affiliates"]!.AsArray())} {string.Join('+', l["companies"]!.AsArray())} {l["basis"]} {l["rationale"]}"),
    ];

    [Theory]
    [InlineData("SK hynix,Intel,,,,", "sk-hynix ours|intel theirs", "")]
    [InlineData("SK Group,OpenAI,알트먼; chey-tae-won,학계; 업계,ai-services,stated", "sk-group chey-tae-won ours|openai sam-altman theirs|학계 third_party|업계 third_party", "ai-services sk-group openai stated ")]
    [InlineData("SKT,,,,hbm; data-centers,", "sk-telecom ours", "data-centers sk-telecom  inferred |hbm sk-telecom  inferred ")]
    [InlineData(",,,학계,,", "학계 third_party", "")]
    public async Task A_row_that_states_its_parties_creates_a_meeting_with_them_and_is_unchanged_when_repeated(
        string cells, string participants, string links)
    {
        var key = TestData.Key("row");
        var csv = $"{Header}{key},A visit,site_visit,held,2024-05,{cells}\n";

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts((await Import(csv)).Is(HttpStatusCode.OK)));
        Assert.Equal((0, 0, 1, 0), ImportTests.Counts((await Import(csv)).Is(HttpStatusCode.OK)));
        var id = await app.Query<Guid>($"SELECT id FROM meetings WHERE external_id = '{key}'");

        Assert.Equal(
            participants.Split('|'),
            (await Participants($"{id}")).Select(p => string.Join(' ', p.Replace(" attendee", "", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(links.Split('|', StringSplitOptions.RemoveEmptyEntries), await Links($"{id}"));
    }

    [Theory]
    [InlineData("Intel,SK hynix,,,,", "2 #/affiliates unknown_reference", "2 #/companies unknown_reference")]
    [InlineData("SK Group; SK hynix,OpenAI,,,ai-services,", "2 #/areas ambiguous_links")]
    [InlineData("SK Group,OpenAI; NVIDIA,,,ai-services,", "2 #/areas ambiguous_links")]
    [InlineData("SK hynix,Intel,chey-tae-won,,,", "2 #/people no_seat")]
    [InlineData("SK hynix,Intel,nobody,,,", "2 #/people unknown_reference")]
    [InlineData(",OpenAI; Intel,two-chairs,,,", "2 #/people two_seats")]
    [InlineData("SK hynix,Intel,,,hbm; data-centers,stated", "2 #/bases lists_differ")]
    public async Task A_row_that_does_not_say_who_or_what_is_refused(string cells, params string[] faults)
    {
        if (cells.Contains("two-chairs", StringComparison.Ordinal))
        {
            var person = TestData.Person("two-chairs");
            person["positions"]!.AsArray().Add(new JsonObject { ["organization"] = "intel", ["title"] = TestData.Name() });
            (await app.Put("people/two-chairs", person)).Is(HttpStatusCode.Created);
        }

        var refused = (await Import($"{Header}{TestData.Key("row")},A visit,site_visit,held,2024-05,{cells}\n")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(faults.Order(StringComparer.Ordinal), ImportTests.Errors(refused).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_person_without_a_position_then_is_told_with_the_time_of_the_known_ones()
    {
        var person = TestData.Person(organization: "openai");
        person["positions"]![0]!["to"] = "2023";
        var id = (await app.Post("people", person)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

        var refused = await Import($"{Header}{TestData.Key("row")},A visit,site_visit,held,2024-05,,OpenAI,{id},,,\n");

        Assert.Equal(["2 #/people no_seat"], ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Contains("openai (2020-05/2023)", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_rows_for_two_stages_of_a_collaboration_are_told_to_be_one()
    {
        const string Rows = "affiliates,companies,area,stage\nsk-hynix,intel,data-centers,exploring\nsk-hynix,intel,data-centers,active\n";

        var refused = await app.Import(Encoding.UTF8.GetBytes(Rows), "text/csv", "?resource=collaborations&dryRun=true");

        Assert.Equal(["3 #/id duplicate_item"], ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Contains("Write all stages in one row", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_represents_the_organization_of_the_row_at_which_they_held_a_position_then()
    {
        var person = TestData.Person(organization: "openai");
        person["positions"]![0]!["to"] = "2023";
        person["positions"]!.AsArray().Add(new JsonObject { ["organization"] = "intel", ["title"] = TestData.Name(), ["from"] = "2024" });
        var id = (await app.Post("people", person)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var (earlier, later) = (TestData.Key("row"), TestData.Key("row"));

        (await Import($"{Header}{earlier},A,site_visit,held,2023-05,,OpenAI; Intel,{id},,,\n{later},B,site_visit,held,2024-05,,OpenAI; Intel,{id}; sam-altman,,,\n"))
            .Is(HttpStatusCode.OK);

        Assert.Equal(
            [$"openai {id} theirs attendee  ", "intel  theirs attendee  "],
            await Participants((await app.Get($"meetings?person={id}&to=2023-12-31")).Items.Single()!["id"]!.ToString()));
        Assert.Equal(
            ["openai sam-altman theirs attendee  ", $"intel {id} theirs attendee  "],
            await Participants((await app.Get($"meetings?person={id}&from=2024-01-01")).Items.Single()!["id"]!.ToString()));
    }

    [Fact]
    public async Task A_row_of_an_export_creates_no_participants_from_its_summary()
    {
        var table = (await TableFile.Export(app, "meetings.csv")).Of(OpeningIds.Meeting(1));
        (table[0, "id"], table[0, "externalId"]) = ("", TestData.Key("elsewhere"));

        var refused = (await table.Import(app, "meetings")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["2 #/participants in_other_table", "2 #/areaLinks in_other_table"], ImportTests.Errors(refused));
        (table[0, "participants"], table[0, "areaLinks"]) = ("0", "0");
        (await table.Import(app, "meetings")).Is(HttpStatusCode.OK);

        var id = $"{await app.Query<Guid>($"SELECT id FROM meetings WHERE external_id = '{table[0, "externalId"]}'")}";
        Assert.Equal(([], []), (await Participants(id), await Links(id)));
    }

    [Fact]
    public async Task A_row_of_participants_changes_one_or_adds_one_and_the_others_stay()
    {
        var meeting = await Create();
        var (id, first) = ($"{meeting["id"]}", $"{meeting["participants"]![0]!["id"]}");

        var answer = (await Import(
            $"meeting,id,organization,person,side,role,statedTitle,headCount,partyKo\n{id},{first},SK Group,최태원,ours,principal,,,\n"
            + $"{id},,,,third_party,,,5,학계\n", "meeting-participants")).Is(HttpStatusCode.OK);

        Assert.Equal((1, 1, 0, 0), ImportTests.Counts(answer));
        Assert.Equal(
            ["sk-group chey-tae-won ours principal  ", "nvidia  theirs attendee  ", "학계  third_party attendee  5"], await Participants(id));
        Assert.Equal(2, (int)(await app.Get($"meetings/{id}")).Body["version"]!);
    }

    [Fact]
    public async Task A_column_that_a_row_of_participants_does_not_have_keeps_its_member()
    {
        var meeting = TestData.Meeting();
        (meeting["participants"]![1]!["statedTitle"], meeting["participants"]![1]!["role"]) = ("VP; GM", "host");
        var created = await Create(meeting);
        var (id, second) = ($"{created["id"]}", $"{created["participants"]![1]!["id"]}");

        (await Import($"meeting,id,headCount\n{id},{second},3\n", "meeting-participants")).Is(HttpStatusCode.OK);

        Assert.Equal("nvidia  theirs host VP; GM 3", (await Participants(id))[1]);
    }

    [Fact]
    public async Task Rows_of_area_links_change_and_add_links_by_the_external_id_of_the_meeting()
    {
        var meeting = TestData.Meeting();
        meeting["externalId"] = TestData.Key("linked");
        var id = $"{(await Create(meeting))["id"]}";
        var header = "meetingExternalId,area,affiliates,companies,basis,rationale\n";

        var added = (await Import($"{header}{meeting["externalId"]},HBM,하이닉스; SKT,NVIDIA,stated,\n", "meeting-areas")).Is(HttpStatusCode.OK);
        var changed = (await Import(
            $"{header}{meeting["externalId"]},hbm,sk-hynix,nvidia,inferred,It is likely.\n{meeting["externalId"]},data-centers,,,inferred,\n", "meeting-areas"))
            .Is(HttpStatusCode.OK);

        Assert.Equal(((1, 0, 0, 0), (1, 1, 0, 0)), (ImportTests.Counts(added), ImportTests.Counts(changed)));
        Assert.Equal(["data-centers   inferred ", "hbm sk-hynix nvidia inferred It is likely."], await Links(id));
    }

    [Fact]
    public async Task Equal_participants_without_an_id_are_found_again_each_for_one_row()
    {
        var id = $"{(await Create())["id"]}";
        var csv = $"meeting,organization,side\n{id},nvidia,theirs\n{id},nvidia,theirs\n";

        Assert.Equal((1, 0, 1, 0), ImportTests.Counts((await Import(csv, "meeting-participants")).Is(HttpStatusCode.OK)));
        Assert.Equal((0, 0, 2, 0), ImportTests.Counts((await Import(csv, "meeting-participants")).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Every_fault_of_a_table_of_parts_names_its_line_and_column_and_the_other_rows_are_imported_in_part()
    {
        var meeting = await Create();
        var (id, first) = ($"{meeting["id"]}", $"{meeting["participants"]![0]!["id"]}");
        var csv = $"meeting,meetingExternalId,id,organization,side,headCount\n"
            + $"{id},,{first},sk-group,ours,2\n{id},,{first},sk-group,ours,3\n{OpeningIds.Source},,,nvidia,theirs,\n,no-such,,nvidia,theirs,\n,,,nvidia,theirs,\n"
            + $"{id},,,intel,ours,\n{id},,,intel,,\n{id},,,intel,both,\n{id},,,intel,theirs,0\n{id},,,MS,theirs,\n{id},,{OpeningIds.Participant(1, 1)},intel,theirs,\n";

        var refused = (await Import(csv, "meeting-participants", "&mode=partial")).Is(HttpStatusCode.OK);

        Assert.Equal(
            [
                "3 #/id duplicate_item", "4 #/meeting unknown_reference", "5 #/meetingExternalId unknown_reference", "6 #/meeting required",
                "7 #/organization unknown_reference", "8 #/side required", "9 #/side unknown_value", "10 #/headCount out_of_range",
                "11 #/organization ambiguous_reference", "12 #/id taken",
            ],
            ImportTests.Errors(refused));
        Assert.Equal(["sk-group  ours attendee  2", "nvidia  theirs attendee  "], await Participants(id));
    }

    [Fact]
    public async Task A_link_to_a_company_that_is_no_party_is_refused_at_its_column()
    {
        var id = $"{(await Create())["id"]}";

        var refused = (await Import($"meeting,area,companies,basis\n{id},hbm,intel,inferred\n", "meeting-areas")).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["2 #/companies not_a_party"], ImportTests.Errors(refused));
    }

    [Fact]
    public async Task The_lists_show_all_parts_of_the_meetings_that_match_with_the_meeting()
    {
        var meeting = TestData.Meeting("2019-03-04");
        (meeting["externalId"], meeting["areas"]) = (TestData.Key("listed"), new JsonArray(new JsonObject { ["area"] = "hbm", ["basis"] = "stated" }));
        var id = (await Create(meeting))["id"]!.ToString();

        var participants = (await app.Get("meeting-participants?company=nvidia&to=2019-12-31")).Is(HttpStatusCode.OK);
        var links = (await app.Get("meeting-areas?company=nvidia&to=2019-12-31")).Is(HttpStatusCode.OK);

        Assert.Equal(
            [$"{id} {meeting["externalId"]} Meeting sk-group", $"{id} {meeting["externalId"]} Meeting nvidia"],
            participants.Items.Select(p => $"{p!["meeting"]} {p["meetingExternalId"]} {p["meetingTitle"]!["en"]} {p["organization"]}"));
        Assert.Equal([$"{id} hbm stated true"], links.Items.Select(l => $"{l!["meeting"]} {l["area"]} {l["basis"]} {l["unsupported"]}"));
    }

    [Fact]
    public async Task The_workbook_of_meetings_has_a_sheet_for_each_table_of_parts()
    {
        var url = "meetings.xlsx?to=2024-04-30&company=nvidia";

        Assert.Equal(
            ["id", "id", "meeting", "what"],
            [.. await Task.WhenAll(Enumerable.Range(1, 4).Select(async n => (await Web.Workbook.Cells(app, url, n))[0][0]))]);
        Assert.Contains(await Web.Workbook.Cells(app, url, 3), row => row.Contains("hbm-technology"));
    }
}
