namespace PartnershipTracker.Web.Json;

/// <summary>
/// A reader of untyped JSON that is as strict as the one for requests: no member occurs twice, and every text is valid Unicode.
/// </summary>
public static class StrictJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the document and skips a byte order mark (RFC 8259, section 8.1).</summary>
    /// <param name="json">The document.</param>
    /// <param name="faults">The list to which faults of members are added; null: the first one is thrown.</param>
    public static JsonNode? Parse(ReadOnlySpan<byte> json, List<Fault>? faults = null)
    {
        var reader = new Utf8JsonReader(
            json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth });
        reader.Read();
        var document = Value(ref reader, "", faults);
        reader.Read(); // refuses anything after the document

        return document;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string pointer, List<Fault>? faults)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, pointer, faults);
            case JsonTokenType.StartArray:
                return Array(ref reader, pointer, faults);
            case JsonTokenType.String:
                return Text(ref reader, pointer, faults) is { } text ? JsonValue.Create(text) : null;
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader, string pointer, List<Fault>? faults)
    {
        var members = new JsonObject();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var name = Text(ref reader, pointer, faults);
            var below = $"{pointer}/{JsonFaults.Escape(name ?? "")}";
            reader.Read();
            var value = Value(ref reader, below, faults);

            if (name is not null && !members.TryAdd(name, value))
            {
                Refuse(new("duplicate_member") { Below = below }, faults);
            }
        }

        return members;
    }

    private static JsonArray Array(ref Utf8JsonReader reader, string pointer, List<Fault>? faults)
    {
        var items = new JsonArray();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, $"{pointer}/{items.Count}", faults));
        }

        return items;
    }

    private static string? Text(ref Utf8JsonReader reader, string pointer, List<Fault>? faults)
    {
        try
        {
            return String(ref reader, pointer);
        }
        catch (JsonFaultException fault)
        {
            Refuse(fault, faults);

            return null;
        }
    }

    private static void Refuse(JsonFaultException fault, List<Fault>? faults)
    {
        if (faults is null)
        {
            throw fault;
        }

        faults.Add(JsonFaults.Explain(fault));
    }

    internal static string String(ref Utf8JsonReader reader, string pointer)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException text)
        {
            throw new JsonFaultException(JsonFaults.CodeOf(text)) { Below = pointer };
        }
    }
}
