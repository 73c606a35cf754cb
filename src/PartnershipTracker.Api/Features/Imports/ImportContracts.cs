using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Features.Imports;

/// <summary>The options of an import.</summary>
public sealed class ImportQuery : Query
{
    /// <summary>`true` checks the file as an import does and reports the result, but changes nothing.</summary>
    [DefaultValue("false")]
    public string? DryRun { get; init; }

    /// <summary>`all`: one invalid item prevents the whole import. `partial`: the valid items are imported.</summary>
    [DefaultValue("all")]
    public string? Mode { get; init; }

    /// <summary>
    /// The table of a CSV or XLSX file: a collection, or the parts of one. Required for CSV, and for XLSX unless its sheets are named like
    /// tables.
    /// </summary>
    public string? Resource { get; init; }

    /// <summary>
    /// The order of year, month and day in dates of a table that can be read in two orders, such as `6/5/2024`. Without it, such a date is
    /// refused, unless other dates of the file show the order.
    /// </summary>
    public string? DateOrder { get; init; }

    /// <summary>
    /// The meaning of a range of days in a table, such as `2024.6.22~7.9`, where the date is that of an event. `lasted`: it lasted the
    /// whole time. `within`: it was on one day of the range. Without it, such a range is refused.
    /// </summary>
    public string? Range { get; init; }

    /// <summary>The year of dates in a table that have none, such as `6/28` or `상반기`. A column `year` takes precedence.</summary>
    public string? Year { get; init; }

    internal DateConventions Dates => new()
    {
        Order = DateOrder is null ? null : EnumNames.Read<DateOrder>(DateOrder),
        Range = Range is null ? null : EnumNames.Read<RangeMeaning>(Range),
        Year = Year is null ? null : int.Parse(Year, CultureInfo.InvariantCulture),
    };
}

/// <summary>The options of a template.</summary>
public sealed class TemplateQuery : Query
{
    /// <summary>The collection of the template.</summary>
    [DefaultValue("meetings")]
    public string? Resource { get; init; }
}

/// <summary>The result of an import.</summary>
/// <param name="ImportId" example="019094ca-3c00-7000-8000-000000000001">The id of the import, under `/imports/{importId}`.</param>
/// <param name="DryRun" example="false">True when the import was a dry run and changed nothing.</param>
/// <param name="Created" example="3">The number of items that created a resource.</param>
/// <param name="Updated" example="1">The number of items that changed a resource.</param>
/// <param name="Unchanged" example="33">The number of items that changed nothing.</param>
/// <param name="Failed" example="0">The number of invalid items.</param>
/// <param name="Skipped" example="0">
/// The number of rows of a table that are no items: titles above the header, empty rows, subtotals and footnotes.
/// </param>
/// <param name="Collections">The same numbers for each collection.</param>
/// <param name="Errors">The errors of invalid items, by line. At most 1000 are listed.</param>
/// <param name="Notes">
/// How a table was read, by line: its format and header, the columns and rows that were left out, and the keys that were proposed. At most
/// 1000 are listed.
/// </param>
/// <param name="Rows">The first rows with their outcomes. `/imports/{importId}/rows` lists all.</param>
public sealed record ImportResponse(
    Guid ImportId, bool DryRun, int Created, int Updated, int Unchanged, int Failed, int Skipped,
    [property: MaxLength(20)] IReadOnlyList<ImportedCollectionResponse> Collections,
    [property: MaxLength(ImportSummary.MaxErrors)] IReadOnlyList<ImportErrorResponse> Errors,
    [property: MaxLength(ImportSummary.MaxErrors)] IReadOnlyList<ImportErrorResponse> Notes,
    [property: MaxLength(ImportRows.MaxFirst)] IReadOnlyList<ImportRowResponse> Rows) : IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => Rows.Cast<IAuditedRead>().SelectMany(row => row.Reads);
}

/// <summary>The result of an import for one collection.</summary>
/// <param name="Resource" example="meetings">The collection.</param>
/// <param name="Created" example="3">The number of items that created a resource.</param>
/// <param name="Updated" example="1">The number of items that changed a resource.</param>
/// <param name="Unchanged" example="4">The number of items that changed nothing.</param>
/// <param name="Failed" example="0">The number of invalid items.</param>
public sealed record ImportedCollectionResponse(
    [property: MaxLength(Rules.ShortText)] string Resource, int Created, int Updated, int Unchanged, int Failed);

/// <summary>An error of an item of an imported file, or a note about a table.</summary>
/// <param name="Line" example="7">The line of the file on which the item begins, from 1.</param>
/// <param name="Pointer" example="#/meetings/6/date">
/// The JSON pointer of the error: in a JSON bundle from its root, in NDJSON from the item. In a table it names the column by its header.
/// </param>
/// <param name="Code" example="date_malformed">The code of the error, for programs.</param>
/// <param name="Detail" example="There is no such day.">The description of the error and of what would be right.</param>
public sealed record ImportErrorResponse(
    int Line, [property: MaxLength(ListFilter.MaxUrl)] string Pointer, [property: MaxLength(Rules.ShortText)] string Code,
    [property: MaxLength(ListFilter.MaxUrl)] string Detail);

public sealed class ImportQueryValidator : AbstractValidator<ImportQuery>
{
    public ImportQueryValidator(ResourceCatalog catalog)
    {
        RuleFor(q => q.DryRun).Flag();
        RuleFor(q => q.Mode).OneOf("all", "partial");
        RuleFor(q => q.Resource).OneOf(catalog.Tables);
        RuleFor(q => q.DateOrder).OneOf(default(DateOrder?));
        RuleFor(q => q.Range).OneOf(default(RangeMeaning?));
        RuleFor(q => q.Year).Whole(FuzzyDate.FirstYear, FuzzyDate.LastYear);
    }
}

public sealed class TemplateQueryValidator : AbstractValidator<TemplateQuery>
{
    public TemplateQueryValidator(ResourceCatalog catalog) => RuleFor(q => q.Resource).OneOf(catalog.Tables);
}
