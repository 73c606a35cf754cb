using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>The examples of the document, held against an application that has just been opened. Nothing here writes.</summary>
public sealed class ExampleTests(DocumentExampleApp app) : IClassFixture<DocumentExampleApp>
{
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
    public async Task Every_body_has_an_example_that_matches_its_schema()
    {
        var document = await DocumentReader.Read(app);
        var check = new SchemaCheck(document);
        var faults =
            from media in document.Media()
            where (string?)media.Media["schema"]!["format"] is not "binary"
            let examples = media.Media["examples"] is JsonObject many
                ? many.Select(e => document.Resolve(e.Value!)["value"])
                : [media.Media["example"]]
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
        var document = await DocumentReader.Read(app);
        var said = document.Document["components"]!["responses"]![response]!["content"]!["application/problem+json"]!;
        var example = document.Resolve(said["examples"]!.AsObject().Single().Value!)["value"]!.AsObject();
        var answer = (await app.Get(path)).Body.AsObject();
        example["traceId"] = answer["traceId"]!.DeepClone();

        Assert.True(JsonNode.DeepEquals(example, answer), $"{example.ToJsonString()} is not {answer.ToJsonString()}");
    }
}
