using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Makes mostly valid resources from documented examples and earlier answers.</summary>
internal sealed class ResourceGenerator(DocumentReader document, RequestMemory memory, Choices choices)
{
    /// <summary>Share of references in a body that are replaced, in hundredths.</summary>
    private const int Replaced = 40;

    private readonly ValueGenerator _values = new(document, memory, choices, 0);
    private readonly BodyAgreement _agreement = new(memory, choices);

    /// <summary>Returns an earlier answer or the example, with other references and up to two members changed.</summary>
    public JsonObject Valid(DocumentedOperation operation, string path, JsonObject schema, JsonNode example)
    {
        var isPatch = operation.Method is "patch";
        var body = isPatch && choices.Percent(60) ? []
            : (Earlier(operation, path, schema) ?? Writable(example, schema, keepIds: operation.Method is "post")!).AsObject();

        if (operation.Method is "post")
        {
            Renew(body, schema);
        }

        Refer(body, isTargetFixed: operation.Method is "put" or "patch");
        var changes = choices.Draw(Gen.Int[isPatch ? 1 : 0, 2]);
        Enumerable.Range(0, changes).ToList().ForEach(_ => Change(body, schema));

        if (operation.Path.EndsWith('}') && body.ContainsKey("id"))
        {
            body["id"] = path.Split('/')[^1];
        }

        _agreement.Agree(operation, path, body);

        return body;
    }

    private JsonNode? Earlier(DocumentedOperation operation, string path, JsonObject schema)
    {
        var isPut = operation.Method is "put";
        var known = isPut ? path : choices.Percent(30) ? Sibling(operation) : null;

        return known is not null && memory.Resource(known) is { } resource ? Writable(resource, schema, isPut) : null;
    }

    /// <summary>Returns the address of a known resource of the collection that an operation adds to.</summary>
    private string? Sibling(DocumentedOperation operation)
    {
        var collection = RequestMemory.Collection(operation.Path);

        return memory.For(collection) is { Count: > 0 } ids ? $"/api/v1/{collection}/{choices.Of(ids)}" : null;
    }

    /// <summary>Returns the part of an answer that a request may contain.</summary>
    private JsonNode? Writable(JsonNode? value, JsonObject schema, bool keepIds)
    {
        if ((schema["oneOf"] ?? schema["allOf"]) is JsonArray any)
        {
            var fitting = any.Select(s => document.Resolve(s!)).FirstOrDefault(s => (s["properties"] is not null) == (value is JsonObject));

            return fitting is null ? value?.DeepClone() : Writable(value, fitting, keepIds);
        }

        return value switch
        {
            JsonObject members when schema["properties"] is JsonObject known => new JsonObject(members
                .Where(m => known.ContainsKey(m.Key) && (keepIds || m.Key != "id"))
                .Select(m => KeyValuePair.Create(m.Key, Writable(m.Value, document.Resolve(known[m.Key]!), keepIds)))),
            JsonArray items when schema["items"] is { } item =>
                new JsonArray([.. items.Select(i => Writable(i, document.Resolve(item), keepIds))]),
            _ => value?.DeepClone(),
        };
    }

    /// <summary>Gives a copied resource an id and texts of its own.</summary>
    private void Renew(JsonObject body, JsonObject schema)
    {
        var number = choices.Draw(Gen.Int[100_000, 999_999]).ToString(CultureInfo.InvariantCulture);

        if (schema["properties"]?["id"]?["pattern"] is not null)
        {
            body["id"] = $"drill-{number}";
        }

        foreach (var (holder, member) in Members(body).ToList())
        {
            if (member is "ko" or "en" or "externalId" or "url" && holder[member] is JsonValue text)
            {
                holder[member] = member is "url" ? $"https://example.com/{number}" : $"{$"{text}".Split('#')[0].TrimEnd()} #{number}";
            }
        }
    }

