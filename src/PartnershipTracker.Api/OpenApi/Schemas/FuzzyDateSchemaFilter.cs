using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Web.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>Fuzzy dates as <see cref="FuzzyDateConverter"/> writes and reads them, which their properties do not tell.</summary>
internal sealed class FuzzyDateSchemaFilter : ISchemaFilter
{
    private const string Date = "((19|2[01])[0-9]{2}|2200)(-[0-9]{2}(-[0-9]{2})?)?[~?%]?";
    private const string Pattern = $@"^({Date}(/({Date}|\.\.))?|\[{Date}\.\.{Date}\])$";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(FuzzyDate) || schema is not OpenApiSchema date || context.MemberInfo is not null)
        {
            return;
        }

        // "none" is never written: no qualifier is there then.
        context.SchemaRepository.Schemas.Remove(nameof(FuzzyDateQualifier));
        date.Description = "A date as exact as somebody stated it, and no more, in a subset of EDTF (ISO 8601-2).";
        var members = Shape(date.Properties![nameof(FuzzyDate.Precision).ToLowerInvariant()]);

        if (!context.IsWritten())
        {
            date.Properties = members;
            date.Required = new HashSet<string>(["edtf", "precision", "earliest", "latest"], StringComparer.Ordinal);

            return;
        }

        var whole = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "As it is shown: whatever else it says must follow from `edtf`.",
            Properties = members,
            Required = new HashSet<string>(["edtf"], StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
        };
        (date.Type, date.Properties, date.Required, date.OneOf) = (null, null, null, [Edtf(), whole]);
        date.AdditionalPropertiesAllowed = true;
    }

    private static Dictionary<string, IOpenApiSchema> Shape(IOpenApiSchema precision) => new(StringComparer.Ordinal)
    {
        ["edtf"] = Edtf(),
        ["precision"] = new OpenApiSchemaReference(((OpenApiSchemaReference)precision).Reference.Id!)
        {
            Description = "How exact it is: a year, a month, a day, an interval that it lasted, or one unknown day within.",
        },
        ["qualifier"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. EnumNames.Names(typeof(FuzzyDateQualifier)).Skip(1).Select(name => (JsonNode)name)],
            Description = "Whether it is approximate (~), uncertain (?) or both (%); absent when it is neither.",
        },
        ["earliest"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "date",
            Description = "The first day that it may have been.",
        },
        ["latest"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Format = "date",
            Description = "The last day that it may have been; null when the end is open.",
        },
    };

    private static OpenApiSchema Edtf() => new()
    {
        Type = JsonSchemaType.String,
        MinLength = 4,
        MaxLength = FuzzyDate.MaxLength,
        Pattern = Pattern,
        Description = "EDTF: `2024`, `2024-04`, `2024-06-28`; `2024-06-28/2024-06-29` lasted the whole interval, "
            + "`2024-07-09/..` lasts still; `[2024-06-22..2024-07-09]` was one unknown day within. "
            + "`~` after a date: approximate, `?`: uncertain, `%`: both.",
        Examples = ["2024-06-28"],
    };
}
