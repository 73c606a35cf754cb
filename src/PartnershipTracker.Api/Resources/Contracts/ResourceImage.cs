using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>
/// The stored response of a GET in the change log. It may come from an earlier release: members that no longer exist are skipped, and lists
/// that did not exist yet are empty.
/// </summary>
public static class ResourceImage
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        TypeInfoResolver = ApiJson.Options.TypeInfoResolver!.WithAddedModifier(FillLists),
    };

    public static string Write<TResponse>(TResponse response) => JsonSerializer.Serialize(response, ApiJson.Options);

    public static byte[] Render<TResponse>(TResponse response) => JsonSerializer.SerializeToUtf8Bytes(response, ApiJson.Options);

    /// <summary>Reads the stored response as its own type, or as the request that writes it again.</summary>
    public static T Read<T>(JsonNode image) => image.Deserialize<T>(Options)!;

    public static T Read<T>(ReadOnlySpan<byte> image) => JsonSerializer.Deserialize<T>(image, Options)!;

    private static void FillLists(JsonTypeInfo type)
    {
        var lists = type.Properties
            .Where(p => p is { IsGetNullable: false, Get: not null, Set: not null } && IsList(p.PropertyType))
            .ToList();

        if (lists.Count > 0)
        {
            type.OnDeserialized = read => lists.Where(p => p.Get!(read) is null).ToList()
                .ForEach(p => p.Set!(read, Array.CreateInstance(p.PropertyType.GenericTypeArguments[0], 0)));
        }
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
}
