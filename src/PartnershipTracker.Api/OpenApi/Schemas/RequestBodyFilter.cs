using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>Request bodies: required, with their own schemas. In the schema of a merge patch no member is required.</summary>
internal sealed class RequestBodyFilter : IOperationFilter
{
    private readonly SchemaGenerator _writing;

    public RequestBodyFilter(IOptionsFactory<SchemaGeneratorOptions> options, ISerializerDataContractResolver contracts)
    {
        var naming = options.Create(Options.DefaultName);
        naming.SchemaIdSelector = SchemaNames.Written;
        _writing = new(naming, contracts);
    }

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.RequestBody is not OpenApiRequestBody { Content: { } content } body)
        {
            return;
        }

        var type = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAcceptsMetadata>().Last().RequestType!;

        if (type == typeof(string))
        {
            (body.Required, body.Description) = (true, "The exact text.");
            content.Values.OfType<OpenApiMediaType>().Single().Schema =
                new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Web.Hardening.RequestLimits.MaxBody };

            return;
        }

        var written = new SchemaRepository(SchemaNames.Writing);
        var schema = (OpenApiSchemaReference)_writing.GenerateSchema(type, written);
        var isPatch = content.ContainsKey(MergePatch<object>.MediaType);
        (body.Required, body.Description) = (true, isPatch ? "The members to change." : "The complete new content.");

        if (isPatch)
        {
            written.Schemas[SchemaNames.Patch(type)] = Patch((OpenApiSchema)written.Schemas[schema.Reference.Id!]);
            schema = new OpenApiSchemaReference(SchemaNames.Patch(type));
        }

        foreach (var (id, known) in written.Schemas)
        {
            context.SchemaRepository.Schemas[id] = known;
        }

        foreach (var (mediaType, media) in content)
        {
            ((OpenApiMediaType)media).Schema =
                mediaType.EndsWith("json", StringComparison.Ordinal) && mediaType != FileFormat.Ndjson.MediaType
                ? schema
                : new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = mediaType.Split('/')[1].Replace("x-", "", StringComparison.Ordinal),
                };
        }
    }

    private static OpenApiSchema Patch(OpenApiSchema request)
    {
        var patch = (OpenApiSchema)request.CreateShallowCopy();
        (patch.Required, patch.MinProperties) = (null, 1);
        patch.Description = "A JSON merge patch (RFC 7396): absent members stay, null clears a member, an array replaces the whole array.";

        return patch;
    }
}
