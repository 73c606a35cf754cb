using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>The required and nullable members of an object, and the bounds that validators set.</summary>
internal sealed class MemberSchemaFilter(ValidatorRules rules) : ISchemaFilter
{
    private static readonly string LargestInteger = int.MaxValue.ToString(CultureInfo.InvariantCulture);

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } members } whole || context.MemberInfo is not null)
        {
            return;
        }

        var isWritten = context.IsWritten();
        var known = rules.Of(context.Type);
        var required = new HashSet<string>(StringComparer.Ordinal);
        var nullability = new NullabilityInfoContext();

        foreach (var property in context.Type.GetProperties().Where(p => members.ContainsKey(NameOf(p))))
        {
            var name = NameOf(property);
            var isThere = isWritten ? known[property.Name].Any(r => r.Requires) : !IsLeftOut(property);
            var mayBeNull = nullability.Create(property).ReadState is NullabilityState.Nullable && (isWritten ? !isThere : isThere);

            if (isThere)
            {
                required.Add(name);
            }

            members[name] = Bounded(WithNull(members[name], mayBeNull), known[property.Name]);

            if (property.GetCustomAttribute<ItemLengthAttribute>() is { } each)
            {
                ((OpenApiSchema)members[name].Items!).MaxLength = each.Max;
            }
        }

        foreach (var rule in isWritten ? known[""] : [])
        {
            rule.State(whole);
        }

        whole.Required = required;
        whole.AdditionalPropertiesAllowed = !isWritten;
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsLeftOut(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is JsonIgnoreCondition.WhenWritingNull;

    private static IOpenApiSchema WithNull(IOpenApiSchema member, bool mayBeNull)
    {
        if (member is OpenApiSchemaReference reference)
        {
            return mayBeNull ? Either(reference) : reference;
        }

        var schema = (OpenApiSchema)member;
        schema.Type = mayBeNull ? schema.Type | JsonSchemaType.Null : schema.Type & ~JsonSchemaType.Null;

        return schema;
    }

    private static OpenApiSchema Either(OpenApiSchemaReference reference) => new()
    {
        Description = reference.Description,
        OneOf = [new OpenApiSchemaReference(reference.Reference.Id!), new OpenApiSchema { Type = JsonSchemaType.Null }],
    };

    private static IOpenApiSchema Bounded(IOpenApiSchema member, IEnumerable<ValidatorRule> rules)
    {
        foreach (var rule in rules)
        {
            rule.State(member);
        }

        // Counts and versions are never negative.
        if (member is OpenApiSchema { Minimum: null, Type: { } type } count && type.HasFlag(JsonSchemaType.Integer))
        {
            (count.Minimum, count.Maximum) = ("0", LargestInteger);
        }

        return member;
    }
}
