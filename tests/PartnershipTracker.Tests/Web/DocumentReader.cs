using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>An operation of the document.</summary>
public sealed record DocumentedOperation(string Method, string Path, JsonObject Said)
{
    public string Id => (string)Said["operationId"]!;

    public IEnumerable<JsonObject> Parameters => (Said["parameters"] as JsonArray ?? []).Select(p => p!.AsObject());

    /// <summary>The address with what Swagger UI fills in: the examples of parameters and, without one, their defaults.</summary>
    public string FilledIn(string? query = null)
    {
        var path = In("path").Aggregate(Path, (path, p) => path.Replace($"{{{p.Name}}}", p.Value, StringComparison.Ordinal));

        var needed = Parameters.Where(p => query is null || (bool?)p["required"] is true).Select(p => $"{p["name"]}").ToHashSet();
        var filled = In("query").Where(p => needed.Contains(p.Name)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}");

        return $"{path}?{string.Join('&', query is null ? filled : filled.Append(query))}".TrimEnd('?');
    }

    public (string Name, string Value)[] FilledInHeaders() => [.. In("header")];

    public override string ToString() => $"{Method.ToUpperInvariant()} {Path}";

    private IEnumerable<(string Name, string Value)> In(string where) =>
        Parameters.Where(p => (string?)p["in"] == where && Filled(p) is not null).Select(p => ($"{p["name"]}", $"{Filled(p)}"));

    private static JsonNode? Filled(JsonObject parameter) =>
        parameter["example"] ?? parameter["schema"]!["default"] ?? parameter["schema"]!["example"] ?? parameter["schema"]!["examples"]?[0];
}

/// <summary>The OpenAPI document, which is walked generically so that new operations are covered at once.</summary>
public sealed partial class DocumentReader(JsonObject document)
{
    private static readonly string[] Data = ["example", "examples", "default", "enum", "required"];

    public JsonObject Document => document;

    public IReadOnlyList<DocumentedOperation> Operations { get; } =
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select new DocumentedOperation(operation.Key, path.Key, operation.Value!.AsObject()),
    ];

    /// <summary>The GET operations except those of source texts, which the opening data cannot contain for copyright reasons.</summary>
    public IEnumerable<DocumentedOperation> Gets =>
        Operations.Where(o => o.Method == "get" && !o.Path.Contains("/text", StringComparison.Ordinal));

    /// <summary>Returns a document as it is served, with parameters, their enums, headers and successful responses in place.</summary>
    public static DocumentReader Read(JsonObject served)
    {
        var reader = new DocumentReader(served);
        var problems = reader.Document["components"]!["responses"]!.AsObject().ToList();

        foreach (var operation in reader.Operations.Select(o => o.Said))
        {
            var successes = operation["responses"]!.AsObject().Where(r => r.Key is ['2' or '3', ..]).ToList();
            successes.ForEach(r => operation["responses"]![r.Key] = reader.Copy(r.Value));

            for (var i = 0; i < (operation["parameters"] as JsonArray)?.Count; i++)
            {
                operation["parameters"]![i] = reader.Inlined(reader.Copy(operation["parameters"]![i]));
            }
        }

        foreach (var response in reader.Operations.SelectMany(o => o.Said["responses"]!.AsObject()).Concat(problems).Select(r => r.Value!))
        {
            var headers = (response["headers"] as JsonObject ?? []).ToList();
            headers.ForEach(h => response["headers"]![h.Key] = reader.Copy(h.Value));
        }

        return reader;
    }

    /// <summary>Returns the target of a reference, or the node itself.</summary>
    public JsonObject Resolve(JsonNode node)
    {
        while ((string?)node["$ref"] is { } reference)
        {
            node = reference.Split('/').Skip(1).Aggregate((JsonNode)document, (at, step) => at[step]!);
        }

        return node.AsObject();
    }

    private JsonNode Copy(JsonNode? part) => Resolve(part!).DeepClone();

    /// <summary>Returns a parameter with its enum in place.</summary>
    private JsonNode Inlined(JsonNode parameter)
    {
        var schema = parameter["schema"]!.AsObject();

        if (schema["items"] is { } items)
        {
            schema["items"] = Copy(items);
        }

        if ((schema["allOf"]?[0] ?? schema)["$ref"] is not null)
        {
            var copy = Copy(schema["allOf"]?[0] ?? schema).AsObject();

            if (schema["default"] is { } value)
            {
                copy["default"] = value.DeepClone();
            }

            parameter["schema"] = copy;
        }

        return parameter;
    }

    /// <summary>Every object of the document with the place where it is, examples and other data left out.</summary>
    public IEnumerable<(string Place, JsonObject Node)> Nodes() => Walk("#", document);

    /// <summary>Every media type of requests and responses, with the operation that has it.</summary>
    public IEnumerable<(DocumentedOperation Operation, string Where, JsonObject Media)> Media() =>
        from operation in Operations
        from body in operation.Said["responses"]!.AsObject().Prepend(new("request", operation.Said["requestBody"]))
        where body.Value is not null
        from media in Resolve(body.Value)["content"]?.AsObject() ?? []
        select (operation, body.Key, media.Value!.AsObject());

    private static IEnumerable<(string Place, JsonObject Node)> Walk(string place, JsonNode? node) => node switch
    {
        JsonObject members => members
            .Where(m => !Data.Contains(m.Key) || place.EndsWith("/properties", StringComparison.Ordinal))
            .SelectMany(m => Walk($"{place}/{m.Key}", m.Value))
            .Prepend((place, members)),
        JsonArray items => items.SelectMany((item, i) => Walk($"{place}/{i}", item)),
        _ => [],
    };
}
