using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>Reads of the register as of a past instant.</summary>
public sealed class AsOfTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    public static TheoryData<string> Resources => ResourceLifecycleTests.Resources;

    public static TheoryData<string> ExampleUrls => [.. Catalog.Resources.All.Select(r => $"{r.Collection}/{r.ExampleId}")];

    [Fact]
    public async Task A_read_as_of_an_instant_shows_the_place_that_the_meeting_had_then()
    {
        var url = $"meetings/{OpeningIds.Meeting(4)}";
        var before = await app.Get(url);
        var after = (await app.Patch(url, Venue("Folsom campus"), ("If-Match", before.ETag))).Is(HttpStatusCode.OK);

        var old = (await app.Get($"{url}?asOf={JustBefore(after)}")).Is(HttpStatusCode.OK);
        var present = (await app.Get($"{url}?asOf={after.Body["updatedAt"]}")).Is(HttpStatusCode.OK);

        Assert.Equal("Intel headquarters", old.Body["place"]!["venue"]!.ToString());
        Assert.Equal("Folsom campus", present.Body["place"]!["venue"]!.ToString());
        Assert.Equal((before.Text, before.ETag), (old.Text, old.ETag));
        Assert.Equal((after.Text, after.ETag), (present.Text, present.ETag));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_read_as_of_an_instant_returns_the_bytes_of_a_GET_at_that_instant(string resource)
    {
        var created = (await app.Post(resource, await SampleRequests.Create(app, resource))).Is(HttpStatusCode.Created);
        var url = created.Headers["Location"];
        var patched = (await app.Patch(url, SampleRequests.Change(resource), ("If-Match", created.ETag))).Is(HttpStatusCode.OK);
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);
        var deleted = (await app.Get($"{url}/history?limit=1")).Items[0]!["at"]!.ToString();

        Assert.Equal("not_found", (await app.Get($"{url}?asOf={JustBefore(created)}")).Is(HttpStatusCode.NotFound).Problem);
        Assert.Equal(Shown(created), Shown(await app.Get($"{url}?asOf={created.Body["updatedAt"]}")));
        Assert.Equal(Shown(created), Shown(await app.Get($"{url}?asOf={JustBefore(patched)}")));
        Assert.Equal(Shown(patched), Shown(await app.Get($"{url}?asOf={patched.Body["updatedAt"]}")));
        Assert.Equal(Shown(patched), Shown(await app.Get($"{url}?asOf={JustBefore(deleted)}")));
        Assert.Equal("not_found", (await app.Get($"{url}?asOf={deleted}")).Is(HttpStatusCode.NotFound).Problem);
        (await app.Get(url)).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(ExampleUrls))]
    public async Task The_opening_data_can_be_read_as_of_its_creation(string url)
    {
        var list = (await app.Get($"{url.Split('/')[0]}?count=true")).Is(HttpStatusCode.OK);
        Assert.SkipWhen((int)list.Body["total"]! == 0, "The opening data has none of them.");
        var now = (await app.Get(url)).Is(HttpStatusCode.OK);

        Assert.Equal(Shown(now), Shown(await app.Get($"{url}?asOf={now.Body["updatedAt"]}")));
        (await app.Get($"{url}?asOf=2024-07-09T00:00:00Z")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_past_meeting_has_its_past_participants_and_links()
    {
        var url = (await app.Post("meetings", TestData.Meeting())).Headers["Location"];
        await app.Put($"{url}/areas/hbm", TestData.Link());
        var whole = await app.Get(url);
        await app.Delete($"{url}/areas/hbm");
        await app.Post($"{url}/participants", TestData.Participant("tsmc"));
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);

        var then = (await app.Get($"{url}?asOf={whole.Body["updatedAt"]}")).Is(HttpStatusCode.OK);

        Assert.Equal(whole.Text, then.Text);
        Assert.Equal(["hbm"], then.Body["areas"]!.AsArray().Select(a => a!["area"]!.ToString()));
    }

    [Fact]
    public async Task A_reused_key_shows_each_owner_in_its_time_and_404_in_between()
    {
        var key = TestData.Key();
        var first = await app.Post("companies", TestData.Company(key));
        await app.Delete($"companies/{key}", Any);
        var gone = (await app.Get($"companies/{key}/history?limit=1")).Items[0]!["at"]!.ToString();
        var again = TestData.Company(key);
        again["name"] = TestData.Name("둘째", "Second");
        var second = (await app.Post("companies", again)).Is(HttpStatusCode.Created);

        Assert.Equal(Shown(first), Shown(await app.Get($"companies/{key}?asOf={JustBefore(gone)}")));
        (await app.Get($"companies/{key}?asOf={gone}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(Shown(second), Shown(await app.Get($"companies/{key}?asOf={second.Body["updatedAt"]}")));
        (await app.Get($"areas/{key}?asOf={second.Body["updatedAt"]}")).Is(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("2024-07-09", "not_an_instant")]
    [InlineData("2024-07-09T00:00:00", "not_an_instant")]
    [InlineData("2024-07-09T00:00:00+09:00", "not_an_instant")] // the plus sign is a space here
    [InlineData("2024-02-30T00:00:00Z", "not_an_instant")]
    [InlineData("yesterday", "not_an_instant")]
    [InlineData("", "not_an_instant")]
    [InlineData("1720483200", "not_an_instant")]
    [InlineData("9999-12-31T23:59:59Z", "not_an_instant")]
    [InlineData("2200-12-31T23:59:59Z", "in_the_future")]
    [InlineData("2024-07-09T00:00:00Z&asOf=2024-07-10T00:00:00Z", "repeated_parameter")]
    public async Task A_malformed_or_future_instant_is_refused(string instant, string code)
    {
        var refused = (await app.Get($"companies/nvidia?asOf={instant}")).Is(HttpStatusCode.BadRequest);

        Assert.Equal($"invalid_request asOf {code}", refused.Problem);
    }

    [Theory]
    [InlineData("companies?")]
    [InlineData("companies/nvidia/history?")]
    [InlineData("meetings/019094ca-3c00-7000-8000-000000000201/areas?")]
    [InlineData("keys/power-bi?")]
    public async Task A_read_without_a_past_refuses_asOf(string url) => Assert.Equal(
        "invalid_request asOf unknown_parameter", (await app.Get($"{url}asOf=2024-07-09T00:00:00Z")).Problem);

    [Fact]
    public async Task An_instant_up_to_a_minute_ahead_is_read_as_the_present()
    {
        var ahead = TimeProvider.System.GetUtcNow().AddSeconds(30);

        Assert.Equal(Shown(await app.Get("companies/tsmc")), Shown(await app.Get($"companies/tsmc?asOf={ahead:yyyy-MM-ddTHH:mm:ss}Z")));
        Assert.Equal(
            Shown(await app.Get("companies/tsmc")),
            Shown(await app.Get($"companies/tsmc?asOf={ahead.AddHours(9):yyyy-MM-ddTHH:mm:ss}%2B09:00")));
    }

    [Theory]
    [InlineData("companies/no-such-company")]
    [InlineData("companies/NOT%20A%20KEY")]
    [InlineData("meetings/5")]
    [InlineData("meetings/00000000-0000-7000-8000-000000000000")]
    public async Task An_unknown_id_has_no_past(string url) =>
        (await app.Get($"{url}?asOf={TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss}Z")).Is(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_past_read_takes_one_command_and_supports_If_None_Match()
    {
        var now = await app.Get("companies/openai");
        var url = $"companies/openai?asOf={now.Body["updatedAt"]}";
        using var log = new SqlLog(app);
        await app.Get(url);

        Assert.Single(log.Commands);
        (await app.Get(url, ("If-None-Match", now.ETag))).Is(HttpStatusCode.NotModified);
    }

    /// <summary>API keys, feed links and webhooks are not part of the register.</summary>
    [Fact]
    public async Task Every_resource_with_a_history_can_be_read_as_of_an_instant_and_restored()
    {
        var document = await DocumentReader.Read(app);
        var histories = document.Gets.Select(o => o.Path)
            .Where(path => path.EndsWith("/history", StringComparison.Ordinal))
            .Where(path => path.Split('/')[3] is not ("keys" or "feeds" or "webhooks"))
            .Select(path => path[..^"/history".Length])
            .ToList();
        var restorable = document.Document["components"]!["schemas"]!["RestorationRequest"]!["properties"]!["resource"]!["enum"]!.AsArray();

        Assert.Equal(
            histories.Order(StringComparer.Ordinal),
            document.Gets.Where(o => o.Parameters.Any(p => (string?)p["name"] == "asOf"))
                .Select(o => o.Path).Order(StringComparer.Ordinal));
        Assert.Equal(
            histories.Select(path => path.Split('/')[3]).Order(StringComparer.Ordinal),
            restorable.Select(r => r!.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_image_of_an_earlier_release_is_shown_in_the_current_shape()
    {
        var created = await app.Post("meetings", TestData.Meeting());
        var (id, url) = (created.Body["id"]!.ToString(), created.Headers["Location"]);
        var image = created.Body.AsObject();
        image.Remove("readers");
        image["forgotten"] = "a member of then";
        await app.Query<long>(
            $"""
            WITH one AS (
                INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
                VALUES ('2020-01-01', 'somebody', 'create', 'meetings', '{id}', 0, '{image.ToJsonString()}', 'internal') RETURNING 1)
            SELECT count(*) FROM one
            """);

        var then = (await app.Get($"{url}?asOf=2020-01-01T00:00:00Z")).Is(HttpStatusCode.OK);

        Assert.Equal(created.Text, then.Text);
    }

    [Fact]
    public async Task A_past_read_uses_an_index()
    {
        var created = await app.Post("companies", TestData.Company());
        var (id, url) = (created.Body["id"], created.Headers["Location"]);
        await app.Query<object>(
            $"""
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
                SELECT now() - n % 5000 * interval '1 minute', 'somebody', 'update', 'companies', 'company-' || n % 1000, n, image, 'public'
                FROM generate_series(1, 20000) n, (SELECT image FROM changes WHERE resource_id = '{id}') was
                UNION ALL
                SELECT now() - (2000 - n) * interval '1 minute', 'somebody', 'update', 'companies', '{id}', n, image, 'public'
                FROM generate_series(2, 2000) n, (SELECT image FROM changes WHERE resource_id = '{id}') was;
            ANALYZE changes;
            SELECT 1
            """);

        var plan = await app.Plan(() => app.Get($"{url}?asOf={TimeProvider.System.GetUtcNow().AddMinutes(-5):yyyy-MM-ddTHH:mm:ss}Z"));

        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.Contains("ix_changes_resource_resource_id_version", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Sort\"", plan, StringComparison.Ordinal);
    }

    private static JsonObject Venue(string name) => new() { ["place"] = new JsonObject { ["venue"] = name } };

    private static (string, string?) Shown(ApiResponse answer) => (answer.Text, answer.Headers.GetValueOrDefault("ETag"));

    private static string JustBefore(ApiResponse shown) => JustBefore(shown.Body["updatedAt"]!.ToString());

    private static string JustBefore(string instant) => SampleRequests.JustBefore(instant);
}
