using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Schemas;

/// <summary>The schemas of fuzzy dates as <see cref="FuzzyDateConverter"/> writes and reads them.</summary>
internal sealed class FuzzyDateSchemaFilter : ISchemaFilter
{
    private const string Date = "((19|2[01])[0-9]{2}|2200)(-[0-9]{2}(-[0-9]{2})?)?[~?%]?";

    // The last digit is FuzzyDate.MaxMembers - 1
    private const string Pattern = $@"^(XXXX|{Date}(/({Date}|\.\.))?|\.\./{Date}|\[{Date}(\.\.{Date}|(,{Date}){{1,9}})\])$";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(FuzzyDate) || schema is not OpenApiSchema date || context.MemberInfo is not null)
        {
            return;
        }

        // "none" is never written: the member is absent then.
        context.SchemaRepository.Schemas.Remove(nameof(FuzzyDateQualifier));
        date.Description = "A date, exactly as precise as its source, in a subset of EDTF (ISO 8601-2).";
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
            Description = "The form of answers. All members must agree with `edtf`.",
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
            Description = "The precision: a year, a half, a quarter, a season, a month, a day, a whole interval, one unknown day within an "
                + "interval, one of a set of dates, or `unknown`.",
        },
        ["qualifier"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. EnumNames.Names(typeof(FuzzyDateQualifier)).Skip(1).Select(name => (JsonNode)name)],
            Description = "Approximate (`~`), uncertain (`?`) or both (`%`). Absent if neither.",
        },
        ["earliest"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Format = "date",
            Description = "The earliest possible day; null if the start is open or the date unknown.",
        },
        ["latest"] = new OpenApiSchema
        {
            Type = JsonSchemaType.String | JsonSchemaType.Null,
            Format = "date",
            Description = "The latest possible day; null if the end is open or the date unknown.",
        },
    };

    private static OpenApiSchema Edtf() => new()
    {
        Type = JsonSchemaType.String,
        MinLength = 4,
        MaxLength = FuzzyDate.MaxLength,
        Pattern = Pattern,
        Description = "EDTF: `2024`, `2024-04`, `2024-06-28`; `2024-21` to `2024-24` are spring (March to May) to winter, `2024-33` to "
            + "`2024-36` the quarters, `2024-40` and `2024-41` the halves; `2024-06-28/2024-06-29` is the whole interval, `2024-07-09/..` "
            + "has no end, `../2024-07` no start; `[2024-06-22..2024-07-09]` is one unknown day in the interval, `[2024-06-03,2024-06-10]` "
            + "one of these; `XXXX` is unknown. After a date, `~` means approximate, `?` uncertain, `%` both.",
        Examples = ["2024-06-28"],
    };
}
