using System.Text.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Compares an answer with the responses that the document lists for the operation.</summary>
internal sealed class AnswerCheck(DocumentReader document)
{
    private readonly SchemaCheck _schemas = new(document);

    public IEnumerable<string> Faults(GeneratedRequest request, HttpResponseMessage response, byte[] body, out JsonNode? value)
    {
        var status = (int)response.StatusCode;
        var type = response.Content.Headers.ContentType?.MediaType;
        value = null;

        if (status >= 500)
        {
            return ["the server failed"];
        }

        if (request.Operation.Said["responses"]!.AsObject()[$"{status}"] is not { } listed)
        {
            return ["the status is not listed"];
        }

        var documented = document.Resolve(listed);
        var headers = (documented["headers"] as JsonObject ?? [])
            .Where(h => h.Key is "ETag" or "Location" && !response.Headers.Contains(h.Key))
            .Select(h => $"{h.Key} is missing")
            .ToList();

        if (documented["content"] is not JsonObject { Count: > 0 } content)
        {
            return body.Length > 0 ? [.. headers, "a body is not documented"] : headers;
        }

        if (type is null || content.FirstOrDefault(c => c.Key.Split(';')[0] == type).Value is not { } media)
        {
            return [.. headers, $"content of type {type} is not documented"];
        }

        if (!type.EndsWith("json", StringComparison.Ordinal) || type.EndsWith("ndjson", StringComparison.Ordinal))
        {
            return headers;
        }

        try
        {
            value = JsonNode.Parse(body);
        }
        catch (JsonException e)
        {
            return [.. headers, $"the body is no JSON: {e.Message}"];
        }

        return media["schema"] is { } schema ? [.. headers, .. _schemas.Faults(value, schema)] : headers;
    }
}