    /// <summary>Replaces references by others of the same collection, and those to nothing known by known ones.</summary>
    private void Refer(JsonNode body, bool isTargetFixed)
    {
        foreach (var (holder, member) in Members(body).Where(m => m.Member is not ("id" or "type")).ToList())
        {
            if (member is "target")
            {
                holder[member] = isTargetFixed ? holder[member]?.DeepClone() : Target() ?? holder[member]?.DeepClone();
            }
            else if (holder[member] is JsonArray items && items.All(i => i is JsonValue))
            {
                holder[member] = new JsonArray([.. items.Select(i => Reference(member, i!))]);
            }
            else if (holder[member] is JsonValue value && value.GetValueKind() is JsonValueKind.String)
            {
                holder[member] = Reference(member, value);
            }
        }
    }

    private JsonNode Reference(string member, JsonNode value)
    {
        var collection = memory.CollectionOf($"{value}");
        var known = memory.For(collection ?? member);

        return known.Count > 0 && member is not ("from" or "to") && (collection is null || choices.Percent(Replaced))
            ? choices.Of(known)
            : value.DeepClone();
    }

    /// <summary>Returns a fact that a citation can be about, or null.</summary>
    private JsonObject? Target()
    {
        var (collection, type, parts, part) = choices.Of<(string, string, string?, string)>(
        [
            ("meetings", "meeting", null, ""),
            ("meetings", "participant", "participants", "id"),
            ("meetings", "area_link", "areas", "area"),
            ("trips", "trip", null, ""),
            ("collaborations", "collaboration", null, ""),
            ("collaborations", "stage", "stages", "id"),
            ("people", "position", "positions", "id"),
        ]);

        if (memory.For(collection) is not { Count: > 0 } known)
        {
            return null;
        }

        var id = choices.Of(known);

        return parts is null ? new() { ["type"] = type, ["id"] = id }
            : memory.Resource($"/api/v1/{collection}/{id}")?[parts] is JsonArray { Count: > 0 } all
                ? new() { ["type"] = type, ["id"] = id, ["part"] = choices.Of(all.ToList())![part]?.DeepClone() }
                : null;
    }

    /// <summary>Makes a new value for a member that the body has or may have.</summary>
    private void Change(JsonObject body, JsonObject schema)
    {
        var (holder, member, said) = choices.Of(Places(body, schema).Where(p => p.Member is not ("id" or "target")).ToList());

        // One of the two languages stays
        if (_values.Value(member, said, 2) is var value && (value is not null || member is not ("ko" or "en")))
        {
            holder[member] = value;
        }
    }

    private IEnumerable<(JsonObject Holder, string Member, JsonObject Schema)> Places(JsonNode? value, JsonObject schema)
    {
        if ((schema["oneOf"] ?? schema["allOf"]) is JsonArray any)
        {
            return any.SelectMany(s => Places(value, document.Resolve(s!)));
        }

        return value switch
        {
            JsonObject members => (schema["properties"] as JsonObject ?? []).SelectMany(p =>
                Within(p.Key, members[p.Key], document.Resolve(p.Value!)).Prepend((members, p.Key, document.Resolve(p.Value!)))),
            JsonArray items when schema["items"] is { } item => items.SelectMany(i => Places(i, document.Resolve(item))),
            _ => [],
        };
    }

    /// <summary>Returns the places in a member; those of dates and targets depend on each other.</summary>
    private IEnumerable<(JsonObject Holder, string Member, JsonObject Schema)> Within(string member, JsonNode? value, JsonObject schema) =>
        member is "target" || value is JsonObject && value["edtf"] is not null ? [] : Places(value, schema);

    private static IEnumerable<(JsonObject Holder, string Member)> Members(JsonNode? value) => value switch
    {
        JsonObject members => members.SelectMany(m => Members(m.Value).Prepend((members, m.Key))),
        JsonArray items => items.SelectMany(Members),
        _ => [],
    };
}
