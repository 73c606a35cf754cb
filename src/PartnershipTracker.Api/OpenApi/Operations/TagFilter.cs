using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>
/// The tags with their descriptions from <see cref="RouteTags.WithTag"/>, in the order of the routes, those of the API first.
/// </summary>
internal sealed class TagFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = context.ApiDescriptions
        .OrderByDescending(api => api.RelativePath!.StartsWith("api/", StringComparison.Ordinal))
        .SelectMany(api => api.ActionDescriptor.EndpointMetadata.OfType<OpenApiTag>())
        .DistinctBy(tag => tag.Name)
        .ToHashSet();
}
