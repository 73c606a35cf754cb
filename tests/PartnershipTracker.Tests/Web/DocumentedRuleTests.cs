using System.Text.Json.Nodes;
using static PartnershipTracker.Tests.Web.DocumentAssert;

namespace PartnershipTracker.Tests.Web;

/// <summary>The bounds, rules and responses that the document states.</summary>
public sealed class DocumentedRuleTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task Every_string_number_and_array_has_bounds() => AssertNone((await DocumentReader.Read(app)).Nodes(), node =>
    {
        var types = node.Node["type"] switch { JsonArray many => many.Select(t => $"{t}"), JsonValue one => [$"{one}"], _ => [] };
        bool Has(string keyword) => node.Node[keyword] is not null;

        return types.Contains("string") && !(Has("maxLength") || Has("enum")) ? "a string without maxLength or enum"
            : types.Contains("integer") && $"{node.Node["format"]}" is not ("int32" or "int64") ? "a whole number without a format"
            : types.Any(t => t is "integer" or "number") && !(Has("minimum") && Has("maximum")) ? "a number without minimum and maximum"
            : types.Contains("array") && !Has("maxItems") ? "an array without maxItems"
            : null;
    });

    [Theory]
    [InlineData("CompanyRequest/properties/website", "maxLength", "2000")]
    [InlineData("Company/properties/website", "format", "uri")]
    [InlineData("CompanyRequest/properties/id", "pattern", "^[a-z0-9]+(-[a-z0-9]+)*$")]
    [InlineData("MeetingRequest", "required", """["title","kind","status"]""")]
    [InlineData("MeetingRequest/properties/tripOrder", "maximum", "1000")]
    [InlineData("Meeting/properties/tripOrder", "minimum", "1")]
    [InlineData("MeetingRequest/properties/participants", "maxItems", "200")]
    [InlineData("AreaLinkRequest/properties/companies/items", "maxLength", "64")]
    [InlineData("AliasRequest", "required", """["name"]""")]
    [InlineData("StageRequest", "required", """["stage"]""")]
    [InlineData("CompanyCreateRequest", "required", """["id","name"]""")]
    [InlineData("LocalizedTextRequest", "minProperties", "1")]
    [InlineData("CollaborationRequest", "anyOf", """[{"required":["stage"]},{"required":["stages"]}]""")]
    [InlineData("ApiKeyRequest/properties/scopes", "uniqueItems", "true")]
    [InlineData("MeetingRequest/properties/readers", "uniqueItems", "true")]
    public async Task The_document_states_the_rules_of_validators(string place, string keyword, string value)
    {
        var document = await DocumentReader.Read(app);
        var schema = place.Split('/').Aggregate(document.Document["components"]!["schemas"]!, (at, step) => at[step]!);

        Assert.Equal(value, schema[keyword] is JsonArray many ? many.ToJsonString() : $"{schema[keyword]}");
    }

    [Theory]
    [InlineData("createAffiliate")]
    [InlineData("createArea")]
    [InlineData("createCompany")]
    [InlineData("createPerson")]
    [InlineData("createKey")]
    [InlineData("createFeed")]
    public async Task A_POST_of_a_resource_with_a_key_requires_the_id(string operation)
    {
        var document = await DocumentReader.Read(app);
        var body = document.Operations.Single(o => o.Id == operation).Said["requestBody"]!["content"]!["application/json"]!["schema"]!;

        Assert.Contains("id", document.Resolve(body)["required"]!.AsArray().Select(member => $"{member}"));
    }

    [Theory]
    [InlineData("limit", """{"maximum":200,"minimum":1,"type":"integer","format":"int32","default":50}""")]
    [InlineData("count", """{"type":"boolean"}""")]
    [InlineData("match", """{"enum":["possible","certain","touching"],"type":"string","default":"possible"}""")]
    [InlineData("from", """{"maxLength":10,"type":"string","format":"date"}""")]
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
    public async Task Every_response_states_the_rate_limit_and_the_allowed_origin()
    {
        var document = await DocumentReader.Read(app);
        var responses = document.Operations.SelectMany(o => o.Said["responses"]!.AsObject().Select(r => (At: $"{o} {r.Key}", Node: r.Value!)));

        AssertNone(responses, r => Array.Find(
            ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Access-Control-Allow-Origin"],
            header => document.Resolve(r.Node)["headers"]?[header] is null));
    }

    [Fact]
    public async Task Every_operation_has_a_default_problem_and_states_its_security()
    {
        var document = await DocumentReader.Read(app);

        AssertNone(document.Operations, o =>
            document.Resolve(o.Said["responses"]!["default"]!)["content"]?["application/problem+json"] is null ? "no default problem"
            : o.Said["security"] is null ? "no security"
            : null);
    }

    [Fact]
    public async Task Every_answer_that_is_not_JSON_is_a_file() => AssertNone(
        (await DocumentReader.Read(app)).Operations.Where(o => o.Said["responses"]!["200"]?["content"] is not null),
        o => o.Said["responses"]!["200"]!["content"]!.AsObject()
            .Where(m => !m.Key.EndsWith("json", StringComparison.Ordinal) || m.Key.Contains("ndjson", StringComparison.Ordinal))
            .Select(m => $"{m.Value!["schema"]?["format"]}" is "binary" ? null : m.Key).FirstOrDefault(fault => fault is not null));

    [Theory]
    [InlineData("getNetwork")]
    [InlineData("getNetworkPath")]
    [InlineData("exportNetworkGraphml")]
    [InlineData("getCoverage")]
    public async Task A_query_that_the_data_can_refuse_has_a_422(string operation) => Assert.NotNull(
        (await DocumentReader.Read(app)).Operations.Single(o => o.Id == operation).Said["responses"]!["422"]);

    [Fact]
    public async Task The_parameters_of_preconditions_and_cursors_have_patterns()
    {
        var nodes = (await DocumentReader.Read(app)).Document["components"]!["parameters"]!.AsObject().Select(p => p.Value!.AsObject());

        AssertNone(
            nodes.Where(p => $"{p["name"]}" is "If-Match" or "cursor"),
            p => p["schema"]!["pattern"] is null ? $"{p["name"]} has no pattern" : null);
    }

    [Theory]
    [InlineData("listMeetings", "200 304 400 401 403 429 500 503 default")]
    [InlineData("getMeeting", "200 304 400 401 403 404 410 429 500 503 default")]
    [InlineData("createMeeting", "201 400 401 403 404 409 413 415 422 429 500 503 default")]
    [InlineData("createRestoration", "200 201 400 401 403 404 409 412 413 415 422 429 500 503 default")]
    [InlineData("replaceMeeting", "200 400 401 403 404 409 412 413 415 422 428 429 500 503 default")]
    [InlineData("patchMeeting", "200 400 401 403 404 409 412 413 415 422 428 429 500 503 default")]
    [InlineData("deleteMeeting", "204 400 401 403 404 409 412 428 429 500 503 default")]
    [InlineData("putCompany", "200 201 400 401 403 404 409 412 413 415 422 428 429 500 503 default")]
    [InlineData("putAreaLink", "200 201 400 401 403 404 409 412 413 415 422 429 500 503 default")]
    [InlineData("deleteParticipant", "204 400 401 403 404 409 412 422 429 500 503 default")]
    [InlineData("getReadiness", "200 429 500 503 default")]
    [InlineData("getLiveness", "200 429 500 default")]
    public async Task An_operation_lists_every_status_that_can_occur(string operation, string statuses)
    {
        var said = (await DocumentReader.Read(app)).Operations.Single(o => o.Id == operation).Said;

        Assert.Equal(statuses, string.Join(' ', said["responses"]!.AsObject().Select(r => r.Key)));
    }
}
