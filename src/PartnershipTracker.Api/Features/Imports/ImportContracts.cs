using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using FluentValidation;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Imports;

/// <summary>How a file is taken in.</summary>
public sealed class ImportQuery : Query
{
    /// <summary>`true` does everything, tells what would become of it, and leaves nothing of it behind.</summary>
    [DefaultValue("false")]
    public string? DryRun { get; init; }

    /// <summary>`all`: one item that cannot be taken keeps out all others. `partial`: each item that can be taken is.</summary>
    [DefaultValue("all")]
    public string? Mode { get; init; }

    /// <summary>Of a CSV file, the collection that it is of.</summary>
    public string? Resource { get; init; }
}

/// <summary>Of which collection a template is.</summary>
public sealed class TemplateQuery : Query
{
    /// <summary>The collection.</summary>
    [DefaultValue("meetings")]
    public string? Resource { get; init; }
}

/// <summary>
/// A register, or a part of it: each collection with its items as a PUT would send them, and their `id`; meetings with their `areas`. Null
/// members and empty lists are left out.
/// </summary>
/// <param name="Affiliates">Affiliates.</param>
/// <param name="Companies">Companies.</param>
/// <param name="People">People, with their positions.</param>
/// <param name="Areas">Areas.</param>
/// <param name="Trips">Trips.</param>
/// <param name="Meetings">Meetings, with their participants and area links.</param>
/// <param name="Collaborations">Collaborations, with their stages.</param>
/// <param name="Sources">Sources, without their texts.</param>
/// <param name="Citations">Citations.</param>
public sealed record RegisterBundle(
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Affiliates = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Companies = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? People = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Areas = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Trips = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Meetings = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Collaborations = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Sources = null,
    [property: MaxLength(RegisterFile.MaxItems)] IReadOnlyList<JsonObject>? Citations = null);

/// <summary>What became of an import.</summary>
/// <param name="DryRun" example="false">Whether nothing of it was kept, because it was only tried.</param>
/// <param name="Created" example="3">How many items are new.</param>
/// <param name="Updated" example="1">How many have changed something.</param>
/// <param name="Unchanged" example="33">How many were so already.</param>
/// <param name="Failed" example="0">How many cannot be taken.</param>
/// <param name="Collections">The same for each collection.</param>
/// <param name="Errors">What is wrong with those that cannot be taken, by line; the first thousand.</param>
public sealed record ImportResponse(
    bool DryRun, int Created, int Updated, int Unchanged, int Failed,
    [property: MaxLength(20)] IReadOnlyList<ImportedCollectionResponse> Collections,
    [property: MaxLength(ImportSummary.MaxErrors)] IReadOnlyList<ImportErrorResponse> Errors);

/// <summary>What became of the items of one collection.</summary>
/// <param name="Resource" example="meetings">The collection.</param>
/// <param name="Created" example="3">How many are new.</param>
/// <param name="Updated" example="1">How many have changed something.</param>
/// <param name="Unchanged" example="4">How many were so already.</param>
/// <param name="Failed" example="0">How many cannot be taken.</param>
public sealed record ImportedCollectionResponse(
    [property: MaxLength(Rules.ShortText)] string Resource, int Created, int Updated, int Unchanged, int Failed);

/// <summary>What is wrong with an item.</summary>
/// <param name="Line" example="7">The line of the file on which the item begins.</param>
/// <param name="Pointer" example="#/meetings/6/date">
/// Where it is: in a bundle from its root, else in the item; of a table, the column.
/// </param>
/// <param name="Code" example="date_malformed">What is wrong with it, for programs.</param>
/// <param name="Detail" example="There is no such day.">What is wrong with it and what would be right.</param>
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
    }
}

public sealed class TemplateQueryValidator : AbstractValidator<TemplateQuery>
{
    public TemplateQueryValidator(ResourceCatalog catalog) => RuleFor(q => q.Resource).OneOf(catalog.Tables);
}
