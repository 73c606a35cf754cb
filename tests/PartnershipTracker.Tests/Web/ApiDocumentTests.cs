using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

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

        Assert.InRange(plain.Length, 1, 3_400 * count); // 500 kB for 147 operations
        Assert.InRange((await app.GetBytes("/openapi/v1.json", ("Accept-Encoding", "gzip, br"))).Length, 1, 400 * count); // 60 kB
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
    public async Task Every_string_number_and_array_has_bounds() => AssertNone((await DocumentReader.Read(app)).Nodes(), node =>
    {
        var types = node.Node["type"] switch { JsonArray many => many.Select(t => $"{t}"), JsonValue one => [$"{one}"], _ => [] };
        bool Has(string keyword) => node.Node[keyword] is not null;

        return types.Contains("string") && !(Has("maxLength") || Has("format") || Has("enum"))
            ? "a string without maxLength, format or enum"
            : types.Any(t => t is "integer" or "number") && !(Has("minimum") && Has("maximum")) ? "a number without minimum and maximum"
            : types.Contains("array") && !Has("maxItems") ? "an array without maxItems"
            : types.Contains("string") && $"{node.Node["format"]}" is "uri" or "uri-reference" && !Has("maxLength")
                ? "a URL without maxLength"
            : null;
    });

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
    [InlineData("listMeetings", "200 304 400 401 403 429 503")]
    [InlineData("getMeeting", "200 304 400 401 403 404 429 503")]
    [InlineData("createMeeting", "201 400 401 403 404 409 413 415 422 429 503")]
    [InlineData("createRestoration", "200 201 400 401 403 404 409 412 413 415 422 429 503")]
    [InlineData("replaceMeeting", "200 400 401 403 404 409 412 413 415 422 428 429 503")]
    [InlineData("patchMeeting", "200 400 401 403 404 409 412 413 415 422 428 429 503")]
    [InlineData("deleteMeeting", "204 400 401 403 404 409 412 428 429 503")]
    [InlineData("putCompany", "200 201 400 401 403 404 409 412 413 415 422 428 429 503")]
    [InlineData("putAreaLink", "200 201 400 401 403 404 409 412 413 415 422 429 503")]
    [InlineData("deleteParticipant", "204 400 401 403 404 409 412 422 429 503")]
    [InlineData("getReadiness", "200 503")]
    [InlineData("getLiveness", "200")]
    public async Task An_operation_lists_every_status_that_can_occur(string operation, string statuses)
    {
        var said = (await DocumentReader.Read(app)).Operations.Single(o => o.Id == operation).Said;

        Assert.Equal(statuses, string.Join(' ', said["responses"]!.AsObject().Select(r => r.Key)));
    }

    [Theory]
    [InlineData("CompanyRequest/properties/website", "maxLength", "2000")]
    [InlineData("Company/properties/website", "format", "uri")]
    [InlineData("CompanyRequest/properties/id", "pattern", "^[a-z0-9]+(-[a-z0-9]+)*$")]
    [InlineData("MeetingRequest", "required", """["title","kind","status","date"]""")]
    [InlineData("MeetingRequest/properties/tripOrder", "maximum", "1000")]
    [InlineData("Meeting/properties/tripOrder", "minimum", "1")]
    [InlineData("MeetingRequest/properties/participants", "maxItems", "200")]
    [InlineData("AreaLinkRequest/properties/companies/items", "maxLength", "64")]
    [InlineData("AliasRequest", "required", """["name"]""")]
    [InlineData("StageRequest", "required", """["stage"]""")]
    public async Task The_document_states_the_rules_of_validators(string place, string keyword, string value)
    {
        var document = await DocumentReader.Read(app);
        var schema = place.Split('/').Aggregate(document.Document["components"]!["schemas"]!, (at, step) => at[step]!);

        Assert.Equal(value, schema[keyword] is JsonArray many ? many.ToJsonString() : $"{schema[keyword]}");
    }

    [Theory]
    [InlineData("limit", """{"maximum":200,"minimum":1,"type":"integer","default":50}""")]
    [InlineData("count", """{"type":"boolean"}""")]
    [InlineData("match", """{"enum":["possible","certain","touching"],"type":"string","default":"possible"}""")]
    [InlineData("from", """{"type":"string","format":"date"}""")]
    [InlineData("status", """{"maxItems":100,"type":"array","items":{"enum":["planned","held","cancelled"],"type":"string"}}""")]
    public async Task The_document_states_the_rules_of_filters(string parameter, string schema)
    {
        var list = (await DocumentReader.Read(app)).Operations.Single(o => o.Id == "listMeetings");
        var said = list.Parameters.Single(p => (string?)p["name"] == parameter)["schema"];

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(schema), said), said!.ToJsonString());
    }

    [Fact]
    public async Task Every_list_has_its_default_order_first()
    {
        var sorts = (await DocumentReader.Read(app)).Gets.SelectMany(o => o.Parameters.Where(p => (string?)p["name"] == "sort")).ToList();

        Assert.NotEmpty(sorts);
        Assert.All(sorts, sort => Assert.Equal((string?)sort["schema"]!["enum"]![0], (string?)sort["schema"]!["default"]));
    }

    [Fact]
    public async Task The_root_opens_Swagger_UI_without_requests_to_other_hosts()
    {
        using var browser = new HttpClient { BaseAddress = app.Client.BaseAddress };
        var page = await browser.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("<title>Partnership Tracker</title>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(https?:)?//", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), page);
    }

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static bool IsSaid(JsonNode? text) => !string.IsNullOrWhiteSpace((string?)text);

    private static void AssertNone<T>(IEnumerable<T> all, Func<T, string?> fault)
    {
        var cases = all.ToList();
        Assert.NotEmpty(cases);
        var faults = cases.Select(one => (One: one, Fault: fault(one))).Where(f => f.Fault is not null)
            .Select(f => $"{(f.One is ValueTuple<string, JsonObject> node ? node.Item1 : f.One)}: {f.Fault}").ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
