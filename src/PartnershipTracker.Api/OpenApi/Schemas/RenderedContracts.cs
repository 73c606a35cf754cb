using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>Describes a <see cref="Rendered{TResponse}"/> as the response that it contains.</summary>
internal sealed class RenderedContracts(ISerializerDataContractResolver inner) : ISerializerDataContractResolver
{
    public DataContract GetDataContractForType(Type type) => inner.GetDataContractForType(TypeOf(type) ?? type);

    /// <summary>Returns the type of the response in a rendered response; null for another type.</summary>
    public static Type? TypeOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Rendered<>) ? type.GenericTypeArguments[0] : null;
}
