using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Meetings;

public static class MeetingEndpoints
{
    public static void MapMeetings(this IEndpointRouteBuilder api)
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
    /// Who met whom, by date. Filters combine: repeated = any of, different ones = all of, each of the meeting as a whole; only `area` with
    /// `basis` hold of the same link.
    /// </remarks>
    private static async Task<Ok<Page<MeetingResponse>>> List(
        [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter flaws,
        [AsParameters] View<MeetingResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await (await Find(db, filter, criteria, cancellation)).With(db, flaws)
            .ToPage(filter, MeetingFilter.Sorting, MeetingResponse.From, cancellation));

    /// <summary>Export meetings</summary>
    /// <remarks>
    /// A row for each, with the filters and the order of the list; all of them at once. What a meeting has several of is in one cell, with
    /// semicolons between.
    /// </remarks>
    private static async Task<TableFile<MeetingRow>> Export(
        [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter flaws, ExportSession store,
        CancellationToken cancellation)
    {
        var found = (await Find(store.Db, filter, criteria, cancellation)).With(store.Db, flaws);
        store.Shows(found);

        return new("meetings", MeetingRow.Of(store.Db, found.InOrder(filter, MeetingFilter.Sorting)));
    }

    /// <summary>Export meetings</summary>
    /// <remarks>
    /// A calendar to subscribe to. A day is an event of that day, an interval one of several days; what has no exact day is there with
    /// `uncertain=true` only.
    /// </remarks>
    private static async Task<CalendarFile> ExportCalendar(
        [AsParameters] CalendarQuery query, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria, ExportSession store,
        CancellationToken cancellation)
    {
        var calendar = new MeetingCalendar(query);
        var found = calendar.Among(await Find(store.Db, filter, criteria, cancellation));
        store.Shows(found);

        return new("meetings", calendar.Name, MeetingRow.Of(store.Db, found.InOrder(filter, MeetingFilter.Sorting)).Select(calendar.Event));
    }

    /// <summary>List the meetings of an area</summary>
    /// <remarks>The meetings that are linked to the area or to something below it; further filters apply.</remarks>
    /// <param name="areaId" example="hbm">The area's key.</param>
    private static async Task<Ok<Page<MeetingResponse>>> ListOfArea(
        string areaId, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria,
        [AsParameters] View<MeetingResponse> view, TrackerDb db, CancellationToken cancellation)
    {
        var area = await db.Get<Area>(areaId, cancellation);
        var found = await Find(db, filter, criteria, cancellation, area.Id);

        return TypedResults.Ok(await found.ToPage(filter, MeetingFilter.Sorting, MeetingResponse.From, cancellation));
    }

    /// <summary>List the meetings of a trip</summary>
    /// <remarks>By date or, with `sort=tripOrder`, in the order of the trip; further filters apply.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static async Task<Ok<Page<MeetingResponse>>> ListOfTrip(
        string tripId, [AsParameters] MeetingFilter filter, [AsParameters] MeetingCriteria criteria,
        [AsParameters] View<MeetingResponse> view, TrackerDb db, CancellationToken cancellation)
    {
        var trip = await db.Get<Trip>(tripId, cancellation);
        var found = (await Find(db, filter, criteria, cancellation)).Where(m => m.TripId == trip.Id);

        return TypedResults.Ok(await found.ToPage(filter, MeetingFilter.Sorting, MeetingResponse.From, cancellation));
    }

    private static async Task<IQueryable<Meeting>> Find(
        TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, CancellationToken cancellation, string? within = null) =>
        (await db.Meetings(criteria, filter.Kind, cancellation, within)).ChangedSince(filter);
}
