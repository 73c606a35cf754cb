using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Quality;

public static class QualityEndpoints
{
    public static void MapQuality(this IEndpointRouteBuilder api) => api.MapGroup("/quality").NeedsReadOrWrite().WithSnapshots()
        .WithTag("Quality", "What an analyst should look at.")
        .MapGet("/", Get).WithName("getQuality");

    /// <summary>Get what is wrong or missing, rule by rule</summary>
    /// <remarks>
    /// How many facts no source supports, are disputed, or have hearsay behind them and no more; dates outside their trip, unnamed
    /// participants, names that two share, the same day twice, what has no meeting or no area, and passages that are not verified: each
    /// with the request that lists them.
    /// </remarks>
    private static async Task<Ok<QualityResponse>> Get([AsParameters] QualityQuery query, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await new QualityReport(db, query).Count(cancellation));
}
