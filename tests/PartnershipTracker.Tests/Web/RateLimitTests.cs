using System.Globalization;
using System.Net;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Tests.Web;

/// <summary>Rate limits per caller and per address.</summary>
public sealed class RateLimitTests(HardenedApp app) : IClassFixture<HardenedApp>
{
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

    [Fact]
    public async Task Guessed_keys_above_the_limit_are_refused_without_a_database_query()
    {
        (string, string) here = ("X-Forwarded-For", "203.0.113.7"), elsewhere = ("X-Forwarded-For", "203.0.113.8");
        var real = await app.Key(["read"], id: TestData.Key("real"));

        for (var i = 0; i < 2 * HardenedApp.AnonymousPerMinute; i++)
        {
            var answer = await app.Get("companies", ("X-Api-Key", HardenedApp.Forged), here);
            Assert.Contains(answer.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests });
        }

        using (var log = new SqlLog(app))
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(_ => app.Get("/health/ready", ("X-Api-Key", HardenedApp.Forged), here)));
            Assert.Contains(answers, a => a.Status is HttpStatusCode.TooManyRequests);
            Assert.InRange(log.Commands.Count(c => c.Contains("api_key_secrets", StringComparison.Ordinal)), 0, 2); // the limit is replenished
        }

        (await app.Get("companies", ("X-Api-Key", real), elsewhere)).Is(HttpStatusCode.OK);
        (await app.Get("/health/ready", here)).Is(HttpStatusCode.OK);
        Assert.Equal(1L, await app.Query<long>("SELECT count(*) FROM audit WHERE code = 'rate_limited' AND address = '203.0.113.7'"));
    }

    [Fact]
    public async Task A_feed_link_has_its_own_limit_and_guesses_count_against_the_address()
    {
        (string, string) here = ("X-Forwarded-For", "203.0.113.17"), elsewhere = ("X-Forwarded-For", "203.0.113.18");
        var link = (await app.Post("feeds", TestData.Feed())).Is(HttpStatusCode.Created).Body["link"]!.ToString();
        Assert.Equal($"{HardenedApp.PerMinute}", (await app.Get(link, here)).Is(HttpStatusCode.OK).Headers["RateLimit-Limit"]);

        for (var i = 0; i < 2 * HardenedApp.AnonymousPerMinute; i++)
        {
            var answer = await app.Get($"/feeds/{Secret.Create(Secret.OfFeed)}.svg", here);
            Assert.Contains(answer.Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests });
        }

        using (var log = new SqlLog(app))
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 10).Select(_ => app.Get($"/feeds/{Secret.Create(Secret.OfFeed)}.svg", here)));
            Assert.Contains(answers, a => a.Status is HttpStatusCode.TooManyRequests);
            Assert.InRange(log.Commands.Count(c => c.Contains("feeds", StringComparison.Ordinal)), 0, 2); // the limit is replenished
        }

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
}
