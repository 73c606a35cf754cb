using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Meetings;

public static class MeetingEndpoints
{
    public static void MapMeetings(this RouteGroupBuilder api)
    {
        var meetings = api.MapCrud(MeetingResource.Definition);

        meetings.MapGet("/", List).WithName("listMeetings");
        api.MapTable("/meetings", "Meetings", "exportMeetings", Export);
        api.MapFile("/meetings", FileFormat.Calendar, "Meetings", "exportMeetings", ExportCalendar);

        api.MapGroup("/areas").NeedsReadOrWrite().WithTags("Meetings")
            .MapGet("/{areaId}/meetings", ListOfArea).WithName("listMeetingsOfArea");
        api.MapGroup("/trips").NeedsReadOrWrite().WithTags("Meetings")
            .MapGet("/{tripId}/meetings", ListOfTrip).WithName("listMeetingsOfTrip");
    }

    /// <summary>List meetings</summary>
    /// <remarks>
    /// The meetings by date. A repeated filter accepts any of its values; different filters must all hold, each of the meeting as a whole.
    /// Only `area` and `basis` must hold of the same link.
    /// </remarks>
    private static async Task<Ok<Page<Rendered<MeetingResponse>>>> List(
        [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        [AsParameters] View<MeetingResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Page(db, filter, criteria, quality, cancellation));

    /// <summary>Export meetings</summary>
    /// <remarks>
    /// One row for each meeting, with the filters and the order of the list, without pages. Several values in a cell are separated by
    /// semicolons. A workbook has the participants and the area links of the same meetings on further sheets, with a row for each.
    /// </remarks>
    private static async Task<TableFile<MeetingRow>> Export(
        [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        ExportSession session, CancellationToken cancellation)
    {
        var found = await Find(session.Db, filter, criteria, quality, cancellation);

        return new("meetings", found.InOrder(filter, MeetingFilter.Sorting).ExportWith(
            all => MeetingRow.Of(session.Db, all),
            all => Sheet.Of(MeetingPartTables.OfParticipants, MeetingParticipantRow.Of(session.Db, all)),
            all => Sheet.Of(MeetingPartTables.OfAreas, MeetingAreaRow.Of(session.Db, all))));
    }

    /// <summary>Export meetings</summary>
    /// <remarks>
    /// A calendar to subscribe to, with the filters of the list. A meeting on an exact day is an event of that day. A meeting with an
    /// interval is an event of several days. Meetings without an exact day are included only with `uncertain=true`.
    /// </remarks>
    private static async Task<CalendarFile> ExportCalendar(
        [AsParameters] CalendarQuery query, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria,
        [AsParameters] MeetingQualityFilter quality, ExportSession session, CancellationToken cancellation)
    {
        var calendar = new MeetingCalendar(query);
        var found = calendar.Among(await Find(session.Db, filter, criteria, quality, cancellation));
        var inOrder = found.InOrder(filter, MeetingFilter.Sorting);

        return new("meetings", calendar.Name, inOrder.ExportWith(all => MeetingRow.Of(session.Db, all).Select(calendar.Event)));
    }

    /// <summary>List the meetings of an area</summary>
    /// <remarks>The meetings that are linked to the area or to an area below it, with the filters of the list of meetings.</remarks>
    /// <param name="areaId" example="hbm">The key of the area.</param>
    private static async Task<Ok<Page<Rendered<MeetingResponse>>>> ListOfArea(
        string areaId, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria,
        [AsParameters] MeetingQualityFilter quality, [AsParameters] View<MeetingResponse> view, TrackerDb db,
        CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);
        var area = await db.Get<Area>(areaId, cancellation);

        return TypedResults.Ok(await Page(db, filter, criteria, quality, cancellation, area.Id));
    }

    /// <summary>List the meetings of a trip</summary>
    /// <remarks>By date or, with `sort=tripOrder`, in the order of the trip, with the filters of the list of meetings.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The id of the trip.</param>
    private static async Task<Ok<Page<Rendered<MeetingResponse>>>> ListOfTrip(
        string tripId, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria,
        [AsParameters] MeetingQualityFilter quality, [AsParameters] View<MeetingResponse> view, TrackerDb db,
        CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);
        var trip = await db.Get<Trip>(tripId, cancellation);
        var found = (await Find(db, filter, criteria, quality, cancellation)).Where(m => m.TripId == trip.Id);

        return TypedResults.Ok(await found.ToPage<Meeting, MeetingResponse>(filter, MeetingFilter.Sorting, cancellation));
    }

    private static async Task<Page<Rendered<MeetingResponse>>> Page(
        TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, MeetingQualityFilter quality, CancellationToken cancellation,
        string? areaId = null)
    {
        if (MeetingFacets.Answer(filter, criteria, areaId))
        {
            return await MeetingFacets.Page(db, filter, criteria, areaId, cancellation);
        }

        var found = await Find(db, filter, criteria, quality, cancellation, areaId);

        return await found.ToPage<Meeting, MeetingResponse>(filter, MeetingFilter.Sorting, cancellation);
    }

    /// <summary>Applies the filters that all reads of meetings share.</summary>
    private static async Task<IQueryable<Meeting>> Find(
        TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, MeetingQualityFilter quality, CancellationToken cancellation,
        string? areaId = null) =>
        (await db.Meetings(criteria, filter.Kind, cancellation, areaId)).Matching(filter).With(db, quality);
}
