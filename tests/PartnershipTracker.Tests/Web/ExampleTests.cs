using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>The examples of the document, held against an application that has just been opened. Nothing here writes.</summary>
public sealed partial class ExampleTests(DocumentExampleApp app) : IClassFixture<DocumentExampleApp>
{
    private const string AnyTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string AnyInstant = "2024-07-09T00:00:00Z";

    private static readonly CommittedFile Kept = new("OpenApi/Examples/Examples.json");

    [Fact]
    public async Task Every_GET_works_with_the_prefilled_values_of_Swagger_UI()
    {
        var document = await DocumentReader.Read(app);

        foreach (var get in document.Gets)
        {
            var answer = await app.Get(get.FilledIn(), get.FilledInHeaders());
            Assert.True(answer.Status is HttpStatusCode.OK, $"{get}: {answer.Text}");

            var isEmpty = answer.MediaType == "application/json" && answer.Body["items"] is JsonArray { Count: 0 };
            Assert.False(isEmpty, $"{get} answers no items");
        }
    }

    [Fact]
    public async Task Every_response_example_equals_the_actual_response()
    {
        var document = await DocumentReader.Read(app);
        var kept = JsonNode.Parse(Kept.Text)!.AsObject();
        var answers = new JsonObject();

        foreach (var get in document.Gets.Where(g => !g.Path.EndsWith(".xlsx", StringComparison.Ordinal)))
        {
            answers[get.Id] = await Answer(get);
        }

        if (CommittedFile.IsToBeUpdated)
        {
            kept["answers"] = answers.DeepClone();
            Kept.Write(kept);
        }

        var stale = answers.Where(a => !JsonNode.DeepEquals(a.Value, kept["answers"]![a.Key])).Select(a => a.Key)
            .Concat(kept["answers"]!.AsObject().Select(a => a.Key).Where(id => !answers.ContainsKey(id))).ToList();
        Assert.True(stale.Count == 0, $"Examples.json is stale for {string.Join(", ", stale)}: {CommittedFile.HowTo}");
    }

    [Fact]
    public async Task Every_body_has_an_example_that_matches_its_schema()
    {
        var document = await DocumentReader.Read(app);
        var check = new SchemaCheck(document);
        var faults =
            from media in document.Media()
            where (string?)media.Media["schema"]!["format"] is not "binary"
            let examples = media.Media["examples"] is JsonObject many ? many.Select(e => e.Value!["value"]) : [media.Media["example"]]
            from example in examples
            from fault in example is null ? ["no example"] : check.Faults(example, media.Media["schema"]!)
            select $"{media.Operation.Id} {media.Where}: {fault}";

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_response_matches_its_schema()
    {
        var document = await DocumentReader.Read(app);
        var check = new SchemaCheck(document);
        var faults = new List<string>();

        foreach (var (get, _, media) in document.Media()
            .Where(m => m is { Operation.Method: "get", Where: "200" } && m.Media["schema"]!["$ref"] is not null))
        {
            faults.AddRange(check.Faults((await app.Get(get.FilledIn())).Body, media["schema"]!).Select(fault => $"{get}: {fault}"));
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("InvalidRequest", "companies?limit=0")]
    [InlineData("NotFound", "companies/nobody")]
    public async Task The_example_of_a_problem_equals_the_actual_response(string response, string path)
    {
        var said = (await DocumentReader.Read(app)).Document["components"]!["responses"]![response]!;
        var example = said["content"]!["application/problem+json"]!["examples"]!.AsObject().Single().Value!["value"]!.AsObject();
        var answer = (await app.Get(path)).Body.AsObject();
        example["traceId"] = answer["traceId"]!.DeepClone();

        Assert.True(JsonNode.DeepEquals(example, answer), $"{example.ToJsonString()} is not {answer.ToJsonString()}");
    }

    /// <summary>Returns the response to a GET with one item and without instants, which differ between registers.</summary>
    private async Task<JsonNode> Answer(DocumentedOperation get)
    {
        var query = get.Parameters.Any(p => (string?)p["name"] == "limit") ? "limit=1" : null;
        var answer = (await app.Get(get.FilledIn(query))).Is(HttpStatusCode.OK);

        return answer.MediaType == "application/json" ? Timeless(JsonNode.Parse(AnyId(answer.Text))!)
            : get.Id.EndsWith("Csv", StringComparison.Ordinal) ? Shortened(answer.Text)
            : CalendarInstant().Replace(answer.Text, "20240709T000000Z");
    }

    /// <summary>A table's header and its first rows; when they were registered, differs with each register.</summary>
    private static string Shortened(string csv) =>
        TableInstant().Replace(string.Concat(csv.Split("\r\n").Take(3).Select(line => line + "\r\n")), AnyInstant);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z", RegexOptions.None, 1000)]
    private static partial Regex TableInstant();

    [GeneratedRegex(@"\d{8}T\d{6}Z", RegexOptions.None, 1000)]
    private static partial Regex CalendarInstant();

    /// <summary>Ids that this run gave, traces and cursors, as the examples have them; those of the opening data stay.</summary>
    private static string AnyId(string text) =>
        Cursor().Replace(Trace().Replace(Given().Replace(text, "019094ca-3c00-7000-8000-000000000401"), AnyTrace), "bmV4dA");

    [GeneratedRegex("(?<=[?&]cursor=)[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Cursor();

    [GeneratedRegex("(?!019094ca)[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Given();

    [GeneratedRegex("(?<=\"traceId\":\")[0-9a-f]{32}", RegexOptions.None, 1000)]
    private static partial Regex Trace();

    private static JsonNode Timeless(JsonNode node)
    {
        foreach (var (name, value) in node is JsonObject members ? members.ToList() : [])
        {
            if (name == "daysSince" && value is not null)
            {
                node[name] = new JsonObject { ["least"] = 868, ["most"] = 885 };
            }

            if (value is JsonValue && (name == "at" || name.EndsWith("At", StringComparison.Ordinal)))
            {
                node[name] = AnyInstant;
            }
        }

        foreach (var inner in node is JsonObject o ? o.Select(m => m.Value) : node is JsonArray a ? a : [])
        {
            if (inner is JsonObject or JsonArray)
            {
                Timeless(inner);
            }
        }

        return node;
    }
}
