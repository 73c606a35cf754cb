using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>
/// The items with the example ids of resources that are not in the opening data, so that the tests of every resource, and the examples of
/// the document, have one. Their members have the examples of the request's schema.
/// </summary>
internal static class ExampleItems
{
    public static async Task Add(TrackerApp app)
    {
        foreach (var resource in Catalog.Resources.All)
        {
            var isKnown = await app.Query<bool>(
                $"SELECT EXISTS (SELECT FROM changes WHERE resource = '{resource.Collection}' AND resource_id = '{resource.ExampleId}')");

            if (!isKnown)
            {
                var item = Example(DocumentGenerator.Describe(app)["components"]!["schemas"]!, $"{Pascal(resource.Noun.En)}Request")!;
                item["id"] = resource.ExampleId;
                item.AsObject().Remove("externalId"); // it is unique, and the example of a POST has it
                var bundle = new JsonObject { [resource.Collection] = new JsonArray(item) };
                (await app.Import(Encoding.UTF8.GetBytes(bundle.ToJsonString()), "application/json")).Is(HttpStatusCode.OK);
            }
        }
    }

    private static JsonNode? Example(JsonNode schemas, string name) => Example(schemas, schemas[name]!);

    private static JsonNode? Example(JsonNode schemas, JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? Example(schemas, reference.Split('/')[^1])
        : (schema["examples"]?[0] ?? schema["example"]) is { } example ? example.DeepClone()
        : schema["oneOf"] is JsonArray choices ? choices.Select(choice => Example(schemas, choice!)).FirstOrDefault(e => e is not null)
        : schema["properties"] is not JsonObject members ? null
        : new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Example(schemas, m.Value!))).Where(m => m.Value is not null));

    private static string Pascal(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
