using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>
/// The enums of path and query parameters, moved into the schemas, so that generated clients have a type with a name for each. An enum
/// that a resource has too is the same schema; another one has the name of the first operation and of its parameter.
/// </summary>
internal sealed class SharedEnums(JsonObject document)
{
    private readonly JsonObject _schemas = document["components"]!["schemas"]!.AsObject();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public void Share()
    {
        foreach (var (id, schema) in _schemas.Where(s => s.Value!["enum"] is JsonArray))
        {
            _ids.TryAdd(schema!["enum"]!.ToJsonString(), id);
        }

        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value!))
        {
            foreach (var parameter in (operation["parameters"] as JsonArray ?? []).Where(p => (string?)p!["in"] is "path" or "query"))
            {
                Share(parameter!, Subject((string)operation["operationId"]!) + Pascal((string)parameter!["name"]!));
            }
        }

        // The filters add schemas in the order of operations; the document has them by name.
        document["components"]!["schemas"] = new JsonObject(_schemas.OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone())));
    }

    private void Share(JsonNode parameter, string name)
    {
        var schema = parameter["schema"]!.AsObject();

        if (schema["items"]?["enum"] is JsonArray values)
        {
            schema["items"] = Reference(name, values);
        }
        else if (schema["enum"] is JsonArray choices)
        {
            // A default cannot stand beside a reference in OpenAPI 3.0.
            parameter["schema"] = schema["default"] is { } value
                ? new JsonObject { ["allOf"] = new JsonArray(Reference(name, choices)), ["default"] = value.DeepClone() }
                : Reference(name, choices);
        }
    }

    private JsonObject Reference(string name, JsonArray values)
    {
        var key = values.ToJsonString();

        if (!_ids.TryGetValue(key, out var id))
        {
            id = _ids[key] = name;
            _schemas.Add(id, new JsonObject { ["type"] = "string", ["enum"] = values.DeepClone() });
        }

        return new() { ["$ref"] = $"#/components/schemas/{id}" };
    }

    /// <summary>Returns what an operation is about: `Meetings` of `listMeetings` and of `exportMeetingsCsv`.</summary>
    private static string Subject(string operation) =>
        string.Concat(operation.SkipWhile(char.IsAsciiLetterLower)).Replace("Csv", "", StringComparison.Ordinal);

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
