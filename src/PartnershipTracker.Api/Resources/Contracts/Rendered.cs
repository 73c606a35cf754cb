using System.Text.Json.Serialization;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>A response in its JSON text, which goes to the client as it is.</summary>
[JsonConverter(typeof(Writer))]
public abstract class Rendered(ReadOnlyMemory<byte> json, string id, string tag, IReadOnlyList<AuditedRead> reads)
    : IVersioned, IItem, IAuditedRead
{
    public ReadOnlyMemory<byte> Json => json;

    public string Id => id;

    string IVersioned.EntityTag => tag;

    string IItem.Stamp => $"{id}:{tag}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => reads;

    /// <summary>Renders the present version of a root.</summary>
    public static Rendered<TResponse> Of<T, TResponse>(T root)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse> =>
        Of<T, TResponse>(ResourceImage.Render(TResponse.From(root)), root.IdText, root.Version, AccessLabel.Of(root));

    /// <summary>Returns a response with the content that was rendered when it was written.</summary>
    public static Rendered<TResponse> Of<T, TResponse>(byte[] json, string id, int version, IClassified label)
        where T : Root, IResource => new(
        json, id, ETag.Of(version, T.Shape),
        typeof(T).IsAssignableTo(typeof(IClassified)) ? [new(T.Resource, id, version, AccessLabel.Of(label))] : []);

    internal sealed class Writer : JsonConverter<Rendered>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(Rendered));

        public override Rendered Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Rendered value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}

/// <summary>A response of the type <typeparamref name="TResponse"/> in its JSON text. The API document shows it as that type.</summary>
[JsonConverter(typeof(Writer))]
public sealed class Rendered<TResponse>(ReadOnlyMemory<byte> json, string id, string tag, IReadOnlyList<AuditedRead> reads)
    : Rendered(json, id, tag, reads)
{
    /// <summary>Writes the members, inside an object.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="fields">The members to write, besides <c>id</c>; null: all of them.</param>
    public void WriteMembers(Utf8JsonWriter writer, HashSet<string>? fields)
    {
        var reader = new Utf8JsonReader(Json.Span);
        reader.Read();

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();

            if (fields is null || name is "id" || fields.Contains(name))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(Json.Span[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }
    }

    /// <summary>Reads the members of the response.</summary>
    public TResponse Read() => ResourceImage.Read<TResponse>(Json.Span);
}
