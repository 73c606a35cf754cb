using System.Net;
using System.Text;

namespace PartnershipTracker.Tests.Features;

/// <summary>Dates as people write them in imported tables, and as a hint in the errors of JSON.</summary>
public sealed class DateImportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task The_dates_of_a_table_are_stored_as_EDTF()
    {
        var company = await Company();
        string[] written =
            ["2024.06.28", "6/28/2024", "6/5/2024", "Apr-24", "2024년 6월 28일(금)", "2024 상반기", "Q3 2024", "2024 봄", "약 2024년 6월", "미정", "~2024.07"];
        string[] edtf =
        [
            "2024-06-28", "2024-06-28", "2024-06-05", "2024-04", "2024-06-28", "2024-40", "2024-35", "2024-21", "2024-06~", "XXXX", "../2024-07",
        ];

        (await Import("meetings", Meetings(company, written))).Is(HttpStatusCode.OK);

        Assert.Equal(edtf.Order(StringComparer.Ordinal), await DatesOf(company));
        var again = (await Import("meetings", Meetings(company, written))).Is(HttpStatusCode.OK);
        Assert.Equal((0, 0, written.Length, 0), ImportTests.Counts(again));
    }

    [Fact]
    public async Task A_date_that_is_not_clear_is_refused_at_its_column_with_what_would_be_right()
    {
        var company = await Company();
        string[] written = ["6/5/2024", "'24.6.22~7.9", "2024년 6월 중순", "상반기", "2024-06-28 14:00", "45471", "2024.02.30", "soon", "2024"];
        var refused = (await Import("meetings", Meetings(company, written))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            [
                "2 #/date date_ambiguous", "3 #/date date_range_ambiguous", "4 #/date date_not_expressible", "5 #/date date_without_year",
                "6 #/date date_with_time", "7 #/date date_serial_number", "8 #/date date_no_such_day", "9 #/date date_malformed",
            ],
            ImportTests.Errors(refused));
        Assert.Contains("`2024-06-05`, `2024-05-06`", refused.Text, StringComparison.Ordinal);
        Assert.Contains("`2024-06-22/2024-07-09`", refused.Text, StringComparison.Ordinal);
        Assert.Contains("`2024-06~`", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{", string.Concat(refused.Body["errors"]!.AsArray().Select(e => $"{e!["detail"]}")), StringComparison.Ordinal);
        Assert.Empty(await DatesOf(company));
    }

    [Fact]
    public async Task The_import_can_say_what_dates_leave_open()
    {
        var company = await Company();
        var file = Meetings(company, ["6/5/2024", "2024.6.22~7.9", "상반기"]);
        (await Import("meetings", file, "&dateOrder=dmy&range=within&year=2023")).Is(HttpStatusCode.OK);

        Assert.Equal(["2023-40", "2024-05-06", "[2024-06-22..2024-07-09]"], await DatesOf(company));
        var refused = (await Import("meetings", file, "&dateOrder=dym&range=both&year=24")).Is(HttpStatusCode.BadRequest);
        Assert.Equal(["dateOrder", "range", "year"], refused.Body["errors"]!.AsArray().Select(e => $"{e!["parameter"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_year_gives_the_year_of_each_row()
    {
        var company = await Company();
        var rows = Meetings(company, ["6월 28일", "3분기", "2024.5", "봄"]).Split('\n');
        var file = string.Join('\n', rows.Zip(["연도", "2022", "2023년", "2024", "next"], (row, year) => $"{row},{year}"));

        Assert.Equal(
            ["5 #/연도 out_of_range", "5 #/date date_without_year"],
            ImportTests.Errors((await Import("meetings", file)).Is(HttpStatusCode.UnprocessableEntity)));
        (await Import("meetings", file.Replace("next", "2025", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        Assert.Equal(["2022-06-28", "2023-35", "2024-05", "2025-21"], await DatesOf(company));
    }

    [Fact]
    public async Task A_year_that_is_not_that_of_the_dates_of_its_row_is_refused()
    {
        var company = await Company();
        var rows = Meetings(company, ["2023.6", "2023.12.30~2024.1.2", "2023.5~"]).Split('\n');
        var file = string.Join('\n', rows.Select((row, at) => $"{row},{(at == 0 ? "연도" : "2024")}"));

        Assert.Equal(
            ["2 #/연도 year_differs"],
            ImportTests.Errors((await Import("meetings", file, "&range=lasted")).Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Empty(await DatesOf(company));
    }

    [Fact]
    public async Task The_columns_of_people_collaborations_trips_and_sources_read_dates_by_their_meaning()
    {
        var (person, area) = (TestData.Key("person"), (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"]);
        var people = $"id,nameEn,organizations,titlesEn,heldFrom,heldTo\n{person},Some One,intel; openai,CEO; CEO,2021.2; '24.6부터,2024년 12월; 현재";

        (await Import("people", people)).Is(HttpStatusCode.OK);
        (await Import("collaborations", $"affiliate,company,area,stages,since,reported\nsk-hynix,intel,{area},active,2024.7부터,2024/7/9"))
            .Is(HttpStatusCode.OK);
        (await Import("trips", $"externalId,titleEn,date\n{person},Trip,'24.6.22~7.9")).Is(HttpStatusCode.OK);
        (await Import("sources", $"externalId,titleEn,publisherEn,language,published\n{person},Article,Paper,en,\"July 9, 2024\""))
            .Is(HttpStatusCode.OK);

        var positions = (await app.Get($"people/{person}")).Body["positions"]!.AsArray();
        Assert.Equal(
            ["2021-02 2024-12", "2024-06 "], positions.Select(p => $"{p!["from"]!["edtf"]} {p["to"]?["edtf"]}"));
        var stage = (await app.Get($"collaborations?area={area}")).Items[0]!["stages"]![0]!;
        Assert.Equal(("2024-07", "2024-07-09"), ($"{stage["since"]!["edtf"]}", $"{stage["reported"]!["edtf"]}"));
        Assert.Equal("2024-06-22/2024-07-09", $"{(await app.Get("trips?sort=-updatedAt&limit=1")).Items[0]!["date"]!["edtf"]}");
        Assert.Equal("2024-07-09", $"{(await app.Get("sources?sort=-updatedAt&limit=1")).Items[0]!["published"]!["edtf"]}");

        var range = people.Replace("2021.2;", "2021.2~2024.12;", StringComparison.Ordinal);
        var refused = (await Import("people", range)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["2 #/heldFrom date_range_in_one_column"], ImportTests.Errors(refused));
        Assert.Contains("heldFrom: `2021-02`, heldTo: `2024-12`", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024.06.28", "it would be `2024-06-28`.")]
    [InlineData("2024 상반기", "it would be `2024-40`.")]
    [InlineData("6/5/2024", "`2024-06-05`, `2024-05-06`")]
    [InlineData("soon", "~, ? or %.")]
    public async Task The_error_of_a_date_in_JSON_says_which_EDTF_it_would_be(string date, string hint)
    {
        var error = (await app.Post("meetings", TestData.Meeting(date))).Is(HttpStatusCode.BadRequest).Body["errors"]![0]!;

        Assert.Equal("#/date date_malformed", $"{error["pointer"]} {error["code"]}");
        Assert.Contains(hint, $"{error["detail"]}", StringComparison.Ordinal);
        Assert.EndsWith(".", $"{error["detail"]}", StringComparison.Ordinal);
    }

    private static string Meetings(string company, string[] dates) => string.Join('\n', dates.Index()
        .Select(date => $"{company}-{date.Index},A meeting,site_visit,planned,{company},{date.Item}")
        .Prepend("externalId,titleEn,kind,status,companies,date"));

    private Task<ApiResponse> Import(string resource, string csv, string query = "") =>
        app.Import(Encoding.UTF8.GetBytes(csv), "text/csv", $"?resource={resource}{query}");

    private async Task<string> Company() =>
        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private async Task<IEnumerable<string>> DatesOf(string company) =>
        (await app.Get($"meetings?company={company}")).Items.Select(m => $"{m!["date"]!["edtf"]}").Order(StringComparer.Ordinal);
}
