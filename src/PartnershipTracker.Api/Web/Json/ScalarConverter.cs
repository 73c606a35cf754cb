using System.Text.Json.Serialization;

namespace PartnershipTracker.Web.Json;

/// <summary>
/// A converter of a number, boolean or UUID whose fault names the expected type. That of the serializer names the record around it.
/// </summary>
/// <param name="noun">The type, as <see cref="Messages.Noun"/> knows it.</param>
/// <param name="tryRead">Reads the value of the current token.</param>
/// <param name="write">Writes a value.</param>
internal sealed class ScalarConverter<T>(string noun, ScalarConverter<T>.Reading tryRead, Action<Utf8JsonWriter, T> write)
    : JsonConverter<T>
    where T : struct
{
    public delegate bool Reading(ref Utf8JsonReader reader, out T value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        tryRead(ref reader, out var value) ? value : throw new JsonFaultException("wrong_type", Messages.Noun(noun));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
}

internal static class ScalarConverters
{
    public static readonly IReadOnlyList<JsonConverter> All =
    [
        new ScalarConverter<int>("integer", TryReadInteger, (writer, value) => writer.WriteNumberValue(value)),
        new ScalarConverter<bool>("boolean", TryReadBoolean, (writer, value) => writer.WriteBooleanValue(value)),
        new ScalarConverter<Guid>("uuid", TryReadId, (writer, value) => writer.WriteStringValue(value)),
    ];

    private static bool TryReadInteger(ref Utf8JsonReader reader, out int value)
    {
        value = 0;

        return reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out value);
    }

    private static bool TryReadBoolean(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType is JsonTokenType.True;

        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    private static bool TryReadId(ref Utf8JsonReader reader, out Guid value)
    {
        value = Guid.Empty;

        return reader.TokenType is JsonTokenType.String && reader.TryGetGuid(out value);
    }
}
