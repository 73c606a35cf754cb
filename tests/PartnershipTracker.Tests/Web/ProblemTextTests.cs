using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Web;

/// <summary>The texts of problems, which say what would be right.</summary>
public sealed partial class ProblemTextTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    public static TheoryData<string, string> Patterns => new()
    {
        { "companies", """{"id":"No Key","name":{"en":"A"}}""" },
        { "companies", """{"id":"a","name":{"en":"A"},"country":"Korea"}""" },
        { "companies", """{"id":"a","name":{"en":"A"},"externalIds":{"ticker":"a b"}}""" },
        { "companies", """{"id":"a","name":{"en":"A"},"externalIds":{"wikidata":"nvidia"}}""" },
        { "sources", """{"publisher":{"en":"A"},"title":{"en":"A"},"language":"Korean"}""" },
        { "sources", """{"publisher":{"en":"A"},"title":{"en":"A"},"language":"ko","sha256":"ABC","length":3}""" },
        { "meetings", """{"title":{"en":"A"},"kind":"site_visit","status":"held","date":"2024","readers":["me"]}""" },
        { "coverage/gaps?staleAfter=180", "" },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task A_text_with_a_pattern_has_an_example_that_fits_it(string path, string body)
    {
        var answer = body is ""
            ? await app.Get(path)
            : await app.Post(path, JsonNode.Parse(body));
        var error = answer.Is(HttpStatusCode.BadRequest).Body["errors"]!.AsArray().Single(e => $"{e!["code"]}" is "pattern")!;
        var said = ExampleAndPattern().Match($"{error["detail"]}");

        Assert.True(said.Success, $"{error["detail"]}");
        Assert.Matches(said.Groups["pattern"].Value, said.Groups["example"].Value);
    }

    [Fact]
    public async Task An_invalid_idempotency_key_is_answered_with_an_example()
    {
        var answer = await app.Post("companies", TestData.Company(), ("Idempotency-Key", new string('x', 201)));

        Assert.Matches("such as `[!-~]+`", answer.Is(HttpStatusCode.BadRequest).Body["errors"]![0]!["detail"]!.ToString());
    }

    [Theory]
    [InlineData("sha256", "length")]
    [InlineData("length", "sha256")]
    public async Task A_hash_and_a_length_require_each_other(string member, string other)
    {
        var source = TestData.Source();
        source[member] = member is "length" ? 12 : new string('a', 64);

        var error = (await app.Post("sources", source)).Is(HttpStatusCode.BadRequest).Body["errors"]!.AsArray().Single()!;

        Assert.Equal(($"#/{member}", $"`{member}` requires `{other}`."), ($"{error["pointer"]}", $"{error["detail"]}"));
    }

    [Fact]
    public async Task A_link_of_a_meeting_without_parties_is_refused_with_a_whole_sentence()
    {
        var meeting = TestData.Meeting();
        meeting["participants"] = new JsonArray();
        meeting["areas"] = new JsonArray(new JsonObject { ["area"] = "hbm", ["basis"] = "stated", ["companies"] = new JsonArray("tsmc") });

        var answer = (await app.Post("meetings", meeting)).Is(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith("Parties: none.", answer.Body["errors"]![0]!["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/v1/search?q=최태원 HTTP/1.1")]
    [InlineData("GET /api/v1/companies/엔비디아 HTTP/1.1")]
    [InlineData("GET /api/v1/search?q=SK hynix HTTP/1.1")]
    public async Task An_address_that_is_not_percent_encoded_is_refused_with_what_to_do_in_both_languages(string line)
    {
        var answer = await RawHttp.Send(app.Client.BaseAddress!, Encoding.UTF8.GetBytes($"{line}\r\nHost: localhost\r\n\r\n"));

        Assert.Equal("malformed_request", answer.Is(HttpStatusCode.BadRequest).Body["code"]!.ToString());
        Assert.Contains("Percent-encode", answer.Body["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("퍼센트", answer.Body["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"such as `(?<example>[^`]+)`.*pattern (?<pattern>\^.*\$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExampleAndPattern();
}
