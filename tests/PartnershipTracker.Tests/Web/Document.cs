using System.Text.Json.Nodes;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Tests.Web;

/// <summary>One operation of the API document that the application serves.</summary>
public sealed record Operation(string Method, string Path, JsonObject Says)
{
    public string Id => Says["operationId"]!.ToString();

    /// <summary>True if it returns pages as JSON.</summary>
    public bool IsList => Takes("cursor") && MediaType == "application/json";

    /// <summary>The media type of its 200 response; null if the document does not state it.</summary>
    public string? MediaType => Says["responses"]!["200"]?["content"]?.AsObject().First().Key;

    /// <summary>True unless it reads the text of a source, which the opening data cannot contain for copyright reasons.</summary>
    public bool IsOfOpeningData => !Path.Contains("/text", StringComparison.Ordinal);

    /// <summary>True if it returns a file, which has no pages and no ETag.</summary>
    public bool IsFile => Id.StartsWith("export", StringComparison.Ordinal);

    /// <summary>True if its answers have an ETag, with which it can be asked again.</summary>
    public bool IsConditional => Says["responses"]!["304"] is not null;

    public bool IsBinary => MediaType == FileFormat.Xlsx.MediaType;

    /// <summary>
    /// The path with the examples that the document gives for its parameters, those of the query that are required included.
    /// </summary>
    public string Url => With("");

    public bool Takes(string parameter) => Parameters("query").Any(p => p["name"]!.ToString() == parameter);

    /// <summary>Returns the address with a query that replaces a parameter of the same name.</summary>
    public string With(string query)
    {
        var path = Parameters("path").Aggregate(Path, (url, p) => url.Replace(
            $"{{{p!["name"]}}}", (p["example"] ?? p["schema"]!["example"])!.ToString(), StringComparison.Ordinal));
        var required = Parameters("query")
            .Where(p => p["required"] is not null && !query.StartsWith($"{p["name"]}=", StringComparison.Ordinal))
            .Select(p => $"{p["name"]}={p["example"]}");

        return $"{path}?{string.Join('&', required.Append(query))}".TrimEnd('&', '?');
    }

    /// <summary>The example of its request body, if it has one.</summary>
    public JsonNode? Example => Says["requestBody"]?["content"]?.AsObject().First().Value!["example"];

    public override string ToString() => Id;

    private IEnumerable<JsonNode> Parameters(string where) =>
        (Says["parameters"]?.AsArray() ?? []).OfType<JsonNode>().Where(p => p["in"]!.ToString() == where);
}

public static class Document
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    public static async Task<IReadOnlyList<Operation>> Operations(this TrackerApp app)
    {
        var document = (await DocumentReader.Read(app)).Document;

        return [.. from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            where Methods.Contains(operation.Key)
            select new Operation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];
    }
}
