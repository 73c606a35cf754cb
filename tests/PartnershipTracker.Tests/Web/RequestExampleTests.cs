using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>The examples of requests, sent unchanged to a new register.</summary>
public sealed class RequestExampleTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task Every_request_example_is_accepted_and_creates_what_its_operation_creates()
    {
        var document = await DocumentReader.Read(app);
        var requests = document.Media()
            .Where(m => m.Where == "request" && m.Media["example"] is JsonObject)
            .Where(m => !m.Operation.Path.Contains("/text", StringComparison.Ordinal)).ToList(); // that text is not ours

        Assert.NotEmpty(requests);

        foreach (var (operation, _, media) in requests)
        {
            var takesIfMatch = operation.Parameters.Any(p => (string?)p["name"] == "If-Match");
            var answer = await app.Send(
                new HttpMethod(operation.Method.ToUpperInvariant()),
                operation.FilledIn(),
                media["example"],
                takesIfMatch ? [("If-Match", "*")] : []);
            var creates = operation.Method == "post" && operation.Said["responses"]!["200"] is null;

            Assert.True(
                answer.Status is HttpStatusCode.Created || (answer.Status is HttpStatusCode.OK && !creates),
                $"{operation}: {(int)answer.Status} {answer.Text}");
        }
    }
}
