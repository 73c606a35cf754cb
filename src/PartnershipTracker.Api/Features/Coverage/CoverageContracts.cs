using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Coverage;

/// <summary>Who covers what: a matrix of two dimensions.</summary>
/// <param name="Rows">The rows, those without anything included.</param>
/// <param name="Columns">The columns, those without anything included.</param>
/// <param name="Cells">The cells with something in them, by row and column.</param>
/// <param name="Totals">What is in any of the cells, each thing once.</param>
public sealed record CoverageResponse(
    Axis Rows, Axis Columns, [property: MaxLength(Axis.MaxItems * Axis.MaxItems)] IReadOnlyList<Cell> Cells, Totals Totals) : ComputedResponse;

/// <summary>Where a row and a column meet.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="Column" example="nvidia">The id of the column.</param>
/// <param name="Collaborations" example="1">How many collaborations; null where an axis is nothing that collaborations have.</param>
/// <param name="Meetings" example="1">How many meetings.</param>
/// <param name="Stages">The stages that the collaborations are in.</param>
/// <param name="LastMet">When people last met, as exactly as is known; of the meetings that were held.</param>
/// <param name="Links">The list requests that return exactly what was counted.</param>
public sealed record Cell(
    [property: MaxLength(Key.MaxLength)] string Row, [property: MaxLength(Key.MaxLength)] string Column,
    int? Collaborations, int Meetings, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages,
    FuzzyDate? LastMet, CellLinks Links);

/// <summary>The list requests behind a cell.</summary>
/// <param name="Collaborations" example="/api/v1/collaborations?affiliate=sk-hynix&amp;company=nvidia">
/// The collaborations that were counted; null where none were.
/// </param>
/// <param name="Meetings" example="/api/v1/meetings?affiliate=sk-hynix&amp;company=nvidia">
/// The meetings that were counted; null where none were, and where it is uncertain when.
/// </param>
public sealed record CellLinks(
    [property: MaxLength(ListFilter.MaxUrl)] string? Collaborations, [property: MaxLength(ListFilter.MaxUrl)] string? Meetings);

/// <summary>Distinct totals.</summary>
/// <param name="Collaborations" example="7">Collaborations; null where an axis is nothing that collaborations have.</param>
/// <param name="Meetings" example="6">Meetings.</param>
public sealed record Totals(int? Collaborations, int Meetings);

/// <summary>What can be asked of a matrix.</summary>
public class CoverageQuery : Query
{
    /// <summary>What the rows are; unless said, affiliates, or companies beside them. An area includes everything below it.</summary>
    public string? Rows { get; init; }

    /// <summary>
    /// What the columns are: something else than the rows, and not a time beside another; unless said, companies, or affiliates beside
    /// them.
    /// </summary>
    public string? Columns { get; init; }

    /// <summary>Only areas at this depth of their tree: 1 are those with nothing above them. Absent: all.</summary>
    public string? Depth { get; init; }

    /// <summary>Which affiliates are shown: `affiliate` (the default) for the members of the group, `group` for the group itself.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? MeetingKind { get; init; }

    /// <summary>Only collaborations that are now in one of these stages.</summary>
    public string[]? Stage { get; init; }

    internal Dimension RowsAre => EnumNames.Read<Dimension>(Rows ?? (Columns is "affiliate" ? "company" : "affiliate"));

    internal Dimension ColumnsAre => EnumNames.Read<Dimension>(Columns ?? (Rows is "company" ? "affiliate" : "company"));

    internal int? AtDepth => Depth is null ? null : int.Parse(Depth, System.Globalization.CultureInfo.InvariantCulture);
}

public abstract class CoverageQueryValidator<T> : AbstractValidator<T>
    where T : CoverageQuery
{
    private static readonly string[] Times = [.. Enum.GetValues<Dimension>().Where(d => d.IsTime()).Select(EnumNames.Write)];

    protected CoverageQueryValidator(params Dimension[] dimensions)
    {
        string[] known = [.. dimensions.Select(EnumNames.Write)];
        RuleFor(q => q.Rows).OneOf(known);
        RuleFor(q => q.Columns).OneOf(known);
        RuleFor(q => q.Columns)
            .Must((q, columns) => columns is null || (columns != q.Rows && !(Times.Contains(columns) && Times.Contains(q.Rows))))
            .WithErrorCode("contradicts").WithState(_ => new object[] { "rows" });
        RuleFor(q => q.Depth).Whole(1, 100);
        RuleForEach(q => q.Kind).OneOf(default(AffiliateKind?));
        RuleForEach(q => q.MeetingKind).OneOf(default(MeetingKind?));
        RuleForEach(q => q.Stage).OneOf(default(CollaborationStage?));
    }
}

public sealed class CoverageQueryValidator() : CoverageQueryValidator<CoverageQuery>(
    Dimension.Affiliate, Dimension.Company, Dimension.Area, Dimension.Person, Dimension.Year, Dimension.Quarter, Dimension.Month);
