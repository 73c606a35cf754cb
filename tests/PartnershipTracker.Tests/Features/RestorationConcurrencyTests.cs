using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

public sealed class RestorationConcurrencyTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    [Theory]
    [InlineData("companies")]
    [InlineData("meetings")]
    public async Task Of_16_concurrent_restorations_one_restores_and_the_others_change_nothing(string resource)
    {
        var created = await app.Post(resource, await SampleRequests.Create(app, resource));
        await app.Delete(created.Headers["Location"], Any);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Restore(resource, created, 1)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(15, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.All(answers, a => Assert.Equal(3, a.Version));
        Assert.Equal(["3", "2", "1"], (await app.Get($"{created.Headers["Location"]}/history")).Each("version"));
    }

    [Fact]
    public async Task A_concurrent_restoration_and_edit_of_one_version_do_not_both_succeed()
    {
        for (var round = 0; round < 10; round++)
        {
            var created = await app.Post("meetings", TestData.Meeting());
            var url = created.Headers["Location"];
            var second = await app.Patch(url, new JsonObject { ["summary"] = "second" }, ("If-Match", created.ETag));

            var answers = await Task.WhenAll(
                Restore("meetings", created, 1, ("If-Match", second.ETag)),
                app.Patch(url, new JsonObject { ["summary"] = "third" }, ("If-Match", second.ETag)));

            Assert.Single(answers, a => a.Status == HttpStatusCode.PreconditionFailed);
            var won = Assert.Single(answers, a => a.Status is HttpStatusCode.OK or HttpStatusCode.Created);
            Assert.Equal(
                won.Status is HttpStatusCode.Created ? null : "third", (await app.Get(url)).Body["summary"]?.ToString());
            Assert.Equal(3, won.Version);
        }
    }

    [Fact]
    public async Task A_concurrent_restoration_and_creation_with_the_same_key_do_not_both_succeed()
    {
        for (var round = 0; round < 10; round++)
        {
            var created = await app.Post("companies", TestData.Company());
            var url = created.Headers["Location"];
            await app.Delete(url, Any);

            var answers = await Task.WhenAll(
                Restore("companies", created, 1), app.Post("areas", TestData.Area(created.Body["id"]!.ToString())));

            Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
            Assert.Single(answers, a => a.Status == HttpStatusCode.Conflict);
        }
    }

    [Fact]
    public async Task A_concurrent_restoration_and_deletion_of_a_referenced_company_leave_no_dangling_reference()
    {
        for (var round = 0; round < 10; round++)
        {
            var company = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
            var meeting = await app.Post("meetings", TestData.Meeting(company: company));
            await app.Delete(meeting.Headers["Location"], Any);

            var answers = await Task.WhenAll(Restore("meetings", meeting, 1), app.Delete($"companies/{company}", Any));

            Assert.True(
                (answers[0].Status, answers[1].Status) is (HttpStatusCode.Created, HttpStatusCode.Conflict)
                    or (HttpStatusCode.UnprocessableEntity, HttpStatusCode.NoContent),
                $"{answers[0].Status} {answers[1].Status}");
        }
    }

    private Task<ApiResponse> Restore(string resource, ApiResponse created, int version, params (string, string)[] headers) => app.Post(
        "restorations",
        new JsonObject { ["resource"] = resource, ["id"] = created.Body["id"]!.ToString(), ["version"] = version },
        headers);
}
