using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>Valid input that looks like an attack.</summary>
public sealed class UnusualInputTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Composed = "한글";
    private const string InParts = "\u1112\u1161\u11AB\u1100\u1173\u11AF";

    private static JsonObject Named(string ko) => new() { ["id"] = TestData.Key(), ["name"] = new JsonObject { ["ko"] = ko } };

    private async Task<string[]> Found(string q) =>
        (await app.Get($"companies?limit=200&q={Uri.EscapeDataString(q)}")).Is(HttpStatusCode.OK).Each("id");

    [Fact]
    public async Task Decomposed_Hangul_is_stored_composed_and_found_in_both_forms()
    {
        var created = (await app.Post("companies", Named($"  {InParts} 회사\r\n"))).Is(HttpStatusCode.Created);

        Assert.Equal($"{Composed} 회사", created.Body["name"]!["ko"]!.ToString());
        Assert.Equal([created.Body["id"]!.ToString()], await Found(Composed));
        Assert.Equal([created.Body["id"]!.ToString()], await Found($" {InParts} "));
    }

    [Theory]
    [InlineData("100%", "100x")]
    [InlineData("a_b", "axb")]
    [InlineData(@"back\slash", "backslash")]
    [InlineData("'; --", "; --")]
    public async Task Wildcards_in_a_search_are_literal(string name, string other)
    {
        var meant = (await app.Post("companies", Named(name))).Is(HttpStatusCode.Created);
        (await app.Post("companies", Named(other))).Is(HttpStatusCode.Created);

        Assert.Equal([meant.Body["id"]!.ToString()], await Found(name));
    }

    [Fact]
    public async Task Names_of_the_maximum_length_can_be_paged()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", 200));
        var keys = new[] { await Create(longest), await Create(longest), await Create(longest) };
        var seen = new List<string>();

        for (var next = $"{TrackerApp.Api}/companies?limit=1&q={Uri.EscapeDataString(longest)}"; next is not null;)
        {
            var page = (await app.Get(next)).Is(HttpStatusCode.OK);
            seen.AddRange(page.Each("id"));
            next = page.Body["next"]?.ToString();
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), seen);

        async Task<string> Create(string name) =>
            (await app.Post("companies", Named(name))).Is(HttpStatusCode.Created).Body["id"]!.ToString();
    }

    [Theory]
    [InlineData("오타 수정", "오타 수정")]
    [InlineData("%EC%98%A4%ED%83%80", "오타")]
    [InlineData("100%", "100%")]
    [InlineData("\"a\"; DROP TABLE changes", "\"a\"; DROP TABLE changes")]
    public async Task A_change_reason_is_decoded_and_stored(string header, string reason)
    {
        var url = (await app.Post("companies", Named("이름"))).Headers["Location"];
        var change = InvalidInputCase.Patch("", url, """{"country":"KR"}""", "200", ("Change-Reason", header));

        (await RawHttp.Send(app.Client.BaseAddress!, change.Bytes())).Is(HttpStatusCode.OK);

        Assert.Equal(reason, (await app.Get($"{url}/history")).Items[0]!["reason"]!.ToString());
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("Text/CSV")]
    [InlineData("TEXT/CSV; charset=\"UTF-8\"")]
    public async Task A_media_type_is_read_in_any_case(string mediaType) =>
        (await app.SendBytes(
            HttpMethod.Post, "imports?resource=companies&dryRun=true", Encoding.UTF8.GetBytes($"id,nameEn\n{TestData.Key("csv")},Any"),
            ("Content-Type", mediaType))).Is(HttpStatusCode.OK);

    [Theory]
    [InlineData("companies/nvidia")]
    [InlineData("companies?limit=2")]
    [InlineData("companies/no-such-company")]
    [InlineData("/no-such-page")]
    public async Task HEAD_returns_the_headers_of_GET_without_a_body(string path)
    {
        var get = await app.Get(path);
        var head = await app.Send(HttpMethod.Head, path, null);

        Assert.Equal("", head.Text);
        Assert.Equal(get.Status, head.Status);
        Assert.Equal(Lasting(get), Lasting(head));

        static IEnumerable<string> Lasting(ApiResponse answer) => answer.Headers
            .Where(h => h.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
            .Select(h => $"{h.Key}: {(h.Key is "ETag" ? answer.ETagOfContent : h.Value)}")
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_form_of_a_UUID_is_treated_as_a_key()
    {
        foreach (var key in new[] { "0190aaaa-0000-7000-8000-000000000001", "0190aaaa000070008000000000000002" })
        {
            (await app.Put($"companies/{key}", new JsonObject { ["name"] = TestData.Name() })).Is(HttpStatusCode.Created);
            (await app.Post("meetings", TestData.Meeting(company: key))).Is(HttpStatusCode.Created);

            Assert.Single((await app.Get($"companies/{key}/history")).Is(HttpStatusCode.OK).Items);
            Assert.Single((await app.Get($"meetings?company={key}")).Is(HttpStatusCode.OK).Items);
            Assert.Equal("still_referred_to # refers", (await app.Delete($"companies/{key}", ("If-Match", "*"))).Problem);
        }
    }
}
