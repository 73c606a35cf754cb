using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Network;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Responses;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Timeline;

public static class TimelineEndpoints
{
    public static void MapTimeline(this IEndpointRouteBuilder api)
    {
        var timeline = api.MapGroup("/timeline").NeedsReadOrWrite().WithSnapshots()
            .WithTag("Timeline", "Trips, meetings and stages of collaborations, as they followed one another.");

        timeline.MapGet("/", List).WithName("listTimeline");
        api.MapPicture("/timeline", "Timeline", "drawTimeline", Draw);
        api.MapTable("/timeline", "Timeline", "exportTimeline", Export);
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
        var (entries, next, total) = await Answer(filter, criteria, db, cancellation);

        return TypedResults.Ok(new Page<TimelineEntry>(entries, next, total));
    }

    /// <summary>Draw what happened, in order</summary>
    /// <remarks>
    /// The same page as a picture (SVG 1.1), for a page or a dashboard to embed: what lasted is a bar, one day a diamond, and one unknown
    /// day a dashed span over all the days that it may have been.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        CancellationToken cancellation)
    {
        var (entries, next, _) = await Answer(filter, criteria, db, cancellation);
        var keys = entries.Where(e => e.Stage is not null).SelectMany(e => e.Affiliates.Concat(e.Companies).Concat(e.Areas)).Distinct();
        var nodes = await new NetworkNames(db, filter).Nodes([.. keys], cancellation);

        return new(new TimelinePicture(
            entries, next is not null, nodes.ToDictionary(n => n.Key, n => n.Value.Name), new(picture.Lang)).Draw());
    }

    private static async Task<(IReadOnlyList<TimelineEntry> Entries, string? Next, int? Total)> Answer(
        TimelineFilter filter, MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var timeline = new TimelineReader(db, filter, criteria);
        var (places, next, total) = await (await timeline.Places(cancellation)).ToRows(filter, TimelineFilter.Sorting, cancellation);

        return (await timeline.Show(places, cancellation), next, total);
    }

    /// <summary>Export what happened, in order</summary>
    /// <remarks>A row for each entry, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<TimelineRow>> Export(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, ExportSession store, CancellationToken cancellation)
    {
        var timeline = new TimelineReader(store.Db, filter, criteria);
        var names = await TimelineRow.Names(store.Db, cancellation);
        store.Shows(await timeline.Meetings(cancellation));

        return new("timeline", (await timeline.Places(cancellation))
            .InChunks(filter, TimelineFilter.Sorting, timeline.Show, cancellation).Select(entry => TimelineRow.From(entry, names)));
    }
}
