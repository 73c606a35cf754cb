using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static PartnershipTracker.Tests.Web.DocumentAssert;

namespace PartnershipTracker.Tests.Web;

public sealed class ApiDocumentTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task The_application_serves_the_committed_document_minified()
    {
        var committed = JsonNode.Parse(new CommittedFile("openapi.json").Text)!;
        var served = (await app.Get("/openapi/v1.json")).Is(HttpStatusCode.OK);

        Assert.True(JsonNode.DeepEquals(committed, served.Body), "The application was built with another openapi.json.");
        Assert.DoesNotContain('\n', served.Text);
    }

    [Fact]
    public async Task The_document_is_small()
    {
        var (plain, count) = (await app.GetBytes("/openapi/v1.json"), (await app.Operations()).Count);

        Assert.InRange(plain.Length, 1, 4_000 * count); // 590 kB for 147 operations
        Assert.InRange((await app.GetBytes("/openapi/v1.json", ("Accept-Encoding", "gzip, br"))).Length, 1, 450 * count); // 66 kB
    }

    [Fact]
    public async Task The_document_is_sent_once_to_a_client_that_keeps_it()
    {
        var first = await app.Get("/openapi/v1.json");
        var again = await app.Get("/openapi/v1.json", ("If-None-Match", first.ETag), ("Accept-Encoding", "br"));

        Assert.Equal(HttpStatusCode.NotModified, again.Status);
    }

    [Fact]
    public async Task The_short_address_leads_to_the_document()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };
        using var answer = await client.GetAsync(new Uri("/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, "/openapi/v1.json"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Every_prefilled_GET_answers_200_or_names_the_call_that_creates_what_it_reads()
    {
        foreach (var get in (await DocumentReader.Read(app)).Operations.Where(o => o.Method == "get"))
        {
            var answer = await app.Get(get.FilledIn(), get.FilledInHeaders());

            if (answer.Status is not HttpStatusCode.OK)
            {
                answer.Is(HttpStatusCode.NotFound);
                Assert.True(NamesACall(answer.Body["detail"]) && NamesACall(get.Said["description"]), $"{get}: {answer.Text}");
            }
        }

        static bool NamesACall(JsonNode? text) => Matches("first with `(POST|PUT) /", $"{text}");
    }

    [Fact]
    public async Task Every_parameter_and_header_is_a_component()
    {
        var document = new DocumentReader((await app.Get("/openapi/v1.json")).Body.AsObject());

        AssertNone(document.Nodes(), n => Matches("/(parameters/[0-9]+|headers/[^/]+)$", n.Place)
            && !n.Place.StartsWith("#/components/headers/", StringComparison.Ordinal) && n.Node["$ref"] is null ? "inline" : null);
        Assert.All(["parameters", "headers"], kind =>
            Assert.Distinct(document.Document["components"]![kind]!.AsObject().Select(c => c.Value!.ToJsonString())));
    }

    [Fact]
    public async Task The_enum_of_every_parameter_is_a_schema_with_a_name()
    {
        var components = (await app.Get("/openapi/v1.json")).Body["components"]!;

        AssertNone(components["parameters"]!.AsObject().Where(p => (string?)p.Value!["in"] is "path" or "query"), p =>
            (p.Value!["schema"]!["items"] ?? p.Value["schema"])!["enum"] is null ? null : "an enum without a name");
    }

    [Fact]
    public async Task A_deletion_is_called_delete_and_a_list_list() => AssertNone((await DocumentReader.Read(app)).Operations, o =>
        o.Method == "delete" && !Matches("^Delete (a|an|the) ", $"{o.Said["summary"]}") ? "is not called 'Delete a …'"
        : o.Id.StartsWith("list", StringComparison.Ordinal) && !Matches("^List ", $"{o.Said["summary"]}") ? "is not called 'List …'"
        : null);

    [Fact]
    public async Task What_swagger_ui_fills_in_changes_nothing_that_is_there()
    {
        var operations = (await DocumentReader.Read(app)).Operations;
        var dryRuns = operations.SelectMany(o => o.Parameters.Where(p => (string?)p["name"] == "dryRun")).ToList();

        Assert.Equal(2, dryRuns.Count);
        Assert.All(dryRuns, p => Assert.True((bool?)p["example"]));
        Assert.All(dryRuns, p => Assert.False((bool?)p["schema"]!["default"]));
        Assert.DoesNotContain(operations, o => o.FilledInHeaders().Any(h => h.Name == "If-Match"));
    }

    [Fact]
    public async Task The_document_does_not_depend_on_the_language_of_the_request() =>
        Assert.Equal((await app.Get("/openapi/v1.json")).Text, (await app.Get("/openapi/v1.json", ("Accept-Language", "ko"))).Text);

    [Fact]
    public async Task The_document_has_the_metadata_of_the_API()
    {
        var document = (await DocumentReader.Read(app)).Document;

        Assert.StartsWith("3.1.", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Equal("MIT", (string?)document["info"]!["license"]!["identifier"]);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", (string?)document["info"]!["version"]);
        Assert.All(["title", "version", "description", "contact"], member => Assert.NotNull(document["info"]![member]));
        Assert.Equal("/", (string?)document["servers"]![0]!["url"]);
    }

    [Fact]
    public async Task Every_operation_is_described()
    {
        var document = await DocumentReader.Read(app);
        var tags = document.Document["tags"]!.AsArray().Where(t => IsSaid(t!["description"])).Select(t => (string)t!["name"]!).ToList();

        AssertNone(document.Operations, o =>
            !IsSaid(o.Said["summary"]) ? "no summary"
            : !IsSaid(o.Said["description"]) ? "no description"
            : !Matches("^(search|[a-z]+([A-Z][a-z]*)+)$", o.Id) ? $"{o.Id} is no verbNoun"
            : o.Said["tags"] is not JsonArray { Count: 1 } tag || !tags.Contains((string)tag[0]!) ? "not one described tag"
            : o.Parameters.FirstOrDefault(p => !IsSaid(p["description"])) is { } parameter ? $"{parameter["name"]} has no description"
            : o.Said["requestBody"] is { } body && (bool?)body["required"] is not true ? "the body is not required"
            : null);
        Assert.Equal(document.Operations.Count, document.Operations.Select(o => o.Id).Distinct().Count());
    }

    [Fact]
    public async Task Every_member_and_every_header_is_described()
    {
        var nodes = (await DocumentReader.Read(app)).Nodes().ToList();

        AssertNone(
            nodes.Where(n => Matches("/(properties|headers)/[^/]+$", n.Place)),
            n => IsSaid(n.Node["description"]) ? null : "no description");
    }

    [Fact]
    public async Task Every_schema_of_the_document_is_used()
    {
        var document = await DocumentReader.Read(app);
        var used = document.Nodes().Select(n => (string?)n.Node["$ref"]).ToHashSet();

        Assert.All(document.Document["components"]!["schemas"]!.AsObject(), s => Assert.Contains($"#/components/schemas/{s.Key}", used));
    }

    [Fact]
    public async Task Every_request_schema_forbids_unknown_members() => AssertNone(
        (await DocumentReader.Read(app)).Nodes().Where(n =>
            Matches("^#/components/schemas/[A-Za-z]+(Request|Patch)$", n.Place) && (string?)n.Node["type"] == "object"),
        n => (bool?)n.Node["additionalProperties"] is not false ? "additionalProperties" : null);

    [Theory]
    [InlineData("/")]
    [InlineData("/swagger")]
    public async Task The_page_and_Swagger_UI_open_without_requests_to_other_hosts(string path)
    {
        using var browser = new HttpClient { BaseAddress = app.Client.BaseAddress };
        var page = await browser.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<title>Partnership Tracker</title>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(https?:)?//", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), page);
    }

    private static bool IsSaid(JsonNode? text) => !string.IsNullOrWhiteSpace((string?)text);
}
