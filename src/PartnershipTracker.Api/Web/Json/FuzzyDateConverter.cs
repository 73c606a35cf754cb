using System.Text.Json.Serialization;
using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Web.Json;

/// <summary>
/// The converter of fuzzy dates. It writes an object with the EDTF and its bounds, and reads that object or a bare EDTF string. The other
/// members must follow from the EDTF, so that a client can send back the object that a GET returned.
/// </summary>
public sealed class FuzzyDateConverter : JsonConverter<FuzzyDate>
{
    public override FuzzyDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => Parse(ApiJson.ReadText(ref reader)),
        JsonTokenType.StartObject => Parse(ReadShape(ref reader, options), options),
        _ => throw new JsonFaultException(DateReading.Malformed, ""),
    };

    public override void Write(Utf8JsonWriter writer, FuzzyDate value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("edtf", value.Edtf);
        writer.WriteString("precision", EnumNames.Write(value.Precision));

        if (value.Qualifier is not FuzzyDateQualifier.None)
        {
            writer.WriteString("qualifier", EnumNames.Write(value.Qualifier));
        }

        writer.WriteString("earliest", value.FirstDay is { } first ? Day.Print(first) : null);
        writer.WriteString("latest", value.LastDay is { } last ? Day.Print(last) : null);
        writer.WriteEndObject();
    }

    /// <summary>
    /// Reads the object. A nested reader knows only its own part of the path, so the exception carries that part to the outer one.
    /// </summary>
    private static Shape ReadShape(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<Shape>(ref reader, options)!;
        }
        catch (JsonException unreadable)
        {
            var fault = JsonFaults.Explain(unreadable);

            throw new JsonFaultException(fault.Code, fault.Arguments) { Below = fault.Pointer![1..] };
        }
    }

    private static FuzzyDate Parse(string edtf) => FuzzyDate.TryParse(edtf, out var date, out var fault)
        ? date
        : throw new JsonFaultException(DateReading.CodeOf(fault), new DateHint(edtf));

    private static FuzzyDate Parse(Shape shape, JsonSerializerOptions options)
    {
        var date = Parse(shape.Edtf ?? throw new JsonFaultException(DateReading.Malformed, ""));
        var derived = JsonSerializer.SerializeToElement(date, options).Deserialize<Shape>(options)!;
        var wrong = shape.Precision is not null && shape.Precision != derived.Precision ? "precision"
            : shape.Qualifier is not null && shape.Qualifier != derived.Qualifier ? "qualifier"
            : shape.Earliest is not null && shape.Earliest != derived.Earliest ? "earliest"
            : shape.Latest is not null && shape.Latest != derived.Latest ? "latest"
            : null;

        return wrong is null ? date : throw new JsonFaultException("date_contradicts_itself", wrong);
    }

    private sealed record Shape(
        string? Edtf = null, string? Precision = null, string? Qualifier = null, string? Earliest = null, string? Latest = null);
}
