using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PartnershipTracker.OpenApi.Examples;
using PartnershipTracker.OpenApi.Operations;
using PartnershipTracker.OpenApi.Schemas;

namespace PartnershipTracker.OpenApi;

/// <summary>
/// The OpenAPI document and its reader. What the document says is read from the types, their comments and their validators; what all
/// operations have in common (problems, headers, examples) is a filter each in <c>Document/</c>.
/// </summary>
public static class ApiDocument
{
    private const string Name = "v1";
    private const string Title = "Partnership Tracker";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services
        .AddEndpointsApiExplorer()
        .AddSingleton<ValidatorRules>()
        .AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Name, About());
            options.AddServer(new OpenApiServer { Url = "/", Description = "This application" });
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
            options.DocumentFilter<ExampleFilter>();
        });

    public static void UseApiDocument(this WebApplication app)
    {
        app.UseSwagger(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.RouteTemplate = "openapi/{documentName}.json";
        });
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint($"/openapi/{Name}.json", Title);
            options.DocumentTitle = Title;
            options.DocExpansion(Swashbuckle.AspNetCore.SwaggerUI.DocExpansion.None);
            options.EnableDeepLinking();
            options.EnableTryItOutByDefault();
            options.DisplayOperationId();
            options.DisplayRequestDuration();
        });
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).AllowAnonymous().ExcludeFromDescription();
    }

    private static OpenApiInfo About()
    {
        using var text = new StreamReader(typeof(ApiDocument).Assembly.GetManifestResourceStream("About.md")!);

        return new()
        {
            Title = Title,
            Version = Name,
            Description = text.ReadToEnd().TrimEnd(),
            License = new() { Name = "MIT", Identifier = "MIT" },
            Contact = new() { Name = "The maintainers of Partnership Tracker" },
        };
    }
}
