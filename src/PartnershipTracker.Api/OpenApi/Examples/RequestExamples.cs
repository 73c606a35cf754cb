using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace PartnershipTracker.OpenApi.Examples;

/// <summary>What of an answer a request can write.</summary>
internal sealed class RequestExamples(IReadOnlyDictionary<string, IOpenApiSchema> schemas, bool isNew)
{
    /// <summary>The value cut down to its schema. A fuzzy date becomes its EDTF, nulls stay away, and new parts have no ids yet.</summary>
    public JsonNode? Cut(JsonNode? value, IOpenApiSchema? schema)
    {
        schema = schema is OpenApiSchemaReference reference ? schemas[reference.Reference.Id!] : schema;

        return (value, schema) switch
        {
            (JsonObject date, { OneOf: [{ Type: JsonSchemaType.String }, _] }) => date["edtf"]!.DeepClone(),
            (not null, { OneOf: [var one, { Type: JsonSchemaType.Null }] }) => Cut(value, one),
            (JsonObject members, { Properties: { } known }) => new JsonObject(members
                .Where(m => m.Value is not null && known.ContainsKey(m.Key) && !(isNew && IsPartId(m.Key, known[m.Key])))
                .Select(m => KeyValuePair.Create(m.Key, Cut(m.Value, known[m.Key])))),
            (JsonArray items, { Items: { } item }) => new JsonArray([.. items.Select(i => Cut(i, item))]),
            _ => value?.DeepClone(),
        };
    }

    private static bool IsPartId(string name, IOpenApiSchema schema) => name is "id" && schema.Format is "uuid";
}
