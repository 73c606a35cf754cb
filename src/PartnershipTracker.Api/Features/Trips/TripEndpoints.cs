using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Trips;

public static class TripEndpoints
{
    public static void MapTrips(this IEndpointRouteBuilder api)
    {
        var trips = api.MapGroup("/trips").NeedsReadOrWrite().WithTag("Trips", "The itineraries that meetings were part of.");

        trips.MapGet("/", List).WithName("listTrips");
        trips.MapPost("/", Create).WithName("createTrip");
        trips.MapGet("/{tripId}", Get).WithName("getTrip");
        trips.MapPut("/{tripId}", Replace).WithName("replaceTrip");
        trips.MapPatch("/{tripId}", Patch).WithName("patchTrip");
        trips.MapDelete("/{tripId}", Delete).WithName("deleteTrip");
        trips.MapGet("/{tripId}/history", ListHistory).WithName("listTripHistory");
        api.MapTable("/trips", "Trips", "exportTrips", Export);
    }

    /// <summary>List trips</summary>
    /// <remarks>Itineraries, by date.</remarks>
    private static async Task<Ok<Page<TripResponse>>> List(
        [AsParameters] TripFilter filter, [AsParameters] PeriodFilter period, [AsParameters] EvidenceFilter evidence,
        [AsParameters] View<TripResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter, period).WithEvidence(evidence)
            .ToPage(filter, TripFilter.Sorting, TripResponse.From, cancellation));

    /// <summary>Export trips</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<TripRow>> Export(
        [AsParameters] TripFilter filter, [AsParameters] PeriodFilter period, [AsParameters] EvidenceFilter evidence, ExportSession store,
        CancellationToken cancellation)
    {
        var names = await store.Db.People.All(cancellation);

        return new("trips", Find(store.Db, filter, period).WithEvidence(evidence)
            .InOrder(filter, TripFilter.Sorting).AsNoTracking().AsAsyncEnumerable()
            .Select(t => TripRow.From(t, names.GetValueOrDefault(t.TravellerId ?? ""))));
    }

    /// <summary>Add a trip</summary>
    /// <remarks>Its meetings refer to it by the id that the answer carries.</remarks>
    private static Task<Created<TripResponse>> Create(TripRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Trip, TripRequest, TripResponse>(request, cancellation);

    /// <summary>Get one trip</summary>
    /// <remarks>The trip with this id, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static async Task<Ok<TripResponse>> Get(
        string tripId, [AsParameters] AsOfQuery moment, [AsParameters] View<TripResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Trip, TripResponse>(tripId, moment, cancellation));

    /// <summary>Replace a trip</summary>
    /// <remarks>What the body leaves out is cleared.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static Task<Ok<TripResponse>> Replace(
        string tripId, TripRequest request, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Replace<Trip, TripRequest, TripResponse>(tripId, request, precondition, cancellation);

    /// <summary>Change some fields of a trip</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static Task<Ok<TripResponse>> Patch(
        string tripId, MergePatch<TripRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Trip, TripRequest, TripResponse>(tripId, patch, precondition, cancellation);

    /// <summary>Remove a trip that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static Task<NoContent> Delete(string tripId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Trip, TripResponse>(tripId, precondition, cancellation);

    /// <summary>List the versions of a trip</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted trip too.</remarks>
    /// <param name="tripId" example="019094ca-3c00-7000-8000-000000000100">The trip's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string tripId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Trip>(tripId, filter, cancellation));

    private static IQueryable<Trip> Find(TrackerDb db, TripFilter filter, PeriodFilter period)
    {
        var found = db.Trips.Within(period, t => t.Date).ChangedSince(filter);

        if (filter.Traveller is { Length: > 0 } travellers)
        {
            found = found.Where(t => travellers.Contains(t.TravellerId));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(t => EF.Functions.ILike(t.Title.Ko!, part, "\\") || EF.Functions.ILike(t.Title.En!, part, "\\"))
            : found;
    }
}
