using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Responses;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Coverage;

public static class CoverageEndpoints
{
    public static void MapCoverage(this IEndpointRouteBuilder api)
    {
        var coverage = api.MapGroup("/coverage").NeedsReadOrWrite().WithSnapshots()
            .WithTag("Coverage", "Which affiliate works with which company, on what, and where nobody does.");

        coverage.MapGet("/", Show).WithName("getCoverage");
        api.MapPicture("/coverage", "Coverage", "drawCoverage", Draw);
        coverage.MapGet("/gaps", ShowGaps).WithName("getCoverageGaps");
        api.MapTable("/coverage", "Coverage", "exportCoverage", Export);
    }

    /// <summary>Get the matrix of who covers what</summary>
    /// <remarks>
    /// Every affiliate, company, area, person or time as a row and as a column, and where they meet the collaborations and meetings that
    /// have both. Filters choose the meetings; affiliates, companies, areas and stages the collaborations too; each narrows its own axis.
    /// An area includes what is below it. The group itself is shown with `kind=group` only. What lasted is in each time that it touches; a
    /// date that could fall in two of them is in the column `uncertain`.
    /// </remarks>
    private static async Task<Ok<CoverageResponse>> Show(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) => TypedResults.Ok(await Answer(query, criteria, db, clock, cancellation));

    /// <summary>Draw the matrix of who covers what</summary>
    /// <remarks>
    /// The same answer as a picture (SVG 1.1), for a page or a dashboard to embed: the fuller a cell, the darker it is. The first
    /// sixty rows and columns are drawn.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        TimeProvider clock, CancellationToken cancellation) =>
        new(new CoveragePicture(await Answer(query, criteria, db, clock, cancellation), new(picture.Lang)).Draw());

    private static async Task<CoverageResponse> Answer(
        CoverageQuery query, MeetingCriteria criteria, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        Allow(query, criteria);

        return (await CoverageMatrix.Of(db, query, criteria, clock.Today(), cancellation)).Show();
    }

    /// <summary>Export the matrix of who covers what</summary>
    /// <remarks>A row for each cell that has something in it, with the filters of the matrix.</remarks>
    private static async Task<TableFile<CoverageRow>> Export(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, ExportSession store, TimeProvider clock,
        CancellationToken cancellation)
    {
        Allow(query, criteria);
        var coverage = await CoverageMatrix.Of(store.Db, query, criteria, clock.Today(), cancellation);

        return new("coverage", CoverageRow.Of(coverage).ToAsyncEnumerable());
    }

    /// <summary>Get what nobody covers</summary>
    /// <remarks>
    /// The cells of the same matrix that have no meeting and no collaboration, and the companies and areas that have none at all. With
    /// `staleAfter` also the cells whose last meeting was longer ago than that, at the latest that it may have been.
    /// </remarks>
    private static async Task<Ok<GapsResponse>> ShowGaps(
        [AsParameters] GapsQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation)
    {
        var coverage = await CoverageMatrix.Of(db, query, criteria, clock.Today(), cancellation);
        var uncovered = new CoverageGaps(db, query, criteria);

        return TypedResults.Ok(new GapsResponse(
            query.RowsAre,
            query.ColumnsAre,
            [.. CoverageGaps.Gaps(coverage, query.StaleBefore(clock.Today()))],
            await uncovered.Companies(cancellation),
            await uncovered.Areas(cancellation)));
    }

    private static void Allow(CoverageQuery query, MeetingCriteria criteria)
    {
        if ((query.RowsAre.IsTime() || query.ColumnsAre.IsTime()) && criteria.Match is not (null or Periods.Touching))
        {
            throw new ProblemException("invalid_request", Fault.Of("match", "contradicts", query.RowsAre.IsTime() ? "rows" : "columns"));
        }
    }
}
