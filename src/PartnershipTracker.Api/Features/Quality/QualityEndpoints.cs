using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Quality;

public static class QualityEndpoints
{
    public static void MapQuality(this RouteGroupBuilder api)
    {
        api.MapGroup("/quality").NeedsReadOrWrite().WithSnapshots(isOfAll: true)
            .WithTag("Quality", "Counts of facts and resources that an analyst should look at.")
            .MapGet("/", Get).WithName("getQuality");
        api.MapRows("/quality", "Quality", "Quality", "quality", ListRows);
    }

    /// <summary>Get the quality report</summary>
    /// <remarks>
    /// For each rule the number of findings, with the request that lists them: facts that no source supports, that are disputed, or that
    /// rest on hearsay only; meetings outside the dates of their trip, held in the future, with unnamed participants, on the same day, or
    /// without areas; shared names; collaborations without held meetings; and citations whose passage is not verified. The rules on
    /// meetings are about those of every status.
    /// </remarks>
    private static async Task<Ok<QualityResponse>> Get([AsParameters] QualityQuery query, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await new QualityReport(db, query).Count(cancellation));

    /// <summary>List the rows of the quality report</summary>
    /// <remarks>A row for each rule, with the number of its findings and the request that lists them.</remarks>
    private static async Task<Ok<InsightTable<QualityFinding>>> ListRows(
        [AsParameters] QualityQuery query, TrackerDb db, CancellationToken cancellation) =>
        InsightTable.Of((await new QualityReport(db, query).Count(cancellation)).Items);
}
