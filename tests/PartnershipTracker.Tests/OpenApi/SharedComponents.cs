using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace PartnershipTracker.Tests.OpenApi;

/// <summary>
/// The parts of a document that several operations use, moved into its components: every parameter and header, the enums of parameters,
/// the examples of problems, and responses and examples that occur more than once. Without this the document is twice as large. Different parts of one name are
/// numbered.
/// </summary>
internal sealed class SharedComponents(JsonObject document)
{
    private static readonly string[] HoldersOfSchemas = ["schema", "items", "additionalProperties"];

    private readonly JsonObject _components = document["components"]!.AsObject();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public void Share()
    {
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(o => o.Value!).ToList();
        var problems = _components["responses"]!.AsObject().ToList();

        RemoveRepeatedDescriptions(document);
        new SharedEnums(document).Share();

        foreach (var list in operations.Select(o => o["parameters"]).OfType<JsonArray>())
        {
            Replace(list, (_, parameter) => Reference("parameters", Camel((string)parameter["name"]!), parameter));
        }

        foreach (var (_, response) in operations.SelectMany(o => o["responses"]!.AsObject()).Concat(problems))
        {
            Replace(response!["headers"], (name, header) => Reference("headers", name, header));
        }

        foreach (var media in problems.SelectMany(p => p.Value!["content"]!.AsObject()))
        {
            Replace(media.Value!["examples"], (code, example) => Reference("examples", code, example));
        }

        var responses = operations.Select(o => o["responses"]!.AsObject()).ToList();
        ShareResponses(responses);
        ShareExamples([.. responses.Append(_components["responses"]!.AsObject()).SelectMany(r => r).Select(r => r.Value!)]);
    }

    private void ShareResponses(IReadOnlyList<JsonObject> all)
    {
        var repeated = all.SelectMany(responses => responses).Select(r => r.Value!.ToJsonString()).CountBy(text => text)
            .Where(count => count.Value > 1).Select(count => count.Key).ToHashSet(StringComparer.Ordinal);

        foreach (var responses in all)
        {
            Replace(responses, (status, response) => response["$ref"] is null && repeated.Contains(response.ToJsonString())
                ? Reference("responses", NameOf(status, response), response)
                : response);
        }
    }

    /// <summary>Shares the example of a resource among the responses that show it.</summary>
    private void ShareExamples(IReadOnlyList<JsonNode> responses)
    {
        var media = responses.SelectMany(r => r["content"] as JsonObject ?? []).Select(m => m.Value!.AsObject()).ToList();

        var repeated = media.Where(m => m["example"] is JsonObject).GroupBy(m => m["example"]!.ToJsonString()).Where(g => g.Count() > 1);

        foreach (var same in repeated.ToList())
        {
            var name = Camel(((string)same.First()["schema"]!["$ref"]!).Split('/')[^1]);

            foreach (var one in same)
            {
                var example = new JsonObject { ["value"] = one["example"]!.DeepClone() };
                one["examples"] = new JsonObject { [name] = Reference("examples", name, example) };
                one.Remove("example");
            }
        }
    }

    /// <summary>Returns the name of the schema of a response, or else of its media type or status.</summary>
    private static string NameOf(string status, JsonNode response)
    {
        var schema = response["content"]?.AsObject().First().Value!["schema"];
        var name = ((string?)schema?["$ref"])?.Split('/')[^1] ?? (schema is null ? null : KindOf(response))
            ?? ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture)).Replace(" ", "", StringComparison.Ordinal);

        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>Returns the kind of a file from its media type: `csv` of `text/csv`, `svg` of `image/svg+xml`.</summary>
    private static string KindOf(JsonNode response) =>
        response["content"]!.AsObject().First().Key.Split('/')[1].Split('+')[0].Split('.')[^1];

    private JsonObject Reference(string kind, string name, JsonNode part)
    {
        var key = kind + part.ToJsonString();

        if (!_ids.TryGetValue(key, out var id))
        {
            var all = (_components[kind] ??= new JsonObject()).AsObject();
            id = name;

            for (var number = 2; all.ContainsKey(id); number++)
            {
                id = $"{name}{number}";
            }

            all[id] = part.DeepClone();
            _ids[key] = id;
        }

        return new() { ["$ref"] = $"#/components/{kind}/{id}" };
    }

    private static string Camel(string name) =>
        char.ToLowerInvariant(name[0]) + name[1..].Replace("-", "", StringComparison.Ordinal);

    private static void Replace(JsonNode? parts, Func<string, JsonNode, JsonNode> replacement)
    {
        foreach (var (name, part) in (parts as JsonObject ?? []).ToList())
        {
            var replaced = replacement(name, part!);

            if (!ReferenceEquals(replaced, part))
            {
                parts![name] = replaced;
            }
        }

        for (var i = 0; i < (parts as JsonArray)?.Count; i++)
        {
            parts![i] = replacement("", parts[i]!);
        }
    }

    /// <summary>Removes the descriptions that Swashbuckle copies from a schema to the places that refer to it.</summary>
    private static void RemoveRepeatedDescriptions(JsonNode? node)
    {
        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (HoldersOfSchemas.Contains(name) && value is JsonObject reference && reference.ContainsKey("$ref"))
            {
                reference.Remove("description");
            }

            RemoveRepeatedDescriptions(value);
        }

        foreach (var item in node as JsonArray ?? [])
        {
            RemoveRepeatedDescriptions(item);
        }
    }
}
