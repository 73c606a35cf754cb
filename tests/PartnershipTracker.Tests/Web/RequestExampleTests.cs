using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>The examples of requests, sent unchanged.</summary>
public sealed class RequestExampleTests(DocumentExampleApp app) : IClassFixture<DocumentExampleApp>
{
    [Fact]
    public async Task Every_request_example_is_accepted_or_exists_already()
    {
        var document = await DocumentReader.Read(app);
        var requests = document.Media()
            .Where(m => m.Where == "request" && m.Media["example"] is JsonObject && !m.Operation.Path.Contains("/text", StringComparison.Ordinal)).ToList(); // that text is not ours

        Assert.NotEmpty(requests);

        foreach (var (operation, _, media) in requests)
        {
            var takesIfMatch = operation.Parameters.Any(p => (string?)p["name"] == "If-Match");
            var answer = await app.Send(
                new HttpMethod(operation.Method.ToUpperInvariant()),
                operation.FilledIn(),
                media["example"],
                takesIfMatch ? [("If-Match", "*")] : []);
            var isThere = operation.Method == "post" && answer.Status is HttpStatusCode.Conflict;

            Assert.True(
                isThere || answer.Status is HttpStatusCode.OK or HttpStatusCode.Created,
                $"{operation}: {(int)answer.Status} {answer.Text}");
        }
    }
}
