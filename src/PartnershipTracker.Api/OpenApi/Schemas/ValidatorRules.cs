using System.Reflection;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>A rule of a validator for a member, for each item of the member, or, with an empty name, for the whole object.</summary>
internal sealed record ValidatorRule(string Member, bool OfItems, IPropertyValidator Rule)
{
    public bool Requires => Rule is INotNullValidator or INotEmptyValidator;

    public void State(IOpenApiSchema? member)
    {
        switch (OfItems ? member?.Items : member, Rule)
        {
            case (OpenApiSchema schema, IDescribedRule described):
                described.Describe(schema);
                break;
            case (OpenApiSchema schema, IBetweenValidator between):
                (schema.Minimum, schema.Maximum) = (Print(between.From), Print(between.To));
                break;
        }
    }

    private static string Print(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture)!;
}

/// <summary>The rules that the validator of a type sets for its members, so that the document states what validation checks.</summary>
internal sealed class ValidatorRules(IServiceScopeFactory scopes)
{
    /// <summary>Returns the rules of a type. An answer has the bounds of the request that wrote it.</summary>
    public ILookup<string, ValidatorRule> Of(Type type)
    {
        using var scope = scopes.CreateScope();
        var validated = type.IsAssignableTo(typeof(Query))
            ? type
            : type.Assembly.GetType(type.FullName!.Replace("Response", "Request", StringComparison.Ordinal)) ?? type;
        var validator = (IValidator?)scope.ServiceProvider.GetService(typeof(IValidator<>).MakeGenericType(validated));

        return (validator?.CreateDescriptor().Rules ?? [])
            .SelectMany(rule => rule.Components, (rule, component) => new ValidatorRule(
                rule.Member is null ? "" : rule.PropertyName ?? "",
                rule.Member is PropertyInfo member && member.PropertyType != rule.TypeToValidate,
                component.Validator))
            .ToLookup(rule => rule.Member, StringComparer.Ordinal);
    }
}
