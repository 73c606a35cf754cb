using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using PartnershipTracker.OpenApi.Operations;
using PartnershipTracker.OpenApi.Schemas;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi;

/// <summary>
/// The OpenAPI document and Swagger UI. The application serves the committed document. The test run generates it with Swashbuckle from
/// the types, their comments and their validators, and fails if the committed one differs.
/// </summary>
public static class ApiDocument
{
    /// <summary>The name of the document in Swashbuckle, and the version of the API in its addresses.</summary>
    public const string Name = "v1";

    /// <summary>
    /// A plugin of Swagger UI. To show the security schemes, Swagger UI resolves the references of the whole document, which takes longer
    /// than all else before the tags appear. The security schemes contain no references.
    /// </summary>
    private const string SecuritySchemesAsTheyAre =
        """
        () => ({ statePlugins: { spec: { wrapActions: { requestResolvedSubtree: (resolve, system) => path =>
            path.join() === 'components,securitySchemes'
                ? system.specActions.updateResolvedSubtree(path, system.specSelectors.specJson().getIn(path))
                : resolve(path) } } } })
        """;

    private const string Address = $"/openapi/{Name}.json";
    private const string Title = "Partnership Tracker";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddEndpointsApiExplorer()
        .AddSingleton<ValidatorRules>()
        .AddTransient<ISerializerDataContractResolver>(services => new RenderedContracts(
            new JsonSerializerDataContractResolver(services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)))
        .AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Name, About());
            options.AddServer(new OpenApiServer
            {
                Url = "/",
                Description = "The application that serves this document, whether local, staging or production",
                Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
                {
                    ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)),
                },
            });
            options.IncludeXmlComments(() => XmlComments.Of(typeof(ApiDocument).Assembly));
            options.DescribeAllParametersInCamelCase();
            options.SupportNonNullableReferenceTypes();
            options.CustomSchemaIds(SchemaNames.Shown);
            options.MapType<JsonNode>(() => new OpenApiSchema());
            options.SchemaFilter<MemberSchemaFilter>();
            options.SchemaFilter<BundleSchemaFilter>();
            options.SchemaFilter<FuzzyDateSchemaFilter>();
            options.SchemaFilter<ProblemSchemaFilter>();
            options.OperationFilter<RequestBodyFilter>();
            options.OperationFilter<PathParameterFilter>();
            options.OperationFilter<ParameterFilter>();
            options.OperationFilter<FileResponseFilter>();
            options.OperationFilter<ViewSchemaFilter>();
            options.OperationFilter<RequestHeaderFilter>();
            options.OperationFilter<ResponseHeaderFilter>();
            options.OperationFilter<ProblemResponseFilter>();
            options.OperationFilter<SecuritySchemeFilter>();
            options.DocumentFilter<SecuritySchemeFilter>();
            options.DocumentFilter<TagFilter>();
            options.DocumentFilter<CommonHeaderFilter>();
            options.DocumentFilter<FormatFilter>();
        });

    public static void UseApiDocument(this WebApplication app)
    {
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint(".." + Address, Title); // relative, for a path base
            options.DocumentTitle = Title;
            options.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.None);
            options.EnableFilter();
            options.DefaultModelsExpandDepth(-1); // each operation shows its schemas; a list of all of them doubles the time to the tags
            options.EnableDeepLinking();
            options.EnableTryItOutByDefault();
            options.DisplayOperationId();
            options.DisplayRequestDuration();
            options.ConfigObject.Plugins = [SecuritySchemesAsTheyAre];
        });
        app.MapGet(Address, ServedDocument.Get).AllowAnonymous().ExcludeFromDescription();
        app.MapGet($"/openapi/{Name}-3.0.json", ServedDocument.Get30).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/openapi.json", () => TypedResults.Redirect("~" + Address)).AllowAnonymous().ExcludeFromDescription();
    }

    private static OpenApiInfo About()
    {
        using var text = new StreamReader(typeof(ApiDocument).Assembly.GetManifestResourceStream("About.md")!);

        return new()
        {
            Title = Title,
            Version = "1.0.0",
            Description = text.ReadToEnd().TrimEnd(),
            License = new() { Name = "MIT", Identifier = "MIT" },
            Contact = new() { Name = "The maintainers of Partnership Tracker" },
        };
    }
}
