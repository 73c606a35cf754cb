using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace PartnershipTracker.Tests.Web;

/// <summary>Polls of lists and computed reads with the ETag of the last answer.</summary>
public sealed class PollTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Reads =
    [
        "coverage", "coverage/gaps", "stats/meetings", "stats/collaborations", "stats/summary", "timeline", "network",
        "coverage.json", "stats/meetings.json", "timeline.json", "network/edges.json", "quality.json",
        .. Catalog.Resources.All.Select(r => r.Collection),
        "meetings?area=hbm&company=tsmc&count=true", "people?q=nobody", "areas/hbm/meetings", $"trips/{OpeningIds.Trip}/meetings",
        $"sources/{OpeningIds.Source}/facts", "meetings?include=areas&fields=title", "collaborations?updatedSince=2100-01-01T00:00:00Z",
    ];

    [Fact]
    public async Task A_poll_without_changes_takes_one_small_query()
    {
        var key = ("X-Api-Key", await app.Key(["read"], "public"));

        foreach (var read in Reads)
        {
            var first = (await app.Get(read, key)).Is(HttpStatusCode.OK);
            using var log = new SqlLog(app);

            var again = (await app.Get(read, key, ("If-None-Match", $"\"x\", {first.ETag}"))).Is(HttpStatusCode.NotModified);

            var sent = log.Commands.Where(sql => !sql.Contains("api_keys", StringComparison.Ordinal));
            Assert.Contains("pg_visible_in_snapshot", Assert.Single(sent), StringComparison.Ordinal);
            Assert.Equal(first.ETagOfContent, again.ETagOfContent);
            Assert.NotEqual(first.ETag, again.ETag); // or a caller would see whether anything was committed
        }
    }

    [Fact]
    public async Task The_first_answer_to_a_key_can_be_polled_although_its_use_is_recorded()
    {
        var answer = await app.Get("companies", ("X-Api-Key", await app.Key(["read"], "public")));

        Assert.Contains('.', answer.ETag);
    }

    [Fact]
    public async Task Another_instance_answers_a_poll()
    {
        var first = await app.Get("companies");
        await using var other = app.Again();
        using var log = new SqlLog(app);

        (await other.Get("companies", ("If-None-Match", first.ETag))).Is(HttpStatusCode.NotModified);

        Assert.DoesNotContain(log.Commands, sql => sql.Contains("FROM organizations", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("companies?sort=-name")]
    [InlineData("affiliates")]
    [InlineData("stats/summary")]
    public async Task The_ETag_of_another_address_does_not_match(string address) =>
        (await app.Get(address, ("If-None-Match", (await app.Get("companies")).ETag))).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData("companies")]
    [InlineData("companies?q=nobody-yet")]
    [InlineData("meetings?area=hbm&count=true")]
    public async Task A_poll_of_a_list_sees_what_changed_and_is_a_304_when_other_things_changed(string list)
    {
        var before = (await app.Get(list)).Is(HttpStatusCode.OK);
        await app.Post("trips", TestData.Trip());
        (await app.Get(list, ("If-None-Match", before.ETag))).Is(HttpStatusCode.NotModified);
        (await app.Get(list, ("If-None-Match", $"{before.ETag[..before.ETag.IndexOf('.', StringComparison.Ordinal)]}\"")))
            .Is(HttpStatusCode.NotModified);

        var company = TestData.Company();
        company["name"] = TestData.Name("회사", $"Nobody-yet {company["id"]}");
        await app.Post("companies", company);
        var meeting = TestData.Meeting();
        meeting["areas"] = new JsonArray(new JsonObject { ["area"] = "hbm", ["basis"] = "stated" });
        await app.Post("meetings", meeting);

        (await app.Get(list, ("If-None-Match", before.ETag))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_answer_to_a_poll_after_a_change_can_be_polled_as_cheaply_again()
    {
        var first = await app.Get("companies?sort=-updatedAt");
        await app.Post("companies", TestData.Company());
        var changed = (await app.Get("companies?sort=-updatedAt", ("If-None-Match", first.ETag))).Is(HttpStatusCode.OK);
        await app.Post("trips", TestData.Trip());
        var same = (await app.Get("companies?sort=-updatedAt", ("If-None-Match", changed.ETag))).Is(HttpStatusCode.NotModified);
        using var log = new SqlLog(app);

        (await app.Get("companies?sort=-updatedAt", ("If-None-Match", same.ETag))).Is(HttpStatusCode.NotModified);

        Assert.Contains("pg_visible_in_snapshot", Assert.Single(log.Commands), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_shows_something_confidential_is_read_again_because_each_read_is_recorded()
    {
        var hidden = TestData.Meeting();
        hidden["confidentiality"] = "confidential";
        await app.Post("meetings", hidden);
        var first = await app.Get("meetings?limit=200");
        var before = await app.Query<long>("SELECT count(*) FROM audit");

        (await app.Get("meetings?limit=200", ("If-None-Match", first.ETag))).Is(HttpStatusCode.NotModified);

        Assert.DoesNotContain(".", first.ETag, StringComparison.Ordinal);
        Assert.True(await app.Query<long>("SELECT count(*) FROM audit") > before);
    }

    [Theory]
    [InlineData("W/\"x.\"")]
    [InlineData("W/\"x.AAAA\"")]
    [InlineData("W/\"x.!\"")]
    [InlineData("\".\"")]
    public async Task An_ETag_that_nobody_made_does_not_match(string tag) =>
        (await app.Get("companies", ("If-None-Match", tag))).Is(HttpStatusCode.OK);

    [Fact]
    public async Task The_next_poll_sees_a_change_and_an_irrelevant_change_is_a_304()
    {
        var (coverage, summary, stats) = (await app.Get("coverage"), await app.Get("stats/summary"), await app.Get("stats/collaborations"));
        await app.Post("companies", TestData.Company());

        (await app.Get("coverage", ("If-None-Match", coverage.ETag))).Is(HttpStatusCode.OK);
        (await app.Get("stats/summary", ("If-None-Match", summary.ETag))).Is(HttpStatusCode.OK);
        (await app.Get("stats/collaborations", ("If-None-Match", stats.ETag))).Is(HttpStatusCode.NotModified);
        await app.Post("companies", TestData.Company());
        (await app.Get("stats/collaborations", ("If-None-Match", stats.ETag))).Is(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_change_that_began_before_an_answer_and_committed_after_it_is_not_missed()
    {
        await using var late = await app.Open();
        await using var transaction = await late.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Run(
            late,
            """
            INSERT INTO organizations (id, resource, name_en, aliases, weak_aliases, version, created_at, updated_at)
            VALUES ('late', 'companies', 'Late', '{}', '{}', 1, now(), now());
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'test', 'create', 'companies', 'late', 1, '{}', 'public')
            """);
        await app.Post("companies", TestData.Company()); // begins later, commits earlier
        var before = (await app.Get("stats/summary")).Is(HttpStatusCode.OK);
        (await app.Get("stats/summary", ("If-None-Match", before.ETag))).Is(HttpStatusCode.NotModified);

        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        var after = (await app.Get("stats/summary", ("If-None-Match", before.ETag))).Is(HttpStatusCode.OK);
        Assert.Equal((int)before.Body["companies"]! + 1, (int)after.Body["companies"]!);
    }

    [Fact]
    public async Task The_ETag_of_another_caller_does_not_match()
    {
        var hidden = TestData.Meeting();
        hidden["confidentiality"] = "restricted";
        await app.Post("meetings", hidden);
        var high = await app.Get("stats/meetings");
        var low = ("X-Api-Key", await app.Key(["read"], "public"));

        var own = (await app.Get("stats/meetings", low, ("If-None-Match", high.ETag))).Is(HttpStatusCode.OK);

        Assert.NotEqual(high.ETag, own.ETag);
        Assert.True((int)own.Body["meetings"]! < (int)high.Body["meetings"]!);
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
