using Microsoft.OpenApi;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Web.Requests;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>
/// What is shown where a view can be asked for: any of the members but the id may be left out, and what is related may stand beside
/// them.
/// </summary>
internal sealed class ViewSchemaFilter(IServiceProvider services) : IOperationFilter
{
    private const string Member = "included";

    /// <summary>The schema that says the whole of what a view shows.</summary>
    public static string? Whole(string? name) =>
        name?.EndsWith(nameof(View), StringComparison.Ordinal) is true ? name[..^nameof(View).Length] : name;

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
        view.Description += " With `fields`, the members that were not asked for are absent.";
        view.Required = new HashSet<string>(StringComparer.Ordinal) { "id" };
        view.Properties = new Dictionary<string, IOpenApiSchema>(whole.Properties!, StringComparer.Ordinal) { [Member] = Reference(name) };

        return view;
    }

    private static OpenApiSchema Included(Includes relations, OperationFilterContext context)
    {
        var properties = relations.All.GroupBy(r => r.Collection).ToDictionary(
            those => those.Key,
            IOpenApiSchema (those) => ById(
                $"The {those.Key} asked for by {string.Join(" and ", those.Select(r => $"`{r.Name}`"))}, by id; absent when not asked for.",
                context.SchemaGenerator.GenerateSchema(those.First().Shown, context.SchemaRepository)));
        var cut = relations.All.Where(r => r.IsLimited).Select(r => r.Collection).ToList();

        if (cut.Count > 0)
        {
            properties["more"] = More(cut);
        }

        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "What was asked for besides, by collection and id.",
            Properties = properties,
        };
    }

    private static OpenApiSchema More(IEnumerable<string> cut) => new()
    {
        Type = JsonSchemaType.Object,
        Description = $"Where all are listed, for what has more than are shown: the first {Includes.MaxOfOne} of one thing, and the "
            + $"first {Includes.MaxOfEach} of each thing of a list; absent when all are shown.",
        Properties = cut.ToDictionary(collection => collection, IOpenApiSchema (collection) => ById(
            $"The URL of the list of all its {collection}, by the id of what has them.",
            new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = Rules.ShortText })),
    };

    private static OpenApiSchema ById(string description, IOpenApiSchema one) =>
        new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = one };

    private static OpenApiSchemaReference Reference(string name) => new(IncludedOf(name))
    {
        Description = "What was asked for by `include`: each thing once. Absent when nothing was.",
    };

    private static string ViewOf(string name) => name + nameof(View);

    private static string IncludedOf(string name) => name + nameof(Included);
}
