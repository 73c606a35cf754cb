using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Inclusions;

/// <summary>
/// The first so many of those that name each of some things, in one statement that reads no more of them than that. What is joined has
/// no order, so it is put in order again.
/// </summary>
internal static class TopPerParent
{
    /// <summary>Of trips, in their order. What the caller may not see is not among them, as in any list.</summary>
    public static IQueryable<Meeting> Meetings(TrackerDb db, Guid[] trips, int most) => db.Trips
        .Where(t => trips.Contains(t.Id))
        .SelectMany(t => db.Meetings
            .Where(m => m.TripId == t.Id).OrderBy(m => m.SortOrder).ThenBy(m => m.Date.Earliest).ThenBy(m => m.Id).Take(most))
        .OrderBy(m => m.SortOrder).ThenBy(m => m.Date.Earliest).ThenBy(m => m.Id);

    public static IQueryable<Area> Areas(TrackerDb db, string[] parents, int most) => db.Areas
        .Where(a => parents.Contains(a.Id))
        .SelectMany(a => db.Areas
            .Where(child => child.ParentId == a.Id).OrderBy(child => child.SortName).ThenBy(child => child.Id).Take(most))
        .OrderBy(child => child.SortName).ThenBy(child => child.Id);

    public static IQueryable<Collaboration> CollaborationsOfCompanies(TrackerDb db, string[] companies, int most) => db.Companies
        .Where(o => companies.Contains(o.Id))
        .SelectMany(o => db.Collaborations.Where(c => c.CompanyId == o.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Collaboration> CollaborationsOfAffiliates(TrackerDb db, string[] affiliates, int most) => db.Affiliates
        .Where(o => affiliates.Contains(o.Id))
        .SelectMany(o => db.Collaborations.Where(c => c.AffiliateId == o.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> CitationsOfMeetings(TrackerDb db, Guid[] meetings, int most) => db.Meetings
        .Where(r => meetings.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => c.MeetingId == r.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> CitationsOfCollaborations(TrackerDb db, Guid[] collaborations, int most) => db.Collaborations
        .Where(r => collaborations.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => c.CollaborationId == r.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> CitationsOfTrips(TrackerDb db, Guid[] trips, int most) => db.Trips
        .Where(r => trips.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => c.TripId == r.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> CitationsOfPeople(TrackerDb db, string[] people, int most) => db.People
        .Where(r => people.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => c.PersonId == r.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);

    public static IQueryable<Citation> CitationsOfSources(TrackerDb db, Guid[] sources, int most) => db.Sources
        .Where(r => sources.Contains(r.Id))
        .SelectMany(r => db.Citations.Where(c => c.SourceId == r.Id).OrderBy(c => c.Id).Take(most))
        .OrderBy(c => c.Id);
}
