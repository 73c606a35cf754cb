using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>
/// The examples of a document: the answers to its GETs; for the answer to a write, the answer to the GET of the same schema; for a
/// request, the part of that answer which can be written. <c>Examples.json</c> has those that none of this gives.
/// </summary>
internal sealed class DocumentExamples(DocumentReader document, JsonObject answers, JsonNode written)
{
    private readonly Dictionary<string, JsonNode> _known = new(StringComparer.Ordinal);

    public void Fill()
    {
        var media = document.Media().ToList();

        foreach (var (operation, where, answer) in media.Where(m => m.Where is ['2', ..] and not "202"))
        {
            if (answer["example"] is null && (answers[operation.Id] ?? written["answers"]![operation.Id]) is { } example)
            {
                answer["example"] = example.DeepClone();
                _known.TryAdd(NameOf(answer) ?? operation.Id, example);
            }
        }

        foreach (var (_, _, answer) in media.Where(m => m.Where is ['2', ..] && m.Media["example"] is null))
        {
            SetIfKnown(answer, _known.GetValueOrDefault(NameOf(answer) ?? "")?.DeepClone());
        }

        foreach (var (operation, _, request) in media.Where(m => m.Where is "request"))
        {
            SetIfKnown(request, RequestOf(operation, request));
        }
    }

    private JsonNode? RequestOf(DocumentedOperation operation, JsonObject request)
    {
        var format = (string?)request["schema"]!["format"];
        var schema = NameOf(request)?.Replace("CreateRequest", "", StringComparison.Ordinal)
            .Replace("Request", "", StringComparison.Ordinal);

        return written["requests"]![format is null ? operation.Id : $"{operation.Id}.{format}"]?.DeepClone()
            ?? Writable(_known.GetValueOrDefault(schema ?? ""), request["schema"]!, isNew: operation.Method is "post")
            ?? PatchOf(schema, request);
    }

    /// <summary>Returns a patch that writes the name or title of a resource.</summary>
    private JsonObject? PatchOf(string? schema, JsonObject request) =>
        schema?.EndsWith("Patch", StringComparison.Ordinal) is true
        && Writable(_known.GetValueOrDefault(schema[..^"Patch".Length]), request["schema"]!, isNew: false) is JsonObject members
            ? new(members.Where(m => m.Key is "name" or "title").Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())))
            : null;

    private static void SetIfKnown(JsonObject media, JsonNode? example)
    {
        if (example is not null)
        {
            media["example"] = example;
        }
    }

    /// <summary>Cuts a value down to its schema. A fuzzy date becomes its EDTF, nulls are left out, and new parts have no ids.</summary>
    private JsonNode? Writable(JsonNode? value, JsonNode reference, bool isNew)
    {
        var schema = document.Resolve(reference);
        var choices = schema["oneOf"] as JsonArray;

        return value switch
        {
            JsonObject date when (string?)choices?[0]!["type"] is "string" => date["edtf"]!.DeepClone(),
            not null when (string?)choices?[1]!["type"] is "null" => Writable(value, choices[0]!, isNew),
            JsonObject members when schema["properties"] is JsonObject known => new JsonObject(members
                .Where(m => m.Value is not null && known.ContainsKey(m.Key) && !(isNew && IsPartId(m.Key, known[m.Key]!)))
                .Select(m => KeyValuePair.Create(m.Key, Writable(m.Value, known[m.Key]!, isNew)))),
            JsonArray items when schema["items"] is { } item => new JsonArray([.. items.Select(i => Writable(i, item, isNew))]),
            _ => value?.DeepClone(),
        };
    }

    private static bool IsPartId(string name, JsonNode schema) => name is "id" && (string?)schema["format"] is "uuid";

    private static string? NameOf(JsonObject media)
    {
        var name = ((string?)media["schema"]?["$ref"])?.Split('/')[^1];

        return name?.EndsWith("View", StringComparison.Ordinal) is true ? name[..^4] : name;
    }
}
