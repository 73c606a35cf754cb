using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>The bounds that follow from the format of a text, and the format of whole numbers. No number exceeds 32 bits.</summary>
internal sealed class FormatFilter : IDocumentFilter
{
    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["uuid"] = 36,
        ["date"] = "2024-06-28".Length,
        ["date-time"] = "2024-06-28T09:00:00.1234567+09:00".Length,
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => new OpenApiWalker(new Formats()).Walk(swaggerDoc);

    private sealed class Formats : OpenApiVisitorBase
    {
        public override void Visit(IOpenApiSchema schema)
        {
            if (schema is not OpenApiSchema { Type: { } type } one)
            {
                return;
            }

            if (type.HasFlag(JsonSchemaType.String) && Lengths.TryGetValue(one.Format ?? "", out var length))
            {
                one.MaxLength ??= length;
            }

            if (type.HasFlag(JsonSchemaType.Integer))
            {
                one.Format ??= "int32";
            }
        }
    }
}
