using System.Net;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PartnershipTracker.Tests.Web;

public sealed class ConvertedDocumentTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task The_document_in_OpenAPI_3_0_says_the_same()
    {
        var latest = (await app.Get("/openapi/v1.json")).Body;
        var older = (await app.Get("/openapi/v1-3.0.json")).Is(HttpStatusCode.OK);
        var read = OpenApiDocument.Parse(older.Text, "json");

        Assert.StartsWith("3.0.", (string?)older.Body["openapi"], StringComparison.Ordinal);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.DoesNotContain("\"type\":[", older.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"enum\":[null],\"nullable\":true}", older.Text, StringComparison.Ordinal); // 3.0 requires a type
        Assert.Equal(Keys(latest["paths"]), Keys(older.Body["paths"]));
        Assert.Equal(Keys(latest["components"]!["schemas"]), Keys(older.Body["components"]!["schemas"]));
        Assert.True((bool?)older.Body["components"]!["schemas"]!["Company"]!["properties"]!["country"]!["nullable"]);

        var again = await app.Get("/openapi/v1-3.0.json", ("If-None-Match", older.ETag), ("Accept-Encoding", "br"));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);

        static IEnumerable<string> Keys(JsonNode? node) => node!.AsObject().Select(member => member.Key);
    }
}
