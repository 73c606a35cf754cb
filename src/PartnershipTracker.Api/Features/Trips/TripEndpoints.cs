using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Trips;

public static class TripEndpoints
{
    public static void MapTrips(this RouteGroupBuilder api)
    {
        var trips = api.MapCrud(TripResource.Definition);

        trips.MapGet("/", List).WithName("listTrips");
        api.MapTable("/trips", "Trips", "exportTrips", Export);
    }

    /// <summary>List trips</summary>
    /// <remarks>The trips by date.</remarks>
    private static async Task<Ok<Page<Rendered<TripResponse>>>> List(
        [AsParameters] TripFilter filter, [AsParameters] PeriodFilter period, [AsParameters] RootEvidenceFilter evidence,
        [AsParameters] View<TripResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter, period).WithEvidence(evidence)
            .ToPage<Trip, TripResponse>(filter, TripFilter.Sorting, cancellation));

    /// <summary>Export trips</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static async Task<TableFile<TripRow>> Export(
        [AsParameters] TripFilter filter, [AsParameters] PeriodFilter period, [AsParameters] RootEvidenceFilter evidence,
        ExportSession session, CancellationToken cancellation)
    {
        var names = await session.Db.People.All(cancellation);

        return new("trips", Find(session.Db, filter, period).WithEvidence(evidence)
            .InOrder(filter, TripFilter.Sorting).ToExport(t => TripRow.From(t, names.GetValueOrDefault(t.TravellerId ?? ""))));
    }

    private static IQueryable<Trip> Find(TrackerDb db, TripFilter filter, PeriodFilter period)
    {
        var found = db.Trips.Within(period, t => t.Date).Matching(filter);

        if (filter.Traveller is { Length: > 0 } travellers)
        {
            found = found.Where(t => travellers.Contains(t.TravellerId));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(t => EF.Functions.ILike(t.Title.Ko!, part, "\\") || EF.Functions.ILike(t.Title.En!, part, "\\"))
            : found;
    }
}
