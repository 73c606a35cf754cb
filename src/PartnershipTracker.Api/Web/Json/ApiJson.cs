using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PartnershipTracker.Web.Json;

/// <summary>The JSON settings of the API: strict, in Unicode NFC, with snake_case enums and RFC 3339 instants in UTC.</summary>
public static class ApiJson
{
    public const int MaxDepth = 16;

    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions());

    /// <summary>The same settings, except that a date is written as a bare EDTF string.</summary>
    public static readonly JsonSerializerOptions BareDates = WithBareDates();

    /// <summary>The same settings for JSON that this application has written: a text may quote what a request is refused for.</summary>
    public static readonly JsonSerializerOptions Stored = WithAnyText();

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // Hangul stays readable; these bodies are never HTML
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullItems);
        ScalarConverters.All.ToList().ForEach(options.Converters.Add);
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new FuzzyDateConverter());
        options.Converters.Add(new SnakeCaseConverter());

        return options;
    }

    private static JsonSerializerOptions WithBareDates()
    {
        var options = new JsonSerializerOptions(Options);
        options.Converters.Insert(0, new BareDateConverter());

        return options;
    }

    private static JsonSerializerOptions WithAnyText()
    {
        var options = new JsonSerializerOptions(Options);
        options.Converters.Remove(options.Converters.OfType<TextConverter>().Single());

        return options;
    }

    private sealed class BareDateConverter : JsonConverter<FuzzyDate>
    {
        public override FuzzyDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<FuzzyDate>(ref reader, Options)!;

        public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Edtf);
    }

    /// <summary>
    /// The converter of strings, which trims and normalizes them (NFC) and refuses invisible characters that could deceive.
    /// </summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader);

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    /// <summary>
    /// Reads a clean text. The reader itself throws for half a surrogate pair and for bytes that are not UTF-8;
    /// <see cref="JsonFaults"/> explains those exceptions.
    /// </summary>
    internal static string ReadText(ref Utf8JsonReader reader) =>
        reader.TokenType is not JsonTokenType.String ? throw new JsonFaultException("wrong_type", Messages.Noun("string"))
        : Text.TryClean(reader.GetString()!, out var clean, out var fault) ? clean
        : throw new JsonFaultException(Code(fault));

    /// <summary>
    /// Refuses null items. Nullability annotations cover members but not items, so a null item would otherwise be accepted.
    /// </summary>
    private static void RefuseNullItems(JsonTypeInfo list)
    {
        if (list is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            list.OnDeserialized = items =>
            {
                foreach (var (index, item) in ((IEnumerable)items).Cast<object?>().Index())
                {
                    if (item is null)
                    {
                        throw new JsonFaultException("wrong_type", Messages.Noun(list.ElementType == typeof(string) ? "string" : "object"))
                        {
                            Item = index,
                        };
                    }
                }
            };
        }
    }

    public static string Code(TextFault fault) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Instant.TryParse(reader.GetString(), out var instant)
                ? instant
                : throw new JsonFaultException("not_an_instant");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Instant.Print(value));
    }

    private sealed class SnakeCaseConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(SnakeCaseConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class SnakeCaseConverter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> Values =
            Enum.GetValues<T>().ToDictionary(v => EnumNames.Write(v), StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Values.TryGetValue(reader.GetString()!, out var value)
                ? value
                : throw new JsonFaultException("unknown_value", string.Join(", ", Values.Keys));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumNames.Write(value));
    }
}
