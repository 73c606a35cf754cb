using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>Commits with an unknown outcome, which a retry with the same key resolves.</summary>
public sealed class UnknownOutcomeTests(DatabaseAwayTests.ProxiedApp app) : IClassFixture<DatabaseAwayTests.ProxiedApp>
{
    [Theory]
    [InlineData(CommitOutcome.NeverArrives, false)]
    [InlineData(CommitOutcome.NeverHeard, true)]
    public async Task A_commit_with_a_broken_connection_has_an_unknown_outcome(CommitOutcome fate, bool isDone)
    {
        var (key, company) = (("Idempotency-Key", TestData.Key()), TestData.Company());
        app.Proxy.NextCommit = fate;

        IsUnknown(await app.Post("companies", company, key));

        var again = (await Settled(() => app.Post("companies", company, key))).Is(HttpStatusCode.Created);
        Assert.Equal(isDone, again.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal(1, await app.Query<long>($"SELECT count(*) FROM changes WHERE resource_id = '{company["id"]}'"));
        Assert.Equal(again.Text, (await app.Get(again.Headers["Location"])).Text);
    }

    [Fact]
    public async Task Every_kind_of_write_reports_an_unknown_outcome()
    {
        var company = TestData.Company();
        var url = (await app.Post("companies", company)).Headers["Location"];

        foreach (var write in new Func<Task<ApiResponse>>[]
        {
            () => app.Post("companies", TestData.Company()),
            () => app.Put(url, TestData.Company(company["id"]!.ToString()), ("If-Match", "*")),
            () => app.Patch(url, new JsonObject { ["name"] = TestData.Name("새 이름") }, ("If-Match", "*")),
            () => app.Delete(url, ("If-Match", "*")),
        })
        {
            app.Proxy.NextCommit = CommitOutcome.NeverArrives;
            IsUnknown(await write());
        }

        (await app.Get(url)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_commit_completes_after_the_client_disconnects()
    {
        var (key, company) = (("Idempotency-Key", TestData.Key()), TestData.Company());
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/companies")
        {
            Content = new StringContent(company.ToJsonString(), null, "application/json"),
            Headers = { { key.Item1, key.Item2 } },
        };
        app.Proxy.NextCommit = CommitOutcome.Held;

        var post = app.Client.SendAsync(request, hangUp.Token);
        await app.Proxy.HoldsCommit;
        var meanwhile = await app.Post("companies", company, key);
        Assert.Equal((HttpStatusCode.Conflict, "request_in_progress"), (meanwhile.Status, meanwhile.Problem));
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
        await Task.Delay(2000, TestContext.Current.CancellationToken); // time enough to give it up
        app.Proxy.Release();

        var again = await Settled(() => app.Post("companies", company, key));
        Assert.Equal("true", again.Is(HttpStatusCode.Created).Headers["Idempotent-Replayed"]);
    }

    internal static void IsUnknown(ApiResponse answer)
    {
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "outcome_unknown"), (answer.Status, answer.Problem));
        Assert.True(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    /// <summary>Repeats the request until the first one has ended in the database.</summary>
    internal static async Task<ApiResponse> Settled(Func<Task<ApiResponse>> request)
    {
        ApiResponse answer;

        while ((answer = await request()).Status is HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return answer;
    }
}
