using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.Coverage;

public static class CoverageEndpoints
{
    public static void MapCoverage(this RouteGroupBuilder api)
    {
        var coverage = api.MapGroup("/coverage").NeedsReadOrWrite().WithSnapshots(isOfAll: true)
            .WithTag("Coverage", "The matrix of affiliates, companies and areas with their meetings and collaborations, and its gaps.");

        coverage.MapGet("/", Show).WithName("getCoverage");
        api.MapPicture("/coverage", "Coverage", "drawCoverage", Draw);
        coverage.MapGet("/gaps", ShowGaps).WithName("getCoverageGaps");
        api.MapRows("/coverage", "Coverage", "Coverage", "coverage", ListRows);
        api.MapRows("/coverage/gaps", "Coverage", "CoverageGaps", "coverage-gaps", ListGapRows);
    }

    /// <summary>Get the coverage matrix</summary>
    /// <remarks>
    /// The rows and the columns are affiliates, companies, areas, people or times. Each cell counts the meetings and the collaborations
    /// that belong to its row and its column. A meeting counts when it took place; `status` names other statuses to count. Filters select
    /// the meetings; those by affiliate, company, area, stage and modality also select the collaborations, and the first three narrow their
    /// own axes. An area includes all areas below it. The group itself is shown only with
    /// `kind=group`. A meeting of several days counts in each time that it touches; a date that could be in two times is in the column
    /// `uncertain`. Counts are no reads of the counted meetings, and are not in the audit.
    /// </remarks>
    private static async Task<Ok<CoverageResponse>> Show(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) => TypedResults.Ok(await Answer(query, criteria, db, clock, cancellation));

    /// <summary>Draw the coverage matrix</summary>
    /// <remarks>
    /// The same matrix as a picture (SVG 1.1), for a page or a dashboard to embed. The higher the counts of a cell, the darker it is. The
    /// forty rows and columns with most meetings are drawn, of at most 10,000. With `links=true`, each number of a cell is a link to its
    /// list, beside the stages of the collaborations and the date of the last meeting.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        TimeProvider clock, CancellationToken cancellation)
    {
        Allow(query, criteria);
        var all = await CoverageMatrix.Of(
            db, query, criteria, clock.Today(), withNotHeld: false, cancellation, CoverageMatrix.MaxCounted);

        return SvgResult.Of(all.Largest(CoveragePicture.MaxItems).Show(), shown => new CoveragePicture(
            shown, all.Rows.Count, all.Columns.Count, new(picture.Lang), picture.Links is "true").Draw());
    }

    private static async Task<CoverageResponse> Answer(
        CoverageQuery query, MeetingCriteria criteria, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        Allow(query, criteria);

        return (await CoverageMatrix.Of(db, query, criteria, clock.Today(), withNotHeld: false, cancellation)).Show();
    }

    /// <summary>List the rows of the coverage matrix</summary>
    /// <remarks>A row for each cell that is not empty, with the filters of the matrix, and the id and both names on each axis.</remarks>
    private static async Task<Ok<InsightTable<CoverageRow>>> ListRows(
        [AsParameters] CoverageQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation)
    {
        Allow(query, criteria);

        var coverage = await CoverageMatrix.Of(db, query, criteria, clock.Today(), withNotHeld: false, cancellation);

        return InsightTable.Of(CoverageRow.Of(coverage));
    }

    /// <summary>Get the gaps of the coverage matrix</summary>
    /// <remarks>
    /// The cells of the same matrix without meetings and collaborations, and the companies and areas without any. A planned or cancelled
    /// meeting fills no gap, unless `status` names it; `notHeld` counts these meetings. `staleAfter` adds the cells whose last meeting was
    /// longer ago than that, by the latest day that it may have been on.
    /// </remarks>
    private static async Task<Ok<GapsResponse>> ShowGaps(
        [AsParameters] GapsQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation)
    {
        var coverage = await CoverageMatrix.Of(db, query, criteria, clock.Today(), withNotHeld: true, cancellation);
        var (companies, areas) = await new CoverageGaps(db, query, criteria).Idle(cancellation);

        return TypedResults.Ok(new GapsResponse(
            query.RowsAre,
            query.ColumnsAre,
            CoverageGaps.Of(coverage, query.StaleBefore(clock.Today())),
            companies,
            areas));
    }

    /// <summary>List the rows of the gaps</summary>
    /// <remarks>
    /// A row for each empty or stale cell of the matrix, with the filters of the gaps, and the id and both names on each axis.
    /// </remarks>
    private static async Task<Ok<InsightTable<GapRow>>> ListGapRows(
        [AsParameters] GapsQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation)
    {
        var coverage = await CoverageMatrix.Of(db, query, criteria, clock.Today(), withNotHeld: true, cancellation);

        return InsightTable.Of(GapRow.Of(coverage, CoverageGaps.Of(coverage, query.StaleBefore(clock.Today()))));
    }

    private static void Allow(CoverageQuery query, MeetingCriteria criteria)
    {
        if ((query.RowsAre.IsTime() || query.ColumnsAre.IsTime()) && criteria.Match is not (null or Periods.Touching))
        {
            throw new ProblemException("invalid_request", Fault.Of("match", "contradicts", query.RowsAre.IsTime() ? "rows" : "columns"));
        }
    }
}
