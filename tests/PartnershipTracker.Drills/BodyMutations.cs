using System.Text.Json.Nodes;
using CsCheck;

namespace PartnershipTracker.Drills;

/// <summary>Makes invalid bodies from valid ones.</summary>
internal sealed class BodyMutations(Choices choices)
{
    private const int Deep = 40;

    private static readonly string[] Whole =
        ["", " ", "{", "[]", "null", "true", "\"x\"", "0", "{\"id\":1,\"id\":2}", "\uFEFF{}", "1e999", "{}{}", "{\"\":{}}", "\0"];

    private static readonly string[] Broken = ["\\ud800", "\\u0000", "\0", "\n", "}", "]", ",", "\"", "//", "1e400", "'", "\\", "\uFFFE"];

    /// <summary>Returns the media type of a mutated body, which may be wrong as well.</summary>
    public string Type(string documented) =>
        choices.Percent(4) ? choices.Of(["text/plain", "application/json", "application/xml", "text/csv"]) : documented;

    public string Text(JsonNode body)
    {
        if (body is JsonValue value)
        {
            return Altered($"{value}");
        }

        if (choices.Percent(5))
        {
            return choices.Of(Whole);
        }

        Enumerable.Range(0, choices.Draw(Gen.Int[1, 2])).ToList().ForEach(_ => Mutate(body));
        var text = body.ToJsonString();

        return choices.Draw(Gen.Int[0, 9]) switch
        {
            0 => Altered(text),
            1 => text[..choices.Draw(Gen.Int[0, text.Length - 1])],
            2 => Repeated(body, text),
            _ => text,
        };
    }

    /// <summary>Returns a file with a few bytes replaced somewhere, or cut off.</summary>
    public byte[] Bytes(byte[] file)
    {
        var at = choices.Draw(Gen.Int[0, file.Length - 1]);

        return choices.Percent(30)
            ? file[..at]
            : [.. file[..at], .. choices.Draw(Gen.Byte.Array[1, 4]), .. file[Math.Min(file.Length, at + choices.Draw(Gen.Int[0, 4]))..]];
    }

    /// <summary>Returns a text with a few characters replaced somewhere.</summary>
    private string Altered(string text)
    {
        var (at, removed) = choices.Draw(Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, 3]));
        var inserted = choices.Of(choices.Percent(50) ? Broken : ValueGenerator.Awkward);

        return string.Concat(text.AsSpan(0, at), inserted, text.AsSpan(Math.Min(text.Length, at + removed)));
    }

    /// <summary>Returns the text of an object whose first member occurs twice.</summary>
    private static string Repeated(JsonNode body, string text) => body is JsonObject { Count: > 0 } members
        ? $"{new JsonObject { [members.First().Key] = members.First().Value?.DeepClone() }.ToJsonString()[..^1]},{text[1..]}"
        : text;

    /// <summary>Changes one member or item somewhere.</summary>
    private void Mutate(JsonNode body)
    {
        var places = Places(body).ToList();

        if (places.Count == 0)
        {
            return;
        }

        var (holder, member, index) = choices.Of(places);

        if (holder is JsonArray items)
        {
            items[index] = Other(items[index]);

            return;
        }

        var members = holder.AsObject();

        switch (choices.Draw(Gen.Int[0, 9]))
        {
            case 0:
                members.Remove(member);
                break;
            case 1:
                members[choices.Of(ValueGenerator.Awkward)] = Other(members[member]);
                break;
            case 2:
                var moved = members[member]?.DeepClone();
                members.Remove(member);
                members[choices.Percent(50) ? member.ToUpperInvariant() : $"{member}s"] = moved;
                break;
            default:
                members[member] = Other(members[member]);
                break;
        }
    }

    /// <summary>Returns a value that is not expected in the place of another.</summary>
    private JsonNode? Other(JsonNode? value) => choices.Draw(Gen.Int[0, 12]) switch
    {
        0 => null,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => new JsonArray(null, 1),
        4 => choices.Of([-1, 0, 1.5, 1e300, 2147483648, -2147483649, 9007199254740993]),
        5 => choices.Draw(Gen.Bool),
        6 => new string('x', choices.Of([201, 2_001, 4_001, 70_000])),
        7 => Enumerable.Range(0, choices.Draw(Gen.Int[1, Deep])).Aggregate(value?.DeepClone(), (inner, i) =>
            i % 2 == 0 ? (JsonNode)new JsonArray(inner) : new JsonObject { ["x"] = inner }),
        8 => new JsonArray(value?.DeepClone()),
        9 => new JsonArray(value?.DeepClone(), value?.DeepClone()),
        10 => $"{value}",
        _ => choices.Of(ValueGenerator.Awkward),
    };

    private static IEnumerable<(JsonNode Holder, string Member, int Index)> Places(JsonNode? value) => value switch
    {
        JsonObject members => members.SelectMany(m => Places(m.Value).Prepend((members, m.Key, 0))),
        JsonArray items => items.SelectMany((item, i) => Places(item).Prepend((items, "", i))),
        _ => [],
    };
}
