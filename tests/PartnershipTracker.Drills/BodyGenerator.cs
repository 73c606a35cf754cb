using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>
/// Makes bodies: most of them valid, from documented examples and earlier answers; some generated from the schema alone; some mutated.
/// </summary>
internal sealed class BodyGenerator(DocumentReader document, RequestMemory memory, Choices choices, int mutated)
{
    /// <summary>Share of bodies that are generated from the schema alone, in hundredths.</summary>
    private const int Generated = 10;

    private readonly ValueGenerator _values = new(document, memory, choices, 1);
    private readonly ResourceGenerator _resources = new(document, memory, choices);
    private readonly BodyMutations _mutations = new(choices);
    private readonly TableGenerator _tables = new(memory, choices);

    public (string? Type, byte[]? Body) Body(DocumentedOperation operation, string path)
    {
        if (operation.Said["requestBody"] is not { } documented || document.Resolve(documented)["content"] is not JsonObject content)
        {
            return (null, null);
        }

        var (type, media) = choices.Of(content.ToList());
        var schema = document.Resolve(media!["schema"]!);
        var body = Unmutated(operation, path, type, schema, media["example"]);

        if (type is TableGenerator.Xlsx)
        {
            var workbook = TableGenerator.Workbook($"{body}");

            return (type, choices.Percent(mutated) ? _mutations.Bytes(workbook) : workbook);
        }

        return choices.Percent(mutated)
            ? (_mutations.Type(type), Encoding.UTF8.GetBytes(_mutations.Text(body)))
            : (type, Encoding.UTF8.GetBytes(Text(body)));
    }

    private static string Text(JsonNode body) => body is JsonValue text ? $"{text}" : body.ToJsonString();

    private JsonNode Unmutated(DocumentedOperation operation, string path, string type, JsonObject schema, JsonNode? example)
    {
        if (type is "application/x-ndjson")
        {
            return Lines();
        }

        if (type is TableGenerator.Csv or TableGenerator.Xlsx)
        {
            return _tables.Table();
        }

        if ($"{schema["type"]}" is "string")
        {
            return choices.Percent(50) ? example!.DeepClone() : _values.Text("text", schema, 1);
        }

        return choices.Percent(Generated) ? _values.Value("", schema, 0) ?? new JsonObject()
            : RequestMemory.Collection(operation.Path) switch
            {
                "imports" => Bundle(),
                "restorations" => Restoration() ?? _resources.Valid(operation, path, schema, example!),
                _ => _resources.Valid(operation, path, schema, example!),
            };
    }

    /// <summary>Returns a few new and known resources to import.</summary>
    private JsonObject Bundle()
    {
        var bundle = new JsonObject();

        for (var left = choices.Draw(Gen.Int[1, 2]); left > 0; left--)
        {
            var collection = choices.Of(RequestMemory.Imported);
            bundle[collection] = new JsonArray([.. Enumerable.Range(0, choices.Draw(Gen.Int[1, 2])).Select(_ => Item(collection))]);
        }

        return bundle;
    }

    private JsonObject Item(string collection)
    {
        var creation = document.Operations.First(o => o.Method is "post" && o.Path == $"/api/v1/{collection}");
        var media = document.Resolve(creation.Said["requestBody"]!)["content"]!["application/json"]!;

        return _resources.Valid(creation, creation.Path, document.Resolve(media["schema"]!), media["example"]!);
    }

    private JsonValue Lines() => JsonValue.Create(string.Concat(Bundle().SelectMany(collection => collection.Value!.AsArray().Select(item =>
    {
        var line = item!.DeepClone().AsObject();
        line["resource"] = collection.Key;

        return $"{line.ToJsonString()}\n";
    }))));

    /// <summary>Returns the restoration of the first version of a deleted or known resource.</summary>
    private JsonObject? Restoration()
    {
        var restorable = choices.Percent(50)
            ? memory.Deleted
            : [.. RequestMemory.Imported.SelectMany(c => memory.For(c).Select(id => (c, id)))];

        return restorable.Where(r => RequestMemory.Imported.Contains(r.Item1)).ToList() is not { Count: > 0 } all
            ? null
            : choices.Of(all) is var (collection, id) ? new() { ["resource"] = collection, ["id"] = id, ["version"] = 1 } : null;
    }
}
