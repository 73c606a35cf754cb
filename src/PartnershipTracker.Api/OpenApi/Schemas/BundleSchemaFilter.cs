using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>The members of a bundle: an array for each collection of the catalog that can be imported.</summary>
internal sealed class BundleSchemaFilter(ResourceCatalog catalog) : ISchemaFilter
{
    /// <summary>The largest number of items of a collection that the document states.</summary>
    private const int MaxItems = 10_000_000;

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(RegisterBundleRequest) || schema is not OpenApiSchema bundle || context.MemberInfo is not null)
        {
            return;
        }

        bundle.Properties = catalog.Importable.ToDictionary(r => r.Collection, IOpenApiSchema (r) => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.Object },
            MaxItems = MaxItems,
            Description = r.Tag.Description,
        }, StringComparer.Ordinal);
        bundle.AdditionalPropertiesAllowed = false;
    }
}
