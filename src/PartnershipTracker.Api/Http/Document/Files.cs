using System.Net.Mime;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.Http.Document;

/// <summary>Answers that are files: in their media type, under a name, and never in pages; and pictures.</summary>
internal sealed class Files : IOperationFilter
{
    private static readonly (string MediaType, OpenApiSchema Schema)[] Texts =
    [
        (Picture.MediaType, new() { Type = JsonSchemaType.String, Format = "svg" }),
        (HtmlAnswer.MediaType, new() { Type = JsonSchemaType.String, Format = "html" }),
        (PlainText.MediaType, new() { Type = JsonSchemaType.String, MaxLength = Edge.Limits.MaxBody }),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var (type, schema) in Texts)
        {
            if (operation.Responses!.TryGetValue("200", out var answer) && answer.Content?.TryGetValue(type, out var text) is true)
            {
                ((OpenApiMediaType)text).Schema = schema;
            }
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
