using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>Path parameters that the metadata of a route documents.</summary>
internal sealed class PathParameterFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var parameter in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<PathParameter>())
        {
            operation.Parameters ??= [];
            operation.Parameters = [.. operation.Parameters.Where(p => p.Name != parameter.Name)];
            operation.Parameters.Insert(0, new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Description = parameter.Description,
                Example = JsonValue.Create(parameter.Example),
            });
        }
    }
}
