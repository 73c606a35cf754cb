using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Http;
using PartnershipTracker.Http.Security;

namespace PartnershipTracker.Features.Insights;

public static class TimelineEndpoints
{
    public static void MapTimeline(this IEndpointRouteBuilder api)
    {
        var timeline = api.MapGroup("/timeline").NeedsReadOrWrite().WithSnapshots()
            .WithTag("Timeline", "Trips, meetings and stages of collaborations, as they followed one another.");

        timeline.MapGet("/", List).WithName("listTimeline");
    }

    /// <summary>List what happened, in order</summary>
    /// <remarks>
    /// Trips, meetings and stages of collaborations by their earliest and then their latest day; nothing is shown more precise than it is
    /// known. A stage stands where it began or, if nobody said when, where it was reported; without either it is not here. Something is
    /// there when it has what each filter asks for: with `company`, no trips; with `person`, no stages.
    /// </remarks>
    private static async Task<Ok<Page<TimelineEntry>>> List(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var timeline = new Timeline(db, filter, criteria);
        var (moments, next, total) = await (await timeline.Moments(cancellation)).ToRows(filter, TimelineFilter.Sorting, cancellation);

        return TypedResults.Ok(new Page<TimelineEntry>(await timeline.Show(moments, cancellation), next, total));
    }
}
