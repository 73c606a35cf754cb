using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class ConcurrencyTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task Of_64_concurrent_changes_of_one_version_exactly_one_succeeds()
    {
        var meeting = await app.Post("meetings", TestData.Meeting());
        var url = meeting.Headers["Location"];

        for (var version = 1; version <= 3; version++)
        {
            var etag = $"\"{version}\"";
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer =>
                app.Patch(url, new JsonObject { ["summary"] = $"{version}/{writer}" }, ("If-Match", etag))));

            var won = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
            Assert.Equal(63, answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed));
            Assert.Equal(won.Text, (await app.Get(url)).Text);
        }

        Assert.Equal(["4", "3", "2", "1"], (await app.Get($"{url}/history")).Each("version"));
    }

    [Fact]
    public async Task Sixty_four_concurrent_links_all_succeed_with_a_version_each()
    {
        var meeting = await app.Post("meetings", TestData.Meeting());
        var url = meeting.Headers["Location"];
        var areas = Enumerable.Range(0, 64).Select(_ => TestData.Key("area")).ToList();
        await Task.WhenAll(areas.Select(area => app.Post("areas", TestData.Area(area))));

        var links = await Task.WhenAll(areas.Select(area => app.Put($"{url}/areas/{area}", TestData.Link())));

        Assert.All(links, l => l.Is(HttpStatusCode.Created));
        Assert.Equal(64, links.Select(l => l.ETag).Distinct().Count());
        var after = await app.Get(url);
        Assert.Equal(65, after.Version);
        Assert.Equal(areas.Order(StringComparer.Ordinal), after.Body["areas"]!.AsArray().Select(a => a!["area"]!.ToString()));
    }

    [Fact]
    public async Task Of_32_concurrent_creations_of_one_key_exactly_one_succeeds()
    {
        var key = TestData.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => app.Post("companies", TestData.Company(key))));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(31, answers.Count(a => a.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Of_32_concurrent_puts_that_may_only_create_exactly_one_succeeds_and_the_others_get_412()
    {
        var key = TestData.Key();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            app.Put($"companies/{key}", TestData.Company(key), ("If-None-Match", "*"))));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(31, answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task A_concurrent_deletion_and_link_leave_no_dangling_reference()
    {
        for (var round = 0; round < 10; round++)
        {
            var area = TestData.Key("area");
            await app.Post("areas", TestData.Area(area));
            var meeting = await app.Post("meetings", TestData.Meeting());

            var answers = await Task.WhenAll(
                app.Delete($"areas/{area}", ("If-Match", "*")),
                app.Put($"{meeting.Headers["Location"]}/areas/{area}", TestData.Link()));

            Assert.True(
                (answers[0].Status, answers[1].Status) is (HttpStatusCode.NoContent, HttpStatusCode.UnprocessableEntity)
                    or (HttpStatusCode.Conflict, HttpStatusCode.Created),
                $"{answers[0].Status} {answers[1].Status}");
        }
    }
}
