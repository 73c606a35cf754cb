using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>
/// What a GET showed, as the change log keeps it. It may be of an earlier release: a member that is no more is left out, and a list that
/// was not yet there is empty.
/// </summary>
public static class ResourceImage
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        TypeInfoResolver = ApiJson.Options.TypeInfoResolver!.WithAddedModifier(FillLists),
    };

    public static string Write<TResponse>(TResponse shown) => JsonSerializer.Serialize(shown, ApiJson.Options);

    /// <summary>The image as what it was made of, or as the request that would write it again.</summary>
    public static T Read<T>(JsonNode image) => image.Deserialize<T>(Options)!;

    private static void FillLists(JsonTypeInfo type)
    {
        var lists = type.Properties
            .Where(p => p is { IsGetNullable: false, Get: not null, Set: not null } && IsList(p.PropertyType))
            .ToList();

        if (lists.Count > 0)
        {
            type.OnDeserialized = one => lists.Where(p => p.Get!(one) is null).ToList()
                .ForEach(p => p.Set!(one, Array.CreateInstance(p.PropertyType.GenericTypeArguments[0], 0)));
        }
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
}
