using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Resources.Reading;

namespace PartnershipTracker.Tests.Web;

/// <summary>Requests for computed answers that arrive at the same time.</summary>
public sealed class SharedComputationTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Matrix = "coverage?rows=affiliate&columns=company";

    [Fact]
    public async Task Requests_for_the_same_answer_share_a_computation_unless_something_was_committed_since_it_began()
    {
        using var log = new SqlLog(app);
        int Sent(string text) => log.Sent.Count(c => c.Sql.Contains(text, StringComparison.Ordinal));
        await using var other = await app.Open();
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE trips IN ACCESS EXCLUSIVE MODE", other);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var first = app.Get("stats/summary");
        await Until(() => Sent("FROM trips") == 1); // it waits for the lock, and has its snapshot
        var same = Enumerable.Range(0, 4).Select(_ => app.Get("stats/summary")).ToList();
        await Until(() => Sent("pg_visible_in_snapshot") == 4);
        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created);
        var later = app.Get("stats/summary");
        await Until(() => Sent("pg_visible_in_snapshot") == 5);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        var companies = (int)(await first).Is(HttpStatusCode.OK).Body["companies"]!;
        Assert.All(await Task.WhenAll(same), answer => Assert.Equal(companies, (int)answer.Body["companies"]!));
        Assert.Equal(companies + 1, (int)(await later).Body["companies"]!);
        Assert.Equal(2, Sent("FROM trips"));
    }

    [Fact]
    public async Task An_answer_is_computed_again_only_after_a_commit_or_for_another_clearance()
    {
        using var log = new SqlLog(app);
        var first = (await app.Get(Matrix)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text, (await app.Get(Matrix)).Is(HttpStatusCode.OK).Text);
        Assert.Equal(1, Computed(log));

        var key = await app.Key(["read"], "public");
        (await app.Get(Matrix, ("X-Api-Key", key))).Is(HttpStatusCode.OK);
        Assert.Equal(2, Computed(log));

        (await app.Post("companies", TestData.Company())).Is(HttpStatusCode.Created);
        Assert.NotEqual(first.Text, (await app.Get(Matrix)).Is(HttpStatusCode.OK).Text);
        Assert.Equal(3, Computed(log));
    }

    [Fact]
    public async Task Callers_share_an_answer_only_if_they_have_one_clearance_and_no_list_of_readers_names_them()
    {
        string[] ids = ["share-1", "share-2", "share-reader"];
        var keys = new List<string>();

        foreach (var id in ids)
        {
            keys.Add(await app.Key(["read"], "internal", id));
        }

        var meeting = TestData.Meeting();
        (meeting["confidentiality"], meeting["readers"]) = ("internal", new JsonArray("key:share-reader"));
        (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        using var log = new SqlLog(app);
        var answers = new List<ApiResponse>();

        foreach (var key in keys.Concat(keys))
        {
            answers.Add((await app.Get("stats/meetings?groupBy=company", ("X-Api-Key", key))).Is(HttpStatusCode.OK));
        }

        Assert.Equal(2, Computed(log));
        Assert.Equal(answers[0].Text, answers[1].Text);
        Assert.NotEqual(answers[0].Text, answers[2].Text);
        Assert.Equal(answers[..3].Select(a => a.Text), answers[3..].Select(a => a.Text));
    }

    [Fact]
    public async Task A_computation_waits_for_a_free_slot_and_other_reads_proceed()
    {
        var slots = app.Services.GetRequiredService<ComputationSlots>();

        for (var n = 0; n < ComputationSlots.Max; n++)
        {
            Assert.True(await slots.Enter(TestContext.Current.CancellationToken));
        }

        var waiting = app.Get("stats/meetings");
        (await app.Get("companies")).Is(HttpStatusCode.OK);
        (await app.Get("timeline")).Is(HttpStatusCode.OK);
        Assert.False(waiting.IsCompleted);
        Enumerable.Range(0, ComputationSlots.Max).ToList().ForEach(_ => slots.Leave());

        (await waiting).Is(HttpStatusCode.OK);
    }

    private static int Computed(SqlLog log) => log.Sent.Count(c => c.Sql.Contains("set_config('work_mem'", StringComparison.Ordinal));

    private static async Task Until(Func<bool> condition)
    {
        for (var n = 0; n < 600 && !condition(); n++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }
}
