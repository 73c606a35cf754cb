using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PartnershipTracker.Http.Document;

namespace PartnershipTracker.Http;

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
        .AddSingleton<MemberRules>()
        .AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Name, About());
            options.AddServer(new OpenApiServer { Url = "/", Description = "This application" });
            options.IncludeXmlComments(() => Comments.Of(typeof(ApiDocument).Assembly));
            options.DescribeAllParametersInCamelCase();
            options.SupportNonNullableReferenceTypes();
            options.CustomSchemaIds(SchemaNames.Shown);
            options.MapType<JsonNode>(() => new OpenApiSchema());
            options.SchemaFilter<Members>();
            options.SchemaFilter<FuzzyDates>();
            options.SchemaFilter<ProblemBounds>();
            options.OperationFilter<Bodies>();
            options.OperationFilter<Parameters>();
            options.OperationFilter<Files>();
            options.OperationFilter<ViewSchemas>();
            options.OperationFilter<RequestHeaders>();
            options.OperationFilter<ResponseHeaders>();
            options.OperationFilter<Problems>();
            options.OperationFilter<SecuritySchemes>();
            options.DocumentFilter<SecuritySchemes>();
            options.DocumentFilter<Tags>();
            options.DocumentFilter<Examples>();
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

    /// <summary>Puts the operations of a group under a tag, and says once what the tag is about.</summary>
    public static RouteGroupBuilder WithTag(this RouteGroupBuilder group, string name, string description) =>
        group.WithTags(name).WithMetadata(new OpenApiTag { Name = name, Description = description });

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
