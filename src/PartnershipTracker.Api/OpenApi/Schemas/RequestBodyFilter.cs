using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>
/// Request bodies: required, with their own schemas. In the schema of a merge patch no member is required. A POST that creates a resource
/// whose key the caller chooses requires it, while a PUT has it in the address.
/// </summary>
internal sealed class RequestBodyFilter : IOperationFilter
{
    private const string KeyMember = "id";

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

        if (HttpMethods.IsPost(context.ApiDescription.HttpMethod!) && CreatesKeyed(type)
            && written.Schemas[schema.Reference.Id!] is OpenApiSchema request && request.Required?.Contains(KeyMember) is not true)
        {
            written.Schemas[SchemaNames.Creation(type)] = Creation(request);
            schema = new OpenApiSchemaReference(SchemaNames.Creation(type));
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
                    Format = mediaType == FileFormat.Xlsx.MediaType
                        ? "binary"
                        : mediaType.Split('/')[1].Replace("x-", "", StringComparison.Ordinal),
                    MaxLength = int.MaxValue, // the operator sets the limit
                };
        }
    }

    private static bool CreatesKeyed(Type request) => request.GetInterfaces()
        .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IWriteRequest<>))
        .Any(i => i.GenericTypeArguments[0] is var root && root.IsAssignableTo(typeof(Root)) && !root.IsAssignableTo(typeof(UuidEntity)));

    private static OpenApiSchema Creation(OpenApiSchema request)
    {
        var creation = (OpenApiSchema)request.CreateShallowCopy();
        var key = (OpenApiSchema)request.Properties![KeyMember].CreateShallowCopy();
        key.Type &= ~JsonSchemaType.Null;
        creation.Properties = new Dictionary<string, IOpenApiSchema>(request.Properties, StringComparer.Ordinal) { [KeyMember] = key };
        creation.Required = (request.Required ?? Enumerable.Empty<string>()).Prepend(KeyMember).ToHashSet(StringComparer.Ordinal);

        return creation;
    }

    private static OpenApiSchema Patch(OpenApiSchema request)
    {
        var patch = (OpenApiSchema)request.CreateShallowCopy();
        (patch.Required, patch.AnyOf, patch.MinProperties) = (null, null, 1);
        patch.Description = "A JSON merge patch (RFC 7396): absent members stay, null clears a member, an array replaces the whole array.";

        return patch;
    }
}
