using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Import files with faults: each is reported with its line and position, and nothing is stored.</summary>
public sealed class FaultyFileTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<string[]> Refused(string mediaType, byte[] file, string query = "")
    {
        var before = await app.Query<long>("SELECT count(*) FROM changes");
        var answer = (await app.Import(file, mediaType, query)).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("import_failed", answer.Body["code"]!.ToString());
        Assert.Equal(before, await app.Query<long>("SELECT count(*) FROM changes"));

        return ImportTests.Errors(answer);
    }

    private Task<string[]> Refused(string mediaType, string file, string query = "") => Refused(mediaType, Encoding.UTF8.GetBytes(file), query);

    [Theory]
    [InlineData("mode=partial")]
    [InlineData("dryRun=true&mode=partial")]
    [InlineData("")]
    public async Task A_member_whose_name_no_text_may_have_is_quoted_in_its_error(string query)
    {
        var file = Encoding.UTF8.GetBytes("""{"companies":[{"id":"bidi","name":{"en":"Bidi"},"\u202Ex":1}]}""");

        var answer = await app.Import(file, "application/json", $"?{query}");
        var address = query is "" ? answer.Is(HttpStatusCode.UnprocessableEntity).Body["instance"]!.ToString() : $"imports/{answer.Is(HttpStatusCode.OK).Body["importId"]}";

        Assert.Equal("#/companies/0/\u202Ex", answer.Body["errors"]![0]!["pointer"]!.ToString());
        Assert.Equal("#/companies/0/\u202Ex", (await app.Get($"{address}/rows")).Items[0]!["errors"]![0]!["pointer"]!.ToString());
        Assert.Equal(1, (int)(await app.Get(address)).Body["failed"]!);
    }

    [Fact]
    public async Task All_faults_of_a_bundle_are_reported()
    {
        const string Meeting = "\"title\": {\"en\": \"M\"}, \"kind\": \"site_visit\", \"status\": \"held\"";
        var bundle = """
            {
              "companies": [
                {"id": "good-one", "name": {"en": "Good"}, "aliases": [{"name": "MS"}]},
                {"id": "good-one", "name": {"en": "Again"}},
                {"id": "sk-hynix", "name": {"en": "A key of another kind"}},
                {"id": "No Key", "name": {"en": "Bad key"}},
                {"name": {"en": "No key"}},
                {"id": "nameless"},
                {"id": "unknown-member", "name": {"en": "X"}, "colour": "red"}
              ],
              "areas": [
                {"id": "ring-one", "name": {"en": "1"}, "parent": "ring-two"},
                {"id": "ring-two", "name": {"en": "2"}, "parent": "ring-one"},
                {"id": "orphan", "name": {"en": "3"}, "parent": "no-such-area"}
              ],
              "meetings": [
                {"id": "11", MEETING, "date": "2024"},
                {"externalId": "a", MEETING, "date": "2024-02-30"},
                {"externalId": "b", MEETING, "date": "2024", "participants": [{"organization": "MS", "side": "theirs"}]},
                {"externalId": "c", MEETING, "date": "2024", "areas": [{"area": "blockchain", "basis": "inferred"}]},
                {"externalId": "d", MEETING, "date": "2024", "areas": [{"area": "hbm", "companies": ["intel"], "basis": "inferred"}]},
                {"externalId": "e", MEETING, "date": "2024", "tripOrder": 1},
                {"externalId": "f", MEETING, "date": "2024", "trip": "019094ca-3c00-7000-8000-0000000009ff"},
                {"externalId": "g", MEETING, "date": "2024", "participants": [{"side": "ours"}]},
                {"externalId": "h", MEETING, "date": "2024", "kind": "party"},
                {"externalId": "i", MEETING, "date": "2024", "summary": "\u0007"},
                7
              ],
              "widgets": []
            }
            """.Replace("MEETING", Meeting, StringComparison.Ordinal);

        Assert.Equal(
            [
                "4 #/companies/1/id duplicate_item", "5 #/companies/2/id taken", "6 #/companies/3/id pattern", "7 #/companies/4/id required",
                "8 #/companies/5/name required", "9 #/companies/6/colour unknown_member", "12 #/areas/0/parent cycle",
                "13 #/areas/1/parent cycle", "14 #/areas/2/parent unknown_reference", "17 #/meetings/0/id not_an_id",
                "18 #/meetings/1/date date_no_such_day", "19 #/meetings/2/participants/0/organization ambiguous_reference",
                "20 #/meetings/3/areas/0/area unknown_reference", "21 #/meetings/4/areas/0/companies/0 not_a_party",
                "22 #/meetings/5/tripOrder requires", "23 #/meetings/6/trip unknown_reference", "24 #/meetings/7/participants/0/organization one_of_two",
                "25 #/meetings/8/kind duplicate_member", "26 #/meetings/9/summary control_character", "27 #/meetings/10 wrong_type",
                "29 #/widgets unknown_member",
            ],
            await Refused("application/json", bundle));
    }

    [Fact]
    public async Task A_fault_of_a_CSV_file_names_the_line_and_the_column()
    {
        const string Csv = "externalId,titleEn,kind,status,date,tripOrder,companies,summary\r\n"
            + "t1,Fine,site_visit,held,2024,,intel,\r\n"
            + "t2,\"Two\r\nlines\",site_visit,held,2024,,intel,\r\n"
            + "t3,Bad date,site_visit,held,2024-13,,intel,\r\n"
            + "t4,Formula,site_visit,held,2024,,intel,=1+1\r\n"
            + "t5,Who,site_visit,held,2024,,MS,\r\n"
            + "t6,Order,site_visit,held,2024,first,intel,\r\n"
            + "t7,Short,site_visit\r\n"
            + "t1,Twice,site_visit,held,2024,,intel,\r\n";

        Assert.Equal(
            [
                "3 #/titleEn single_line", "5 #/date date_no_such_day", "6 #/summary formula_cell", "7 #/companies ambiguous_reference",
                "8 #/tripOrder wrong_type", "9 # cells_differ", "10 #/externalId duplicate_item",
            ],
            [.. (await Refused("text/csv", Csv, "?resource=meetings")).Select(e => e.Replace("date_out_of_range", "date_no_such_day", StringComparison.Ordinal)
                .Replace("date_malformed", "date_no_such_day", StringComparison.Ordinal))]);
    }

    [Theory]
    [InlineData("id,nameEn\nfine,A\nopen,\"B\nnext,C\nlast,D\n", "3 # unclosed_quote")]
    [InlineData("id,\"nameEn\nfine,A\n", "1 # unclosed_quote")]
    [InlineData("id,nameEn\nquoted,\"A\"\"\n", "2 # unclosed_quote")]
    public async Task A_quote_that_is_not_closed_is_reported_where_its_row_begins(string csv, string error) =>
        Assert.Equal([error], await Refused("text/csv", csv, "?resource=companies"));

    [Fact]
    public async Task Invalid_UTF_8_is_reported_with_its_line()
    {
        byte[] korean = [0xBB, 0xEF, 0xBC, 0xBA]; // 삼성 in EUC-KR
        byte[] Around(string before, string after) => [.. Encoding.UTF8.GetBytes(before), .. korean, .. Encoding.UTF8.GetBytes(after)];

        Assert.Equal(
            ["3 # wrong_encoding"], await Refused("text/csv", Around("id,nameKo\nfine,하나\nbad,", "\nlast,셋\n"), "?resource=companies"));
        Assert.Equal(["2 # not_utf8"], await Refused(
            "application/x-ndjson", Around("{\"resource\":\"areas\",\"id\":\"x-1\",\"name\":{\"ko\":\"하나\"}}\n{\"resource\":\"areas\",\"name\":\"", "\"}")));
        Assert.Equal(["2 #/areas/0 not_utf8"], await Refused("application/json", Around("{\"areas\":[\n{\"id\":\"x-2\",\"name\":{\"ko\":\"", "\"}}]}")));
    }

    [Theory]
    [InlineData("", "1 # malformed")]
    [InlineData("[]", "1 # wrong_type")]
    [InlineData("{\"areas\": 1}", "1 #/areas wrong_type")]
    [InlineData("{\"areas\": [\n{\"id\": \"x\"}", "2 # malformed")]
    [InlineData("{}{}", "1 # malformed")]
    [InlineData("{\"\\ud800\": []}", "1 # lone_surrogate")]
    [InlineData("{\"areas\": [],\n\"areas\": []}", "2 #/areas duplicate_member")]
    public async Task A_file_that_is_not_a_bundle_is_refused(string file, string error) =>
        Assert.Equal([error], await Refused("application/json", file));

    [Fact]
    public async Task A_fault_of_an_NDJSON_file_names_the_line_and_the_member()
    {
        const string Lines = "{\"resource\":\"areas\",\"id\":\"line-1\",\"name\":{\"en\":\"1\"}}\n\n{\"resource\":\"widgets\"}\n{}\n{\"resource\n[]\n"
            + "{\"resource\":\"areas\",\"id\":\"line-7\",\"name\":{}}\n{\"resource\":\"\\ud800\"}";

        Assert.Equal(
            ["3 #/resource unknown_value", "4 #/resource required", "5 # malformed", "6 # wrong_type", "7 #/name language_required", "8 #/resource lone_surrogate"],
            await Refused("application/x-ndjson", Lines));
    }
}
