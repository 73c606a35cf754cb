using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The coverage matrix of two dimensions.</summary>
/// <param name="Rows">The rows, those without anything included.</param>
/// <param name="Columns">The columns, those without anything included.</param>
/// <param name="Cells">The cells that are not empty, by row and column.</param>
/// <param name="Totals">The totals over all cells, in which each resource counts once.</param>
/// <param name="Links">The list requests behind the cells.</param>
public sealed record CoverageResponse(
    Axis Rows, Axis Columns, [property: MaxLength(Axis.MaxItems * Axis.MaxItems)] IReadOnlyList<Cell> Cells, Totals Totals,
    CellLinks Links) : ComputedResponse;

/// <summary>A cell of the matrix.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="Column" example="nvidia">The id of the column.</param>
/// <param name="Collaborations" example="1">The number of collaborations; null if an axis is no dimension of collaborations.</param>
/// <param name="Meetings" example="1">The number of meetings.</param>
/// <param name="Stages">The number of collaborations in each stage.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
public sealed record Cell(
    [property: MaxLength(Key.MaxLength)] string Row, [property: MaxLength(Key.MaxLength)] string Column,
    int? Collaborations, int Meetings, [property: MaxLength(6)] IReadOnlyList<StageCount> Stages, FuzzyDate? LastMet);

/// <summary>
/// The list requests that return what a cell counts, as URI templates (RFC 6570, level 1). `row` and `column` are those of the cell; `from`
/// and `to` are those of its row or column, if one is a time. Cells with uncertain dates have no such list.
/// </summary>
/// <param name="Collaborations" example="/api/v1/collaborations?affiliate={row}&amp;company={column}">
/// The counted collaborations; null if an axis is no dimension of collaborations.
/// </param>
/// <param name="Meetings" example="/api/v1/meetings?affiliate={row}&amp;company={column}&amp;status=held">The counted meetings.</param>
public sealed record CellLinks(
    [property: MaxLength(ListFilter.MaxUrl)] string? Collaborations, [property: MaxLength(ListFilter.MaxUrl)] string Meetings);

/// <summary>Distinct totals.</summary>
/// <param name="Collaborations" example="7">The number of collaborations; null if an axis is no dimension of collaborations.</param>
/// <param name="Meetings" example="6">The number of meetings.</param>
public sealed record Totals(int? Collaborations, int Meetings);

/// <summary>The query of a matrix.</summary>
public class CoverageQuery : Query, IRefusedByData
{
    /// <summary>
    /// The dimension of the rows; by default affiliates, or companies if the columns are affiliates. An area includes all areas below it.
    /// </summary>
    public string? Rows { get; init; }

    /// <summary>
    /// The dimension of the columns. It differs from that of the rows, and only one of the two is a time. By default companies, or
    /// affiliates if the rows are companies.
    /// </summary>
    public string? Columns { get; init; }

    /// <summary>Only areas at this depth of their tree, from 1 at the top; all by default.</summary>
    public string? Depth { get; init; }

    /// <summary>The kinds of affiliates: `affiliate` (the default) for the members of the group, `group` for the group itself.</summary>
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
