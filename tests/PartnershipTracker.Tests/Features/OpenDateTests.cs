using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Dates with an open start, sets, seasons, quarters, halves and unknown dates, in everything that shows or compares dates.</summary>
public sealed class OpenDateTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    /// <summary>The dates of the meetings of a company, in the order of lists.</summary>
    private static readonly string[] Dates =
        ["../2013-07", "2013-21", "[2013-06-03,2013-06-10]", "2013-35", "2013-41", "2013-08-15", "XXXX"];

    [Fact]
    public async Task Lists_and_the_timeline_sort_and_filter_by_the_honest_bounds_of_a_date()
    {
        var company = await CompanyWithMeetings();

        // By facets, by the tables, and with the other entries of a timeline
        foreach (var list in new[] { "meetings?", "meetings?kind=executive_meeting&", "timeline?type=meeting&" })
        {
            foreach (var (query, expected) in new (string, int[])[]
            {
                ("", [0, 1, 2, 3, 4, 5, 6]), ("sort=-date", [6, 5, 4, 3, 2, 1, 0]), ("limit=2", [0, 1, 2, 3, 4, 5, 6]),
                ("sort=-date&limit=2", [6, 5, 4, 3, 2, 1, 0]), ("from=2013-07-01", [0, 3, 4, 5]),
                ("from=2013-07-01&match=certain", [3, 4, 5]), ("from=2013-07-01&match=touching", [0, 3, 4, 5]),
                ("to=2013-06-30", [0, 1, 2]), ("to=2013-06-30&match=certain", [1, 2]), ("to=2013-07-31&match=certain", [0, 1, 2]),
                ("to=2013-06-30&match=touching", [0, 1, 2]), ("from=2010-01-01&to=2010-12-31", [0]), ("from=2199-01-01", []),
            })
            {
                Assert.Equal(
                    (list + query, string.Join(' ', expected.Select(n => Dates[n]))),
                    (list + query, string.Join(' ', await AllPages($"{list}company={company}&{query}"))));
            }
        }
    }

    [Fact]
    public async Task Open_and_unknown_dates_have_null_instead_of_a_bound()
    {
        var company = await CompanyWithMeetings();
        var dates = (await app.Get($"meetings?company={company}")).Items.Select(m => m!["date"]!.ToJsonString()).ToList();

        Assert.Equal("""{"edtf":"../2013-07","precision":"interval","earliest":null,"latest":"2013-07-31"}""", dates[0]);
        Assert.Equal("""{"edtf":"2013-21","precision":"season","earliest":"2013-03-01","latest":"2013-05-31"}""", dates[1]);
        Assert.Equal("""{"edtf":"XXXX","precision":"unknown","earliest":null,"latest":null}""", dates[6]);

        foreach (var file in new[] { "meetings", "timeline" })
        {
            var rows = (await app.Get($"{file}.csv?company={company}{(file is "timeline" ? "&type=meeting" : "")}")).Text;
            Assert.Contains(",../2013-07,,2013-07-31,", rows, StringComparison.Ordinal);
            Assert.Contains(",XXXX,,,", rows, StringComparison.Ordinal);
        }

        var entries = (await app.Get($"timeline.json?company={company}&type=meeting")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(("", "2013-07-31"), ($"{entries[0]!["earliest"]}", $"{entries[0]!["latest"]}"));
        (await app.Get($"timeline.svg?company={company}")).Is(HttpStatusCode.OK);
        (await app.Get("timeline.svg?sort=-date&limit=1")).Is(HttpStatusCode.OK); // an unknown date alone
    }

    [Fact]
    public async Task Counts_by_time_and_the_first_and_last_meeting_invent_no_day()
    {
        var company = await CompanyWithMeetings();
        var whole = Assert.Single((await app.Get($"stats/meetings?company={company}")).Is(HttpStatusCode.OK).Items)!;
        async Task<string[]> Quarters(string period) =>
        [
            .. (await app.Get($"stats/meetings?groupBy=quarter&company={company}&status=held&status=planned{period}")).Is(HttpStatusCode.OK).Items
                .Select(g => (Group: g!["groups"]![0]!, Meetings: g["meetings"]))
                .Select(g => $"{g.Group["id"]} {g.Group["from"]} {g.Group["to"]} {g.Meetings}"),
        ];

        Assert.Equal(("../2013-05", "[2013-08-15..2013-12-31]"), ($"{whole["firstMet"]!["edtf"]}", $"{whole["lastMet"]!["edtf"]}"));
        Assert.Equal(
            ["2013-Q2   1", "2013-Q3   3", "uncertain   1", "uncertain 2013-Q1 2013-Q2 1", "uncertain 2013-Q3 2013-Q4 1"],
            await Quarters(""));
        Assert.Equal(["2013-Q1   1", "2013-Q2   2", "2013-Q3   1"], (await Quarters("&from=2013-01-01&to=2013-07-15&match=touching"))[..3]);

        foreach (var view in new[] { "coverage?columns=year&rows=company", "coverage.svg?columns=month&rows=company", "coverage/gaps?staleAfter=P1Y" })
        {
            (await app.Get($"{view}&company={company}")).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_planned_meeting_may_have_no_date_but_a_held_one_has_at_least_an_unknown_one()
    {
        var (planned, held) = (TestData.Meeting(), TestData.Meeting());
        planned.Remove("date");
        planned["status"] = "planned";
        held.Remove("date");
        var created = (await app.Post("meetings", planned)).Is(HttpStatusCode.Created);
        var id = created.Body["id"];
        var patch = new JsonObject { ["date"] = "2031-06", ["status"] = "held" };

        Assert.Equal("XXXX", $"{created.Body["date"]!["edtf"]}");
        Assert.Equal("invalid_request #/date required", Refusal(await app.Post("meetings", held)));
        (await app.Patch($"meetings/{id}", patch, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal(
            "invalid_request #/date required",
            Refusal(await app.Patch($"meetings/{id}", new JsonObject { ["date"] = null }, ("If-Match", "*"))));
        held["date"] = "XXXX";
        (await app.Post("meetings", held)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Null_is_the_only_unknown_date_where_null_means_unknown_and_an_end_may_be_unknown()
    {
        var person = TestData.Person();
        var position = person["positions"]![0]!;
        (position["from"], position["to"]) = ("XXXX", "XXXX");
        var shown = (await app.Post("people", person)).Is(HttpStatusCode.Created).Body["positions"]![0]!;
        var source = TestData.Source();
        source["published"] = "XXXX";
        var area = (await app.Post("areas", TestData.Area())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var collaboration = TestData.Collaboration(area);
        collaboration.Remove("stage");
        collaboration["stages"] = JsonNode.Parse("""[{"stage": "active", "since": "XXXX", "reported": "XXXX"}]""");
        var stage = (await app.Post("collaborations", collaboration)).Is(HttpStatusCode.Created).Body["stages"]![0]!;

        Assert.Equal(("", "XXXX"), ($"{shown["from"]}", $"{shown["to"]!["edtf"]}"));
        Assert.Equal("", $"{(await app.Post("sources", source)).Is(HttpStatusCode.Created).Body["published"]}");
        Assert.Equal(("", ""), ($"{stage["since"]}", $"{stage["reported"]}"));
    }

    [Fact]
    public async Task Unknown_dates_are_no_finding_of_the_quality_rules()
    {
        var trip = TestData.Trip();
        trip["date"] = "XXXX";
        var unknown = (await app.Post("trips", trip)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var known = (await app.Post("trips", TestData.Trip())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var before = (await app.Get("quality")).Text;
        var company = await Company();

        foreach (var (date, of) in new[] { ("XXXX", known), ("XXXX", known), ("2013", unknown) })
        {
            var meeting = TestData.Meeting(date, company);
            meeting["trip"] = of;
            (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        }

        Assert.Empty((await app.Get($"meetings?company={company}&outsideTrip=true")).Items);
        Assert.Empty((await app.Get($"meetings?company={company}&sameDayDuplicate=true")).Items);
        Assert.Equal(Counted(before), Counted((await app.Get("quality")).Text));

        static IEnumerable<string> Counted(string report) => JsonNode.Parse(report)!["items"]!.AsArray()
            .Where(rule => $"{rule!["rule"]}" is "outside_trip" or "same_day_duplicate").Select(rule => $"{rule!["rule"]} {rule["count"]}");
    }

    private static string Refusal(ApiResponse answer)
    {
        var error = answer.Is(HttpStatusCode.BadRequest).Body["errors"]![0]!;

        return $"{answer.Body["code"]} {error["pointer"]} {error["code"]}";
    }

    private async Task<string> Company() =>
        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private async Task<string> CompanyWithMeetings()
    {
        var company = await Company();

        foreach (var date in Dates.Reverse())
        {
            var meeting = TestData.Meeting(date, company);
            meeting["status"] = date is "XXXX" ? "planned" : "held";
            (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        }

        return company;
    }

    private async Task<List<string>> AllPages(string path)
    {
        var dates = new List<string>();

        for (var next = path; next.Length > 0;)
        {
            var page = (await app.Get(next)).Is(HttpStatusCode.OK);
            dates.AddRange(page.Items.Select(item => $"{item!["date"]!["edtf"]}"));
            next = $"{page.Body["next"]}";
        }

        return dates;
    }
}
