using System.Globalization;
using System.Net;
using Npgsql;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Tests.Web;

/// <summary>Rate limits per caller and per address.</summary>
public sealed class RateLimitTests(HardenedApp app) : IClassFixture<HardenedApp>
{
    private const string Waiting =
        """
        SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE NOT granted AND datname = current_database()
        """;

    private static int Left(ApiResponse answer) => int.Parse(answer.Headers["RateLimit-Remaining"], CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_caller_is_told_the_remaining_requests_and_refused_above_the_limit()
    {
        var (greedy, modest) = (await app.Key(["read"], id: TestData.Key("greedy")), await app.Key(["read"], id: TestData.Key("modest")));
        var first = (await app.Get("companies/no-such-company", ("X-Api-Key", greedy))).Is(HttpStatusCode.NotFound);
        Assert.Equal($"{HardenedApp.PerMinute}", first.Headers["RateLimit-Limit"]);
        Assert.True(Left((await app.Get("companies", ("X-Api-Key", greedy))).Is(HttpStatusCode.OK)) < HardenedApp.PerMinute);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2 * HardenedApp.PerMinute)
                .Select(_ => app.Get("companies", ("X-Api-Key", greedy), ("Accept-Language", "ko"))));
        var refused = answers.Where(a => a.Status is HttpStatusCode.TooManyRequests).ToList();

        Assert.InRange(refused.Count, HardenedApp.PerMinute / 2, 2 * HardenedApp.PerMinute);
        Assert.All(answers, a => Assert.True(a.Headers.ContainsKey("RateLimit-Reset")));
        Assert.All(refused, a => Assert.Equal(("rate_limited", "2", 0), (a.Problem, a.Headers["Retry-After"], Left(a))));
        Assert.Equal("요청이 너무 많습니다. 2초 뒤에 다시 시도하십시오.", refused[0].Body["detail"]!.ToString());
        Assert.Equal(1L, await app.Query<long>("SELECT count(*) FROM audit WHERE code = 'rate_limited' AND actor LIKE 'key:greedy%'"));
        (await app.Get("companies", ("X-Api-Key", modest))).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("203.0.113.7", false)]
    [InlineData("203.0.113.8", true)]
    public async Task Anonymous_requests_and_guesses_do_not_use_up_the_share_of_valid_credentials(string address, bool isGuess)
    {
        var here = ("X-Forwarded-For", address);
        var key = await app.Key(["read"], id: TestData.Key("real"));
        var link = (await app.Post("feeds", TestData.Feed())).Is(HttpStatusCode.Created).Body["link"]!.ToString();
        var refused = await UseUp(here, isGuess);
        Assert.Equal(("rate_limited", $"{HardenedApp.AnonymousPerMinute}"), (refused.Problem, refused.Headers["RateLimit-Limit"]));

        foreach (var answer in new[] { await app.Get("companies", ("X-Api-Key", key), here), await app.Get(link, here) })
        {
            Assert.Equal($"{HardenedApp.PerMinute}", answer.Is(HttpStatusCode.OK).Headers["RateLimit-Limit"]);
        }

        var unknown = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0
            ? app.Get("/health/ready", ("X-Api-Key", HardenedApp.Forged), here)
            : app.Get($"/feeds/{Secret.Create(Secret.OfFeed)}.svg", here)));
        Assert.Contains(unknown, a => a.Status is HttpStatusCode.TooManyRequests); // the share is replenished
        (await app.Get("/health/ready", here)).Is(HttpStatusCode.OK);
        Assert.Equal(1L, await app.Query<long>($"SELECT count(*) FROM audit WHERE code = 'rate_limited' AND address = '{address}'"));
    }

    [Fact]
    public async Task Credentials_of_an_address_that_has_used_its_share_are_looked_up_one_at_a_time()
    {
        var here = ("X-Forwarded-For", "203.0.113.10");
        Task<ApiResponse>[] guesses;

        await using (var holder = await app.Open())
        {
            await UseUp(here, isGuess: true);
            await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE api_key_secrets IN ACCESS EXCLUSIVE MODE", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMinutes(1) / HardenedApp.AnonymousPerMinute, TestContext.Current.CancellationToken);
            guesses = [.. Enumerable.Range(0, 10).Select(_ => app.Get("companies", ("X-Api-Key", HardenedApp.Forged), here))];
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

            Assert.InRange(await app.Query<long>(Waiting), 1, 3); // the share is replenished, before and after
        }

        Assert.All(
            await Task.WhenAll(guesses),
            a => Assert.Contains(a.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests }));
    }

    [Fact]
    public async Task A_feed_link_has_its_own_limit()
    {
        var elsewhere = ("X-Forwarded-For", "203.0.113.18");
        var link = (await app.Post("feeds", TestData.Feed())).Is(HttpStatusCode.Created).Body["link"]!.ToString();

        var opened = await Task.WhenAll(Enumerable.Range(0, 2 * HardenedApp.PerMinute).Select(_ => app.Get(link, elsewhere)));

        Assert.Contains(opened, a => a.Status is HttpStatusCode.OK);
        Assert.Contains(opened, a => a.Status is HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Anonymous_callers_are_limited_by_address_and_the_local_administrator_is_not()
    {
        var nobody = await Task.WhenAll(
            Enumerable.Range(0, 2 * HardenedApp.AnonymousPerMinute).Select(_ => app.Get("companies", ("X-Forwarded-For", "203.0.113.9"))));
        Assert.Contains(nobody, a => a.Status is HttpStatusCode.TooManyRequests);
        Assert.Contains(nobody, a => a.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);

        var local = await Task.WhenAll(Enumerable.Range(0, 2 * HardenedApp.PerMinute).Select(_ => app.Get("companies?limit=1")));
        Assert.All(local, a => Assert.Equal((HttpStatusCode.OK, false), (a.Status, a.Headers.ContainsKey("RateLimit-Limit"))));
    }

    /// <summary>Sends requests until the share of the address is used up, and returns the refusal.</summary>
    private async Task<ApiResponse> UseUp((string, string) address, bool isGuess)
    {
        for (var i = 0; i < 10 * HardenedApp.AnonymousPerMinute; i++)
        {
            var answer = await (isGuess ? app.Get("companies", ("X-Api-Key", HardenedApp.Forged), address) : app.Get("companies", address));

            if (answer.Status is HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            Assert.Contains(answer.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        }

        throw new InvalidOperationException("The address has no limit.");
    }
}
