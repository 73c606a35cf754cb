using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Network;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.Timeline;

public static class TimelineEndpoints
{
    public static void MapTimeline(this RouteGroupBuilder api)
    {
        var timeline = api.MapGroup("/timeline").NeedsReadOrWrite().WithSnapshots(isOfAll: false)
            .WithTag("Timeline", "Trips, meetings and stages of collaborations in the order of their dates.");

        timeline.MapGet("/", List).WithName("listTimeline");
        api.MapPicture("/timeline", "Timeline", "drawTimeline", Draw, isOfAll: false);
        api.MapJsonRows("/timeline", "Timeline", "Timeline", ListRows, isOfAll: false);
        api.MapTable("/timeline", "Timeline", "exportTimeline", Export);
    }

    /// <summary>List the timeline</summary>
    /// <remarks>
    /// Trips, meetings and stages of collaborations by their earliest and then their latest day. No date is shown more precisely than it is
    /// known. A stage is placed by the date that it began or, if that is not known, by the date of the report; a stage without either is
    /// left out. An entry matches when it has the values of all filters: with `company` there are no trips, with `person` no stages.
    /// Planned and cancelled meetings are entries too, with their `status`.
    /// </remarks>
    private static async Task<Ok<Page<TimelineEntry>>> List(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Answer(filter, criteria, db, cancellation));

    /// <summary>Draw the timeline</summary>
    /// <remarks>
    /// The same page as a picture (SVG 1.1), for a page or a dashboard to embed: a bar for several days, a diamond for one day, and a
    /// dashed span over all possible days for one unknown day. A planned meeting is hollow, a cancelled one is crossed out, and the label
    /// of either begins with the status. An entry with an unknown date has a row without a shape.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        CancellationToken cancellation)
    {
        var page = await Answer(filter, criteria, db, cancellation);
        var names = await Names(page.Items.Where(e => e.Stage is not null), db, cancellation);

        return SvgResult.Of(page, shown => new TimelinePicture(
            shown.Items, shown.Next is not null, names, new(picture.Lang), picture.Links is "true").Draw());
    }

    /// <summary>List the timeline as rows</summary>
    /// <remarks>
    /// The same pages as flat rows, with the columns of the file: the keys, and the names in both languages. Several values are in one
    /// cell.
    /// </remarks>
    private static async Task<Ok<Page<TimelineRow>>> ListRows(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var page = await Answer(filter, criteria, db, cancellation);
        var names = await Names(page.Items, db, cancellation);

        return TypedResults.Ok(new Page<TimelineRow>([.. page.Items.Select(e => TimelineRow.From(e, names))], page.Next, page.Total));
    }

    /// <summary>Returns the names of the keys of entries.</summary>
    private static async Task<Dictionary<string, LocalizedText>> Names(
        IEnumerable<TimelineEntry> entries, TrackerDb db, CancellationToken cancellation)
    {
        var keys = entries.SelectMany(e => e.People.Concat(e.Affiliates).Concat(e.Companies).Concat(e.Areas)).Distinct();
        var nodes = await NetworkNames.Nodes(db, [.. keys], cancellation);

        return nodes.ToDictionary(n => n.Key, n => n.Value.Name, StringComparer.Ordinal);
    }

    private static async Task<Page<TimelineEntry>> Answer(
        TimelineFilter filter, MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var timeline = new TimelineReader(db, filter, criteria);
        var (places, next, total) = await (await timeline.Places(cancellation)).ToRows(filter, TimelineFilter.Sorting, cancellation);

        return new(await timeline.Show(places, cancellation), next, total);
    }

    /// <summary>Export the timeline</summary>
    /// <remarks>A row for each entry, without pages, with the filters and the order of the list.</remarks>
    private static async Task<TableFile<TimelineRow>> Export(
        [AsParameters] TimelineFilter filter, [AsParameters] MeetingCriteria criteria, ExportSession store, CancellationToken cancellation)
    {
        var timeline = new TimelineReader(store.Db, filter, criteria);
        var names = await TimelineRow.Names(store.Db, cancellation);
        var places = await timeline.Places(cancellation);
        var rows = places.InChunks(filter, TimelineFilter.Sorting, timeline.Show, cancellation)
            .Select(entry => TimelineRow.From(entry, names));

        return new("timeline", (await timeline.Meetings(cancellation)).ExportWith(_ => rows));
    }
}
