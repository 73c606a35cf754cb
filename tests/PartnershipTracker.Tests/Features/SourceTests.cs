using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Sources, their texts, retractions and the quality rules.</summary>
public sealed class SourceTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Secret = "유일한문장";

    private static readonly string[] Lists = ["meetings", "collaborations", "trips", "people"];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private Task<ApiResponse> Attach(string source, byte[] text, params (string, string)[] headers) =>
        app.SendBytes(HttpMethod.Put, $"sources/{source}/text", text, [("Content-Type", "text/plain"), .. headers]);

    private async Task<string> New(JsonObject source) =>
        (await app.Post("sources", source)).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private static void AssertEach(ApiResponse list, Func<JsonNode, bool> holds)
    {
        Assert.NotEmpty(list.Is(HttpStatusCode.OK).Items);
        Assert.All(list.Items, item => Assert.True(holds(item!), item!.ToJsonString()));
    }

    private static JsonObject Registered(byte[] text)
    {
        var source = TestData.Source();
        (source["sha256"], source["length"]) =
            (Convert.ToHexStringLower(SHA256.HashData(text)), Encoding.UTF8.GetString(text).EnumerateRunes().Count());

        return source;
    }

    [Fact]
    public async Task A_registered_text_can_be_attached_and_verifies_its_citations()
    {
        var text = Text($"\uFEFF 그는 오픈AI를 찾았다.  {Guid.CreateVersion7()}\r\n😀");
        var source = await New(Registered(text));
        var meeting = (await app.Post("meetings", TestData.Meeting())).Body["id"]!.ToString();
        var bySpan = TestData.Citation(meeting, source: source);
        bySpan["span"] = new JsonObject { ["start"] = 2, ["end"] = 11 };
        var citations = new[]
        {
            bySpan, TestData.Citation(meeting, source: source, quote: "오픈AI를"),
            TestData.Citation(meeting, source: source, quote: "그런 말은 없다"),
        };
        var urls = new List<string>();

        foreach (var citation in citations)
        {
            var made = (await app.Post("citations", citation)).Is(HttpStatusCode.Created);
            Assert.False((bool)made.Body["verified"]!);
            urls.Add(made.Headers["Location"]);
        }

        Assert.Null((await app.Get(urls[0])).Body["quote"]);
        (await app.Get($"sources/{source}/text")).Is(HttpStatusCode.NotFound);

        var wrong = (byte[])text.Clone();
        wrong[^1] ^= 1;
        Assert.Equal(
            "malformed_request # not_utf8", (await Attach(source, [0xFF, 0xFE])).Is(HttpStatusCode.BadRequest).Problem);
        Assert.Equal("text_differs # hash_differs", (await Attach(source, wrong)).Is(HttpStatusCode.UnprocessableEntity).Problem);
        Assert.False((bool)(await app.Get($"sources/{source}")).Body["hasText"]!);

        Assert.True((bool)(await Attach(source, text)).Is(HttpStatusCode.OK).Body["hasText"]!);
        Assert.Equal("그는 오픈AI를 ", (await app.Get(urls[0])).Body["quote"]!.ToString());
        Assert.Equal((5, true), ((int)(await app.Get(urls[1])).Body["span"]!["start"]!, (bool)(await app.Get(urls[1])).Body["verified"]!));
        Assert.False((bool)(await app.Get(urls[2])).Body["verified"]!);
        Assert.Equal(text, await app.GetBytes($"sources/{source}/text"));
        Assert.Equal(2, (int)(await Attach(source, text)).Is(HttpStatusCode.OK).Body["version"]!);
        (await Attach(source, text, ("If-Match", "\"1\""))).Is(HttpStatusCode.PreconditionFailed);
        var facts = (await app.Get($"sources/{source}/facts")).Each("id").Select(id => $"/api/v1/citations/{id}");
        Assert.Equal(urls, facts);
    }

    [Fact]
    public async Task A_source_text_is_shown_only_by_its_own_routes_and_with_the_scope()
    {
        var text = Text($"{Secret} {Guid.CreateVersion7()}");
        var source = await New(TestData.Source());
        (await Attach(source, text)).Is(HttpStatusCode.OK);
        var reader = ("X-Api-Key", await app.Key(["read", "write", "export", "audit", "admin"]));

        foreach (var path in new[] { "text", "text.html" })
        {
            (await app.Get($"sources/{source}/{path}", reader)).Is(HttpStatusCode.Forbidden);
            Assert.Contains(Secret, (await app.Get($"sources/{source}/{path}")).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        foreach (var path in new[]
        {
            $"sources/{source}", "sources", "sources.csv", $"sources/{source}/history", "audit?limit=200", "citations",
        })
        {
            Assert.DoesNotContain(Secret, (await app.Get(path)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await app.Query<long>($"SELECT count(*) FROM changes WHERE image::text LIKE '%{Secret}%'"));
    }

    [Fact]
    public async Task The_HTML_page_of_a_text_marks_and_links_citations_and_escapes_markup()
    {
        var source = await New(TestData.Source());
        (await Attach(source, Text($"<script>alert(1)</script> 그는 & 그녀 {Guid.CreateVersion7()}\n둘째 줄"))).Is(HttpStatusCode.OK);
        var meeting = (await app.Post("meetings", TestData.Meeting())).Body["id"]!.ToString();
        var citation = TestData.Citation(meeting, source: source, quote: "그는 & 그녀");
        citation["note"] = "\"><img src=x>";
        (await app.Post("citations", citation)).Is(HttpStatusCode.Created);
        var page = (await app.Get($"sources/{source}/text.html")).Is(HttpStatusCode.OK);

        Assert.Equal("text/html", page.MediaType);
        Assert.Contains("<mark>그는 &amp; 그녀</mark>", page.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"/api/v1/meetings/{meeting}\"", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicate_address_or_text_is_refused_with_the_first_source()
    {
        var first = await New(TestData.Source("https://News.Example:443/a?id=1&utm_source=x#top"));
        Assert.Equal("https://news.example/a?id=1", (await app.Get($"sources/{first}")).Body["url"]!.ToString());
        Assert.Equal([first], (await app.Get($"sources?url={Uri.EscapeDataString("https://news.example/a?id=1&fbclid=2")}")).Each("id"));
        var again = (await app.Post("sources", TestData.Source("https://news.example/a?id=1"))).Is(HttpStatusCode.Conflict);
        Assert.Equal("already_exists #/url is_registered_as", again.Problem);
        Assert.Contains(first, again.Text, StringComparison.Ordinal);

        var text = Text($"본문 {Guid.CreateVersion7()}");
        var registered = await New(Registered(text));
        Assert.Equal("already_exists #/sha256 is_registered_as", (await app.Post("sources", Registered(text))).Problem);
        Assert.Contains(registered, (await Attach(first, text)).Is(HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retraction_can_be_tried_made_and_undone()
    {
        async Task<string> Facts()
        {
            var items = (await Task.WhenAll(Lists.Select(list => app.Get(list)))).SelectMany(list => list.Items).ToList();
            items.ForEach(item => item!.AsObject().Remove("version"));
            items.ForEach(item => item!.AsObject().Remove("updatedAt"));

            return string.Join('\n', items.Select(item => item!.ToJsonString()));
        }

        var before = await Facts();
        var url = $"sources/{OpeningIds.Source}/retraction";
        var reason = new JsonObject { ["reason"] = "A test says so." };
        var tried = (await app.Post($"{url}?dryRun=true", reason)).Is(HttpStatusCode.OK).Body;

        // All facts of the opening data except the inferred links: a trip, 8 meetings, 15 participants, 7 collaborations and stages,
        // 2 positions
        Assert.Equal(40, (int)tried["total"]!);
        Assert.Equal(before, await Facts());

        (await app.Post(url, reason)).Is(HttpStatusCode.OK);
        AssertEach(await app.Get($"meetings?trip={OpeningIds.Trip}"), m => (bool)m["unsupported"]!);
        AssertEach(await app.Get("collaborations"), c => (bool)c["unsupported"]! && (bool)c["stages"]![0]!["unsupported"]!);
        AssertEach(await app.Get("citations?retracted=true&limit=200"), c => (bool)c["retracted"]!);
        (await app.Delete(url)).Is(HttpStatusCode.OK);
        Assert.Equal(before, await Facts());
        (await app.Delete(url)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_quality_rule_counts_the_items_of_its_list()
    {
        var before = (await app.Get("quality")).Is(HttpStatusCode.OK).Items;
        var twin = TestData.Meeting("2024-05-07", "tsmc");
        (await app.Post("meetings", twin)).Is(HttpStatusCode.Created);
        (await app.Post("meetings", twin.DeepClone())).Is(HttpStatusCode.Created);
        var outside = TestData.Meeting("2024-08-01");
        outside["trip"] = OpeningIds.Trip;
        (await app.Post("meetings", outside)).Is(HttpStatusCode.Created);
        var planned = TestData.Meeting("2199-07");
        planned["status"] = "planned";

        foreach (var meeting in (JsonObject[])[planned, TestData.Meeting("2199-07"), TestData.Meeting("2024-05/2199-07")])
        {
            (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created);
        }

        var shared = TestData.Company();
        shared["aliases"] = new JsonArray(new JsonObject { ["name"] = "알트먼" });
        (await app.Post("companies", shared)).Is(HttpStatusCode.Created);
        (await app.Post("collaborations", TestData.Collaboration("energy-solutions"))).Is(HttpStatusCode.Created);

        var rules = (await app.Get("quality")).Is(HttpStatusCode.OK).Items;

        foreach (var rule in rules)
        {
            var list = await app.Get($"{rule!["list"]}&count=true&limit=200");
            Assert.True((int)rule["count"]! == (int)list.Is(HttpStatusCode.OK).Body["total"]!, rule.ToJsonString());
        }

        int More(string name, string resource) => Of(rules, name, resource) - Of(before, name, resource);
        Assert.Equal(1, More("held_in_future", "meetings"));
        Assert.Equal(2, More("same_day_duplicate", "meetings"));
        Assert.Equal(1, More("outside_trip", "meetings"));
        Assert.Equal((1, 1), (More("shared_name", "companies"), More("shared_name", "people")));
        Assert.Equal((1, 1), (More("without_meeting", "collaborations"), More("unsupported", "collaborations")));
        Assert.Equal((1, 4), (Of(rules, "hearsay_only", "meetings"), Of(rules, "hearsay_only", "collaborations")));

        static int Of(JsonArray rules, string name, string resource) =>
            (int)rules.Single(r => $"{r!["rule"]} {r["resource"]}" == $"{name} {resource}")!["count"]!;
    }
}
