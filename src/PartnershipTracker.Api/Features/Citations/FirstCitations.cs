namespace PartnershipTracker.Features.Citations;

/// <summary>
/// Queries for the first citations of each of several items. One statement reads up to the given number for each item, and no more. The
/// inner query repeats the condition on the items: EF Core ranks its rows, and without it would rank all citations of the register. The
/// outer query states the order again, since a join has none.
/// </summary>
internal static class FirstCitations
{
    public static IQueryable<Citation> OfMeetings(TrackerDb db, Guid[] meetings, int max) => db.Meetings
        .Where(r => meetings.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => meetings.Contains(c.MeetingId!.Value))
            .Where(c => c.MeetingId == r.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> OfCollaborations(TrackerDb db, Guid[] collaborations, int max) => db.Collaborations
        .Where(r => collaborations.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => collaborations.Contains(c.CollaborationId!.Value))
            .Where(c => c.CollaborationId == r.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> OfTrips(TrackerDb db, Guid[] trips, int max) => db.Trips
        .Where(r => trips.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => trips.Contains(c.TripId!.Value))
            .Where(c => c.TripId == r.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> OfPeople(TrackerDb db, string[] people, int max) => db.People
        .Where(r => people.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => people.Contains(c.PersonId))
            .Where(c => c.PersonId == r.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> OfSources(TrackerDb db, Guid[] sources, int max) => db.Sources
        .Where(r => sources.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => sources.Contains(c.SourceId))
            .Where(c => c.SourceId == r.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);
}
