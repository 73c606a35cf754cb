using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Makes values from schemas, so many of a hundred of them invalid.</summary>
internal sealed class ValueGenerator(DocumentReader document, RequestMemory memory, Choices choices, int invalid)
{
    /// <summary>Texts that programs stumble over.</summary>
    public static readonly string[] Awkward =
    [
        "", " ", "\0", "a\u0000b", "\n", "\"", "'", "%", "_", "\\", ",", "-", "=1+1", "null", "true", "0", "-1", "1e400", "NaN",
        "2024-13-40", "..", "/", "\u200B", "\u202Ex", "\uFEFF", "e\u0301", "😀", "회장", "İ", "ﬀ", "\uFFFF", "../..",
        "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly JsonObject Nothing = [];

    /// <summary>Start of the pattern of approximate dates.</summary>
    private const string Date = "^(XXXX|((19|2[01])";

    /// <summary>Depth below which only required members are made.</summary>
    private const int Deep = 4;

    public JsonNode? Value(string name, JsonObject schema, int depth)
    {
        if (choices.Percent(invalid))
        {
            return Junk();
        }

        if ((schema["oneOf"] ?? schema["allOf"]) is JsonArray any)
        {
            // The other members of a date follow from its text
            if (invalid == 0 && any.Select(s => document.Resolve(s!)).FirstOrDefault(IsDate) is { } date)
            {
                return Text(name, date, 0);
            }

            return Value(name, document.Resolve(choices.Of(any.ToList())!), depth);
        }

        var types = schema["type"] as JsonArray ?? [$"{schema["type"] ?? "string"}"];

        return $"{choices.Of(types.Count > 1 && !choices.Percent(20) ? types.Where(t => $"{t}" != "null").ToList() : [.. types])}" switch
        {
            "object" => Members(schema, depth),
            "array" => Items(name, schema, depth),
            "boolean" => choices.Draw(Gen.Bool),
            "integer" or "number" => Number(schema),
            "null" => null,
            _ => Text(name, schema, invalid),
        };
    }

    /// <summary>Returns a text for a parameter or member, an invalid one in so many of a hundred cases.</summary>
    public string Text(string name, JsonObject schema, int awkward)
    {
        schema = schema["allOf"]?[0] is { } same ? document.Resolve(same) : schema;

        if (choices.Percent(awkward))
        {
            return choices.Of(Awkward);
        }

        if (schema["enum"] is JsonArray values)
        {
            return $"{choices.Of(values.ToList())}";
        }

        var type = schema["type"] is JsonArray many ? $"{many.FirstOrDefault(t => $"{t}" != "null")}" : $"{schema["type"]}";

        if (type is "integer" or "number" or "boolean")
        {
            return type is "boolean" ? choices.Of(["true", "false"]) : $"{Number(schema)}";
        }

        return !IsDate(schema) && memory.For(name) is { Count: > 0 } known && !choices.Percent(10 * invalid)
            ? choices.Of(known)
            : NewText(schema);
    }

    private string NewText(JsonObject schema)
    {
        switch ((string?)schema["format"])
        {
            case "uuid":
                return memory.Ids is { Count: > 0 } ids && choices.Percent(50) ? choices.Of(ids) : $"{choices.Draw(Gen.Guid)}";
            case "date-time":
                return choices.Draw(Gen.DateTime[new(invalid == 0 ? 2028 : 2020, 1, 1), new(2030, 1, 1)])
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            case "date":
                return choices.Draw(Gen.Date[new(1899, 1, 1), new(2201, 1, 1)]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case "uri":
                return $"https://example.com/{choices.Draw(Gen.Int[1, 100_000])}";
        }

        if (schema["examples"] is JsonArray { Count: > 0 } examples && choices.Percent(40) && examples[0] is { } example)
        {
            return $"{example}";
        }

        var (least, most) = ((int?)schema["minLength"] ?? 0, (int?)schema["maxLength"] ?? 50);
        var length = choices.Percent(2 * invalid) && most <= 4_000
            ? most + choices.Draw(Gen.Int[0, 1])
            : choices.Draw(Gen.Int[least, Math.Max(least, Math.Min(most, 12))]);

        return schema["pattern"] is { } pattern
            ? Fitting($"{pattern}", length)
            : $"{(invalid == 0 ? "a" : "")}{new string(choices.Draw(Gen.Char["abcxyz 0189가나회장éß.,-'"].Array[length]))}";
    }

    /// <summary>Returns a text for the patterns of keys, dates and codes; another pattern gets a key, which is then refused.</summary>
    private string Fitting(string pattern, int length) => pattern switch
    {
        "^[A-Z]{2}$" => invalid == 0 ? choices.Of(["KR", "US", "TW", "DE"]) : new(choices.Draw(Gen.Char["ABJKRSU"].Array[2])),
        "^[A-Z0-9.:-]{1,20}$" => new(choices.Draw(Gen.Char["ABXYZ019"].Array[4])),
        "^Q[1-9][0-9]{0,15}$" => $"Q{choices.Draw(Gen.Int[1, 999_999])}",
        "^(key|user):.{1,200}$" => $"key:{new string(choices.Draw(Gen.Char["abcxyz"].Array[4]))}",
        "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" => choices.Of(["ko", "en", "de-CH"]),
        "^[0-9a-f]{64}$" => new(choices.Draw(Gen.Char["0189af"].Array[64])),
        _ when pattern.StartsWith(Date, StringComparison.Ordinal) => choices.Of(
            ["XXXX", "2024", "2024-04", "2024-06-28", "2023/2024-02", "2024~/..", "[2024-06-22..2024-07-09]", "2199-12-31",
                invalid == 0 ? "2025-02-28" : "2025-02-29"]),
        _ => new(choices.Draw(Gen.Char["abcxyz019"].Array[Math.Max(1, length)])),
    };

    /// <summary>Returns true for a date, whose member may have the name of a reference: <c>from</c>.</summary>
    private static bool IsDate(JsonObject schema) => $"{schema["pattern"]}".StartsWith(Date, StringComparison.Ordinal);

    private JsonObject Members(JsonObject schema, int depth)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(r => $"{r}").ToHashSet(StringComparer.Ordinal);

        if (schema["anyOf"] is JsonArray any && document.Resolve(choices.Of(any.ToList())!)["required"] is JsonArray more)
        {
            required.UnionWith(more.Select(r => $"{r}"));
        }

        var made = new JsonObject();

        foreach (var (member, said) in schema["properties"] as JsonObject ?? [])
        {
            if (invalid == 0 && member is "id" && !required.Contains(member))
            {
                continue; // a new part gets its id from the application
            }

            if (required.Contains(member) ? !choices.Percent(invalid) : depth < Deep && choices.Percent(35))
            {
                var inner = Inner(member, document.Resolve(said!));
                made[member] = Value(member, inner, depth + 1) ?? (required.Contains(member) ? Value(member, inner, depth + 1) : null);
            }
        }

        if (choices.Percent(invalid))
        {
            made[choices.Of(Awkward)] = Junk();
        }

        return made;
    }

    /// <summary>Returns the schema of an item of an import, which the document does not repeat: the one for its creation.</summary>
    private JsonObject Inner(string member, JsonObject schema) =>
        schema["items"] is JsonObject { Count: 1 } items && $"{items["type"]}" is "object"
            && document.Operations.FirstOrDefault(o => o.Method is "post" && o.Path == $"/api/v1/{member}") is { } creation
            && document.Resolve(creation.Said["requestBody"]!)["content"]?["application/json"]?["schema"] is { } item
            ? new() { ["type"] = "array", ["items"] = item.DeepClone() }
            : schema;

    private JsonArray Items(string name, JsonObject schema, int depth)
    {
        var item = document.Resolve(schema["items"] ?? Nothing);

        return [.. Enumerable.Range(0, choices.Draw(Gen.Int[0, 3])).Select(_ => Value(name, item, depth + 1)).ToList()];
    }

    private JsonNode Number(JsonObject schema)
    {
        var (least, most) = ((long?)(double?)schema["minimum"] ?? 0, (long?)(double?)schema["maximum"] ?? 1_000);

        return choices.Percent(2 * invalid)
            ? choices.Of([least - 1, most + 1, 0L])
            : choices.Percent(20) ? choices.Of([least, most]) : choices.Draw(Gen.Long[least, Math.Min(most, least + 20)]);
    }

    private JsonNode? Junk() => choices.Draw(Gen.Int[0, 7]) switch
    {
        0 => null,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => new JsonArray(null, 1),
        4 => choices.Of([-1, 1.5, 1e300, 2147483648]),
        5 => true,
        6 => new string('x', 5_000),
        _ => choices.Of(Awkward),
    };
}
