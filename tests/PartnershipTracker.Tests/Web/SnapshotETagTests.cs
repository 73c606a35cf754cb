using System.Net;
using Npgsql;

namespace PartnershipTracker.Tests.Web;

/// <summary>Polls of computed reads.</summary>
public sealed class SnapshotETagTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Reads =
        ["coverage", "coverage/gaps", "stats/meetings", "stats/collaborations", "stats/summary", "timeline", "network"];

    [Fact]
    public async Task A_poll_without_changes_takes_one_small_query()
    {
        foreach (var read in Reads)
        {
            var first = (await app.Get(read)).Is(HttpStatusCode.OK);
            using var log = new SqlLog(app);

            (await app.Get(read, ("If-None-Match", first.ETag))).Is(HttpStatusCode.NotModified);

            Assert.Contains("pg_visible_in_snapshot", Assert.Single(log.Commands), StringComparison.Ordinal);
        }
    }

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
