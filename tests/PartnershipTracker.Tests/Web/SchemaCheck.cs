using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Web;

/// <summary>A validator for the part of JSON Schema that the document uses.</summary>
public sealed class SchemaCheck(DocumentReader document)
{
    public IReadOnlyList<string> Faults(JsonNode? value, JsonNode schema) => [.. Check("#", value, document.Resolve(schema))];

    private IEnumerable<string> Check(string at, JsonNode? value, JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            var fitting = choices.Count(c => !Check(at, value, document.Resolve(c!)).Any());

            return fitting == 1 ? [] : [$"{at} fits {fitting} of {choices.Count} schemas"];
        }

        if (schema["anyOf"] is JsonArray any && !any.Any(c => !Check(at, value, document.Resolve(c!)).Any()))
        {
            return [$"{at} fits none of {any.Count} schemas"];
        }

        var types = schema["type"] switch { JsonArray many => many.Select(t => (string?)t), JsonNode one => [(string?)one], _ => [] };

        if (schema["type"] is not null && !types.Contains(TypeOf(value)) && !(types.Contains("number") && TypeOf(value) == "integer"))
        {
            return [$"{at} is {TypeOf(value)}"];
        }

        return value switch
        {
            JsonObject members => Members(at, members, schema),
            JsonArray items => Items(at, items, schema),
            JsonValue text when text.GetValueKind() is JsonValueKind.String => Text(at, (string)text!, schema),
            JsonValue number when number.GetValueKind() is JsonValueKind.Number => Number(at, number, schema),
            _ => [],
        };
    }

    private IEnumerable<string> Members(string at, JsonObject members, JsonObject schema)
    {
        var known = schema["properties"] as JsonObject ?? [];
        var others = schema["additionalProperties"] as JsonObject;
        var isClosed = others is null && (bool?)schema["additionalProperties"] is false;
        var missing = (schema["required"] as JsonArray ?? [])
            .Where(r => !members.ContainsKey((string)r!))
            .Select(r => $"{at}/{r} is missing");
        var inner = members.SelectMany(m => (known[m.Key] ?? others) is { } member
            ? Check($"{at}/{m.Key}", m.Value, document.Resolve(member))
            : isClosed ? [$"{at}/{m.Key} is unknown"] : []);

        return [.. missing, .. inner, .. members.Count < (int?)schema["minProperties"] ? [$"{at} has too few members"] : (string[])[]];
    }

    private IEnumerable<string> Items(string at, JsonArray items, JsonObject schema) =>
        items.SelectMany((item, i) => schema["items"] is { } any ? Check($"{at}/{i}", item, document.Resolve(any)) : [])
            .Concat(items.Count > (int?)schema["maxItems"] ? [$"{at} has too many items"] : [])
            .Concat((bool?)schema["uniqueItems"] is true && items.DistinctBy(i => i?.ToJsonString()).Count() < items.Count
                ? [$"{at} repeats an item"]
                : []);

    private static IEnumerable<string> Text(string at, string text, JsonObject schema)
    {
        var length = text.EnumerateRunes().Count();

        return new[]
        {
            length > (int?)schema["maxLength"] || length < (int?)schema["minLength"] ? "has the wrong length" : null,
            schema["enum"] is JsonArray values && values.All(v => (string?)v != text) ? "is no value of the enum" : null,
            (string?)schema["pattern"] is { } pattern && !Matches(pattern, text) ? "breaks the pattern" : null,
            (string?)schema["format"] is "uuid" && !Guid.TryParse(text, out _) ? "is no UUID" : null,
            (string?)schema["format"] is "date" && !DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _) ? "is no date" : null,
        }.OfType<string>().Select(fault => $"{at} {fault}");
    }

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1));

    private static IEnumerable<string> Number(string at, JsonValue number, JsonObject schema) =>
        (double)number < (double?)schema["minimum"] || (double)number > (double?)schema["maximum"] ? [$"{at} is out of range"] : [];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.Number => "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "string",
    };
}
