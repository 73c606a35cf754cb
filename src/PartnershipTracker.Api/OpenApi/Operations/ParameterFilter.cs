using System.ComponentModel;
using System.Reflection;
using Microsoft.OpenApi;
using PartnershipTracker.OpenApi.Schemas;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The schemas of path parameters, from their examples, and of query parameters, from the validators of the query.</summary>
internal sealed class ParameterFilter(ValidatorRules rules) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var parameters = (operation.Parameters ?? []).OfType<OpenApiParameter>().ToLookup(p => p.In);

        foreach (var id in parameters[ParameterLocation.Path])
        {
            id.Schema = Id(id);
        }

        foreach (var type in context.MethodInfo.GetParameters().Select(p => p.ParameterType).Where(t => t.IsAssignableTo(typeof(Query))))
        {
            var known = rules.Of(type);
            var properties = type.GetProperties().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), StringComparer.Ordinal);

            foreach (var query in parameters[ParameterLocation.Query].Where(q => properties.ContainsKey(q.Name!)))
            {
                Describe(query, properties[query.Name!], known[properties[query.Name!].Name]);
            }
        }
    }

    private static void Describe(OpenApiParameter query, PropertyInfo property, IEnumerable<ValidatorRule> rules)
    {
        var one = new OpenApiSchema { Type = JsonSchemaType.String };
        var isRepeatable = property.PropertyType.IsArray;
        query.Schema = isRepeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one, MaxItems = Query.MaxValues } : one;

        if (isRepeatable)
        {
            (query.Style, query.Explode) = (ParameterStyle.Form, true);
        }

        foreach (var rule in rules)
        {
            rule.State(query.Schema);
            query.Required |= rule is { Requires: true, OfItems: false };
        }

        if (property.Name is "DryRun")
        {
            query.Example = true; // what Swagger UI fills in changes nothing
        }

        // Without `sort`, a list has the first order.
        one.Default = property.GetCustomAttribute<DefaultValueAttribute>() is { Value: { } value }
            ? JsonSerializer.SerializeToNode(one.Type is JsonSchemaType.Boolean ? value is "true" : value)
            : property.Name is nameof(ListFilter.Sort) ? one.Enum?[0].DeepClone()
            : null;
    }

    private static OpenApiSchema Id(OpenApiParameter id) => (string?)(id.Example as JsonValue) switch
    {
        { } uuid when Guid.TryParse(uuid, out _) => new() { Type = JsonSchemaType.String, Format = "uuid" },
        { } code when Messages.Problems.ContainsKey(code) =>
            new() { Type = JsonSchemaType.String, Enum = [.. Messages.Problems.Keys.Select(c => (JsonNode)c)] },
        _ => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Key.MaxLength, Pattern = Key.Pattern },
    };
}
