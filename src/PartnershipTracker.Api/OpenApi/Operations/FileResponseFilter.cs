using Microsoft.OpenApi;
using PartnershipTracker.Web.Responses;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The media types and schemas of answers that are files, streams, pictures or pages, without the parameters of paging.</summary>
internal sealed class FileResponseFilter : IOperationFilter
{
    private static readonly (string MediaType, OpenApiSchema Schema)[] Texts =
    [
        (SvgResult.MediaType, Binary()),
        (HtmlResult.MediaType, Binary()),
        (PlainTextBody.MediaType, Binary(Web.Hardening.RequestLimits.MaxBody)),
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

        var about = new OperationFacts(operation, context);

        if (about.IsStream)
        {
            operation.Responses!["200"].Content![EventStreamResult.MediaType] = new OpenApiMediaType
            {
                Schema = Binary(),
                Example = """
                    data: {"resource":"areas","id":"hbm","operation":"updated","version":2,"at":"2024-07-09T00:00:00Z","actor":"key:bi"}
                    id: bmV4dA


                    """,
            };
        }

        if (about.File is not { } format)
        {
            return;
        }

        operation.Summary += $" as {format.Extension.ToUpperInvariant()}";
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => !Query.PageParameters.Contains(p.Name))];

        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "The file.",
            Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
            {
                [format.MediaType] = new OpenApiMediaType
                {
                    Schema = Binary(),
                },
            },
        };
    }

    /// <summary>The schema of a file, whose size only the representation of numbers in clients limits.</summary>
    private static OpenApiSchema Binary(int max = int.MaxValue) =>
        new() { Type = JsonSchemaType.String, Format = "binary", MaxLength = max };
}
