using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Features;

/// <summary>The facts of 2024 and the queries that they answer.</summary>
public sealed class OpeningDataTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] OnTheTrip = [.. Enumerable.Range(1, 4).Append(8).Select(OpeningIds.Meeting)];

    [Theory]
    [InlineData("companies", 6)]
    [InlineData("affiliates", 3)]
    [InlineData("people", 2)]
    [InlineData("areas", 10)]
    [InlineData("trips", 1)]
    [InlineData("meetings", 8)]
    [InlineData("collaborations", 7)]
    public async Task The_opening_data_has_the_expected_number_of_items(string resource, int count)
    {
        var answer = (await app.Get($"{resource}?count=true")).Is(HttpStatusCode.OK);

        Assert.Equal(count, (int)answer.Body["total"]!);
        Assert.Equal(count, answer.Items.Count);
    }

    [Fact]
    public async Task The_meetings_about_HBM_are_found_through_the_subtree_and_are_all_inferred()
    {
        var answer = await app.Get("meetings?area=hbm");

        Assert.Equal([OpeningIds.Meeting(5), OpeningIds.Meeting(6), OpeningIds.Meeting(4)], answer.Each("id"));
        Assert.All(answer.Items, m => Assert.Equal("inferred", m!["areas"]![0]!["basis"]!.ToString()));
        Assert.Empty((await app.Get("meetings?area=hbm&basis=stated")).Items);
        Assert.Equal(answer.Each("id"), (await app.Get("areas/hbm/meetings")).Each("id"));
        Assert.Equal(3, (await app.Get("meetings?area=hbm&basis=inferred&basis=stated")).Items.Count);
    }

    [Fact]
    public async Task A_repeated_filter_means_any_of_them() =>
        Assert.Equal([OpeningIds.Meeting(5), OpeningIds.Meeting(6)], (await app.Get("meetings?company=nvidia&company=tsmc")).Each("id"));

    [Fact]
    public async Task Different_filters_mean_all_of_them()
    {
        Assert.Equal([OpeningIds.Meeting(2)], (await app.Get("meetings?company=microsoft&area=data-centers")).Each("id"));
        Assert.Empty((await app.Get("meetings?company=nvidia&area=data-centers")).Items);
        Assert.Equal([OpeningIds.Meeting(1)], (await app.Get("meetings?person=sam-altman&person=nobody&affiliate=sk-telecom")).Each("id"));
    }

    [Theory]
    [InlineData("company=sk-group")]
    [InlineData("company=sk-hynix")]
    [InlineData("affiliate=nvidia")]
    [InlineData("area=nvidia")]
    [InlineData("person=openai")]
    public async Task A_key_of_another_kind_finds_nothing(string filter) => Assert.Empty((await app.Get($"meetings?{filter}")).Items);

    [Fact]
    public async Task A_trip_lists_its_meetings_in_order_and_the_one_without_order_last()
    {
        Assert.Equal(OnTheTrip, (await app.Get($"meetings?trip={OpeningIds.Trip}&sort=tripOrder")).Each("id"));
        Assert.Equal(OnTheTrip, (await app.Get($"trips/{OpeningIds.Trip}/meetings?sort=tripOrder")).Each("id"));
        string[] reversed = [.. Enumerable.Range(1, 4).Reverse().Append(8).Select(OpeningIds.Meeting)];
        Assert.Equal(reversed, (await app.Get($"meetings?trip={OpeningIds.Trip}&sort=-tripOrder")).Each("id"));
    }

    [Fact]
    public async Task A_date_never_becomes_more_precise_than_its_source()
    {
        var meeting = (await app.Get($"meetings/{OpeningIds.Meeting(5)}")).Body;

        Assert.Equal(
            """{"edtf":"2024-04","precision":"month","earliest":"2024-04-01","latest":"2024-04-30"}""", meeting["date"]!.ToJsonString());
        Assert.Equal("approximate", (await app.Get($"trips/{OpeningIds.Trip}")).Body["date"]!["qualifier"]!.ToString());
    }

    [Theory]
    [InlineData("from=2024-06-22&to=2024-06-30&match=certain", new[] { 7 })]
    [InlineData("from=2024-06-22&to=2024-06-30&match=possible", new[] { 6, 1, 2, 3, 4, 8, 7 })]
    [InlineData("from=2024-06-22&to=2024-06-30", new[] { 6, 1, 2, 3, 4, 8, 7 })]
    [InlineData("from=2024-04-01&to=2024-04-30&match=certain", new[] { 5 })]
    [InlineData("to=2024-05-31", new[] { 5 })]
    [InlineData("from=2024-06-29&to=2024-07-31&match=certain", new int[0])]
    [InlineData("from=2024-06-29&to=2024-07-31&match=touching", new[] { 7 })]
    [InlineData("from=2024-06-01&to=2024-06-28&match=touching", new[] { 7 })]
    [InlineData("from=2024-06-01&to=2024-06-30&match=touching", new[] { 6, 7 })]
    [InlineData("from=2024-07-10", new int[0])]
    public async Task A_period_filter_selects_possible_certain_or_touching_dates(string period, int[] meetings) =>
        Assert.Equal(meetings.Select(OpeningIds.Meeting), (await app.Get($"meetings?{period}")).Each("id"));

    [Theory]
    [InlineData("2024-06-01", "2024-06-30")]
    [InlineData("2024-06-22", "2024-07-09")]
    [InlineData("2024-06-23", "2024-07-08")]
    [InlineData("2024-04-30", "2024-06-01")]
    [InlineData("2024-06-29", null)]
    [InlineData(null, "2024-06-28")]
    public async Task The_period_filter_of_the_database_agrees_with_FuzzyDate(string? from, string? to)
    {
        var all = (await app.Get("meetings")).Items;
        var period = $"{(from is null ? "" : $"from={from}&")}{(to is null ? "" : $"to={to}&")}";

        string[] Within(Func<FuzzyDate, DateOnly?, DateOnly?, bool> isWithin) => [.. all
            .Where(m => isWithin(FuzzyDate.Parse(m!["date"]!["edtf"]!.ToString()), Day(from), Day(to)))
            .Select(m => m!["id"]!.ToString())];

        Assert.Equal(Within((d, f, t) => d.IsPossiblyWithin(f, t)), (await app.Get($"meetings?{period}match=possible")).Each("id"));
        Assert.Equal(Within((d, f, t) => d.IsCertainlyWithin(f, t)), (await app.Get($"meetings?{period}match=certain")).Each("id"));

        static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Collaborations_are_found_by_affiliate_stage_and_area()
    {
        Assert.Equal(4, (await app.Get("collaborations?affiliate=sk-telecom&stage=expanding")).Items.Count);
        Assert.Equal(3, (await app.Get("collaborations?affiliate=sk-hynix")).Items.Count);
        Assert.Equal(3, (await app.Get("collaborations?area=semiconductors")).Items.Count);
        Assert.Equal(2, (await app.Get("collaborations?company=microsoft")).Items.Count);
        (await app.Get("areas/energy-solutions")).Is(HttpStatusCode.OK);
        Assert.Empty((await app.Get("collaborations?area=energy-solutions")).Items);
    }

    [Fact]
    public async Task Only_persons_whom_the_source_names_are_named()
    {
        var counterparts = (await app.Get("meetings")).Items
            .SelectMany(m => m!["participants"]!.AsArray())
            .Where(p => p!["side"]!.ToString() != "ours");

        Assert.Equal(["sam-altman"], counterparts.Select(p => p!["person"]).OfType<JsonNode>().Select(p => p.ToString()));
        Assert.Equal(["chey-tae-won", "sam-altman"], (await app.Get("people?sort=id")).Each("id"));
    }

    [Theory]
    [InlineData("companies?q=아마", "amazon")]
    [InlineData("companies?q=MS", "microsoft")]
    [InlineData("companies?q=오픈에이아이", "openai")]
    [InlineData("affiliates?q=hynix", "sk-hynix")]
    [InlineData("people?q=알트먼", "sam-altman")]
    [InlineData("areas?q=에이닷", "personal-ai-assistant")]
    [InlineData("people?organization=openai", "sam-altman")]
    [InlineData("affiliates?kind=group", "sk-group")]
    public async Task Names_and_aliases_are_searched(string list, string id) => Assert.Equal([id], (await app.Get(list)).Each("id"));

    [Fact]
    public async Task A_second_start_neither_duplicates_nor_recreates_the_opening_data()
    {
        var company = (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created);
        (await app.Delete("areas/energy-solutions", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        var count = await app.Query<long>("SELECT count(*) FROM changes");

        await OpeningData.LoadAgain(app);

        Assert.Equal(count, await app.Query<long>("SELECT count(*) FROM changes"));
        (await app.Get("areas/energy-solutions")).Is(HttpStatusCode.NotFound);

        // The other tests expect the opening data.
        (await app.Delete($"companies/{company.Body["id"]}", ("If-Match", company.ETag))).Is(HttpStatusCode.NoContent);
        (await app.Post("restorations", new JsonObject { ["resource"] = "areas", ["id"] = "energy-solutions", ["version"] = 1 }))
            .Is(HttpStatusCode.Created);
    }
}
