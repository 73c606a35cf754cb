using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The meetings that a filter leaves: the one place that says what each filter means.</summary>
public static class MeetingQueries
{
    public static async Task<IQueryable<Meeting>> Meetings(this TrackerDb db, MeetingFilter filter, CancellationToken cancellation)
    {
        var found = db.Meetings.Within(filter, m => m.Date).ChangedSince(filter).WithParties(filter).WithState(filter);

        return filter is { Area.Length: > 0 } or { Basis.Length: > 0 } ? await found.WithLinks(db, filter, cancellation) : found;
    }

    private static IQueryable<Meeting> WithParties(this IQueryable<Meeting> found, MeetingFilter filter)
    {
        if (filter.Company is { Length: > 0 } companies)
        {
            found = found.Where(m => m.Organizations.Any(o => companies.Contains(o.OrganizationId)));
        }

        if (filter.Affiliate is { Length: > 0 } affiliates)
        {
            found = found.Where(m => m.Organizations.Any(o => affiliates.Contains(o.OrganizationId)));
        }

        return filter.Person is { Length: > 0 } people
            ? found.Where(m => m.Participants.Any(p => people.Contains(p.PersonId)))
            : found;
    }

    private static IQueryable<Meeting> WithState(this IQueryable<Meeting> found, MeetingFilter filter)
    {
        if (filter.Trip is { Length: > 0 })
        {
            var trips = filter.Trip.Select(Guid.Parse).ToArray();
            found = found.Where(m => trips.Contains(m.TripId!.Value));
        }

        if (filter.Kind is { Length: > 0 })
        {
            var kinds = filter.Kind.Select(EnumNames.Read<MeetingKind>).ToArray();
            found = found.Where(m => kinds.Contains(m.Kind));
        }

        if (filter.Status is { Length: > 0 })
        {
            var states = filter.Status.Select(EnumNames.Read<MeetingStatus>).ToArray();
            found = found.Where(m => states.Contains(m.Status));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(m => EF.Functions.ILike(m.Title.Ko!, part, "\\") || EF.Functions.ILike(m.Title.En!, part, "\\"))
            : found;
    }

    private static async Task<IQueryable<Meeting>> WithLinks(
        this IQueryable<Meeting> found, TrackerDb db, MeetingFilter filter, CancellationToken cancellation)
    {
        var bases = filter.Basis is { Length: > 0 }
            ? filter.Basis.Select(EnumNames.Read<LinkBasis>).ToArray()
            : Enum.GetValues<LinkBasis>();

        if (filter.Area is not { Length: > 0 })
        {
            return found.Where(m => m.Areas.Any(l => bases.Contains(l.Basis)));
        }

        var areas = await db.Subtrees(filter.Area, cancellation);

        return found.Where(m => m.Areas.Any(l => areas.Contains(l.AreaId) && bases.Contains(l.Basis)));
    }
}
