namespace PartnershipTracker.Web.Json;

/// <summary>
/// A reader of untyped JSON that is as strict as the one for requests: no member occurs twice, and every text is valid Unicode.
/// </summary>
public static class StrictJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the document and skips a byte order mark (RFC 8259, section 8.1).</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(
            json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth });
        reader.Read();
        var document = Value(ref reader, "");
        reader.Read(); // refuses anything after the document

        return document;
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string pointer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, pointer);
            case JsonTokenType.StartArray:
                return Array(ref reader, pointer);
            case JsonTokenType.String:
                return JsonValue.Create(String(ref reader, pointer));
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader, string pointer)
    {
        var members = new JsonObject();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var name = String(ref reader, pointer);
            var below = $"{pointer}/{JsonFaults.Escape(name)}";
            reader.Read();

            if (!members.TryAdd(name, Value(ref reader, below)))
            {
                throw new JsonFaultException("duplicate_member") { Below = below };
            }
        }

        return members;
    }

    private static JsonArray Array(ref Utf8JsonReader reader, string pointer)
    {
        var items = new JsonArray();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader, $"{pointer}/{items.Count}"));
        }

        return items;
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
