using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Runs;

/// <summary>A commit of which nobody heard the end is told as that, and asking again with the same key tells the truth.</summary>
public sealed class UnknownOutcomeTests(DatabaseAwayTests.Wired app) : IClassFixture<DatabaseAwayTests.Wired>
{
    [Theory]
    [InlineData(CommitFate.NeverArrives, false)]
    [InlineData(CommitFate.NeverHeard, true)]
    public async Task A_commit_that_the_wire_breaks_under_is_told_as_unknown(CommitFate fate, bool isDone)
    {
        var (key, company) = (("Idempotency-Key", Given.Key()), Given.Company());
        app.Wire.NextCommit = fate;

        IsUnknown(await app.Post("companies", company, key));

        var again = (await Settled(() => app.Post("companies", company, key))).Is(HttpStatusCode.Created);
        Assert.Equal(isDone, again.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal(1, await app.Query<long>($"SELECT count(*) FROM changes WHERE resource_id = '{company["id"]}'"));
        Assert.Equal(again.Text, (await app.Get(again.Headers["Location"])).Text);
    }

    [Fact]
    public async Task Every_kind_of_write_says_so()
    {
        var company = Given.Company();
        var url = (await app.Post("companies", company)).Headers["Location"];

        foreach (var write in new Func<Task<Answer>>[]
        {
            () => app.Post("companies", Given.Company()),
            () => app.Put(url, Given.Company(company["id"]!.ToString()), ("If-Match", "*")),
            () => app.Patch(url, new JsonObject { ["name"] = Given.Name("새 이름") }, ("If-Match", "*")),
            () => app.Delete(url, ("If-Match", "*")),
        })
        {
            app.Wire.NextCommit = CommitFate.NeverArrives;
            IsUnknown(await write());
        }

        (await app.Get(url)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_hangs_up_while_it_is_committed_finds_it_done()
    {
        var (key, company) = (("Idempotency-Key", Given.Key()), Given.Company());
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/companies")
        {
            Content = new StringContent(company.ToJsonString(), null, "application/json"),
            Headers = { { key.Item1, key.Item2 } },
        };
        app.Wire.NextCommit = CommitFate.Held;

        var post = app.Client.SendAsync(request, hangUp.Token);
        await app.Wire.Holds;
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        await Task.Delay(2000, TestContext.Current.CancellationToken); // time enough to give it up
        app.Wire.Release();

        var again = await Settled(() => app.Post("companies", company, key));
        Assert.Equal("true", again.Is(HttpStatusCode.Created).Headers["Idempotent-Replayed"]);
    }

    internal static void IsUnknown(Answer answer)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "outcome_unknown"), (answer.Status, answer.Problem));
        Assert.True(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    /// <summary>The answer once the first request is over, seen from the database.</summary>
    internal static async Task<Answer> Settled(Func<Task<Answer>> request)
    {
        Answer answer;

        while ((answer = await request()).Status is HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return answer;
    }
}
