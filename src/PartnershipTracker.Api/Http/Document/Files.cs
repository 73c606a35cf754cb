using System.Net.Mime;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.Http.Document;

/// <summary>Answers that are files: in their media type, under a name, and never in pages; and pictures.</summary>
internal sealed class Files : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.Responses!.TryGetValue("200", out var answer)
            && answer.Content is { } content && content.TryGetValue(Picture.MediaType, out var picture))
        {
            ((OpenApiMediaType)picture).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "svg" };
        }

        if (new Operation(operation, context).File is not { } format)
        {
            return;
        }

        operation.Summary += $" as {format.Extension.ToUpperInvariant()}";
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => !ListFilter.OfPages.Contains(p.Name))];

        if (format.MediaType is MediaTypeNames.Application.Json)
        {
            return; // which the endpoint says the schema of
        }

        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "The file.",
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                [format.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format.IsText ? format.Extension : "binary" },
                },
            },
        };
    }
}
