using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>The schemas of answers with `fields` and `include`: only the id is required, and `included` holds related resources.</summary>
internal sealed class ViewSchemaFilter(IServiceProvider services) : IOperationFilter
{
    private const string Member = "included";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (Array.Find(context.MethodInfo.GetParameters(), p => p.ParameterType.IsAssignableTo(typeof(View))) is not { } view)
        {
            return;
        }

        var shown = view.ParameterType.GenericTypeArguments[0];
        var schemas = context.SchemaRepository.Schemas;
        var name = SchemaNames.Shown(shown);
        var relations = (Includes)services.GetRequiredService(typeof(Includes<>).MakeGenericType(shown));
        schemas.TryAdd(IncludedOf(name), Included(relations, context));
        schemas.TryAdd(ViewOf(name), View((OpenApiSchema)schemas[name], name));

        foreach (var media in operation.Responses!["200"].Content!.Values.OfType<OpenApiMediaType>())
        {
            if (media.Schema is OpenApiSchemaReference { Reference.Id: { } id } && id != name && schemas[id] is OpenApiSchema page)
            {
                page.Properties![Member] = Reference(name);
                ((OpenApiSchema)page.Properties["items"]).Items = new OpenApiSchemaReference(ViewOf(name));
            }
            else
            {
                media.Schema = new OpenApiSchemaReference(ViewOf(name));
            }
        }
    }

    private static OpenApiSchema View(OpenApiSchema whole, string name)
    {
        var view = (OpenApiSchema)whole.CreateShallowCopy();
        view.Description += " With `fields`, only the requested members are present.";
        view.Required = new HashSet<string>(StringComparer.Ordinal) { "id" };
        view.Properties = new Dictionary<string, IOpenApiSchema>(whole.Properties!, StringComparer.Ordinal) { [Member] = Reference(name) };

        return view;
    }

    private static OpenApiSchema Included(Includes relations, OperationFilterContext context)
    {
        var properties = relations.All.GroupBy(r => r.Collection).ToDictionary(
            those => those.Key,
            IOpenApiSchema (those) => ById(
                $"The {those.Key} requested with {string.Join(" and ", those.Select(r => $"`{r.Name}`"))}, by id. Absent if not requested.",
                context.SchemaGenerator.GenerateSchema(those.First().Shown, context.SchemaRepository)));
        var cut = relations.All.Where(r => r.IsLimited).Select(r => r.Collection).ToList();

        if (cut.Count > 0)
        {
            properties["more"] = More(cut);
        }

        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "The related resources that were requested, by collection and id.",
            Properties = properties,
        };
    }

    private static OpenApiSchema More(IEnumerable<string> cut) => new()
    {
        Type = JsonSchemaType.Object,
        Description = $"The URLs of complete lists, where not all are shown. At most {Includes.MaxOfOne} are shown for a single resource, "
            + $"and {Includes.MaxOfEach} for each resource of a list. Absent if all are shown.",
        Properties = cut.ToDictionary(collection => collection, IOpenApiSchema (collection) => ById(
            $"The URL of all {collection}, by the id of the resource that they belong to.",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = Rules.ShortText })),
    };

    private static OpenApiSchema ById(string description, IOpenApiSchema one) =>
        new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = one };

    private static OpenApiSchemaReference Reference(string name) => new(IncludedOf(name))
    {
        Description = "The related resources requested with `include`, each once. Absent without `include`.",
    };

    private static string ViewOf(string name) => name + nameof(View);

    private static string IncludedOf(string name) => name + nameof(Included);
}
