using PartnershipTracker.Features.Areas;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The queries that apply the filters of meetings. The meaning of each filter is defined only here.</summary>
public static class MeetingQueries
{
    private static readonly string[] Held = [EnumNames.Write(MeetingStatus.Held)];

    /// <param name="db">The database.</param>
    /// <param name="filter">The filters of the request.</param>
    /// <param name="kind">The kinds of meetings; null or empty: all.</param>
    /// <param name="cancellation">The token that cancels the query.</param>
    /// <param name="within">The area in the URL, which must include the area of the link too; null: none.</param>
    public static Task<IQueryable<Meeting>> Meetings(
        this TrackerDb db, MeetingCriteria filter, string[]? kind, CancellationToken cancellation, string? within = null) =>
        db.Meetings(filter, kind, filter.Status, cancellation, within);

    /// <summary>Returns the meetings that count as met: those that took place, unless the query names other statuses.</summary>
    public static Task<IQueryable<Meeting>> Met(
        this TrackerDb db, MeetingCriteria filter, string[]? kind, CancellationToken cancellation) =>
        db.Meetings(filter, kind, StatusesMet(filter), cancellation);

    /// <summary>Returns the rule by which a meeting with some status counts as met.</summary>
    public static Func<MeetingStatus, bool> CountsAsMet(MeetingCriteria filter) =>
        StatusesMet(filter).Select(EnumNames.Read<MeetingStatus>).ToHashSet().Contains;

    private static string[] StatusesMet(MeetingCriteria filter) => filter.Status is { Length: > 0 } asked ? asked : Held;

    /// <summary>Returns the meetings with one of these statuses, whichever the query names.</summary>
    public static async Task<IQueryable<Meeting>> Meetings(
        this TrackerDb db, MeetingCriteria filter, string[]? kind, string[]? statuses, CancellationToken cancellation,
        string? within = null)
    {
        var found = db.Meetings.Within(filter, m => m.Date).WithParties(filter).WithState(filter, statuses).WithPlace(filter)
            .WithModality(filter.Modality);

        foreach (var connection in filter.Connection ?? [])
        {
            found = found.Behind(db, connection.Split(':'));
        }

        if (kind is { Length: > 0 })
        {
            var kinds = kind.Select(EnumNames.Read<MeetingKind>).ToArray();
            found = found.Where(m => kinds.Contains(m.Kind));
        }

        var bases = filter.Basis is { Length: > 0 }
            ? filter.Basis.Select(EnumNames.Read<LinkBasis>).ToArray()
            : Enum.GetValues<LinkBasis>();

        if (filter.Area is not { Length: > 0 } && within is null)
        {
            return filter.Basis is { Length: > 0 } ? found.Where(m => m.Areas.Any(l => bases.Contains(l.Basis))) : found;
        }

        var areas = await db.Subtrees(filter.Area is { Length: > 0 } ? filter.Area : [within!], cancellation);

        if (filter.Area is { Length: > 0 } && within is not null)
        {
            areas = [.. areas.Intersect(await db.Subtrees([within], cancellation))];
        }

        // The same link must have the area and the basis.
        return found.Where(m => m.Areas.Any(l => areas.Contains(l.AreaId) && bases.Contains(l.Basis)));
    }

    private static IQueryable<Meeting> WithParties(this IQueryable<Meeting> found, MeetingCriteria filter)
    {
        if (filter.Company is { Length: > 0 } companies)
        {
            found = found.Where(m => m.Organizations.Any(o => o.Resource == "companies" && companies.Contains(o.OrganizationId)));
        }

        if (filter.Affiliate is { Length: > 0 } affiliates)
        {
            found = found.Where(m => m.Organizations.Any(o => o.Resource == "affiliates" && affiliates.Contains(o.OrganizationId)));
        }

        return filter.Person is { Length: > 0 } people
            ? found.Where(m => m.Participants.Any(p => people.Contains(p.PersonId)))
            : found;
    }

    /// <summary>
    /// Returns the meetings behind a connection of the network. A participant is the person or, if none is named, the organization.
    /// </summary>
    private static IQueryable<Meeting> Behind(this IQueryable<Meeting> found, TrackerDb db, string[] connection)
    {
        var (source, target) = (connection[1], connection[2]);

        if (connection[0] == "link")
        {
            return found.Where(m => db.Set<AreaLinkOrganization>()
                .Where(o => o.OrganizationId == source && o.AreaId == target).Select(o => o.MeetingId).Contains(m.Id));
        }

        var ours = MeetingsOf(db.Set<Participant>().Where(p => p.Side == ParticipantSide.Ours), source);
        var theirs = MeetingsOf(db.Set<Participant>().Where(p => p.Side != ParticipantSide.Ours), target);

        return found.Where(m => ours.Contains(m.Id) && theirs.Contains(m.Id));
    }

    /// <summary>Returns the ids of the meetings in two parts, for each of which there is an index.</summary>
    private static IQueryable<Guid> MeetingsOf(IQueryable<Participant> participants, string key) =>
        participants.Where(p => p.PersonId == key).Select(p => p.MeetingId).Concat(
            participants.Where(p => p.PersonId == null && p.OrganizationId == key).Select(p => p.MeetingId));

    private static IQueryable<Meeting> WithState(this IQueryable<Meeting> found, MeetingCriteria filter, string[]? statuses)
    {
        if (filter.Trip is { Length: > 0 })
        {
            var trips = filter.Trip.Select(Guid.Parse).ToArray();
            found = found.Where(m => trips.Contains(m.TripId!.Value));
        }

        if (statuses is { Length: > 0 })
        {
            var states = statuses.Select(EnumNames.Read<MeetingStatus>).ToArray();
            found = found.Where(m => states.Contains(m.Status));
        }

        if (filter.Format is { Length: > 0 })
        {
            var formats = filter.Format.Select(EnumNames.Read<MeetingFormat>).ToArray();
            found = found.Where(m => formats.Contains(m.Format));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(m => EF.Functions.ILike(m.Title.Ko!, part, "\\") || EF.Functions.ILike(m.Title.En!, part, "\\"))
            : found;
    }

    private static IQueryable<Meeting> WithPlace(this IQueryable<Meeting> found, MeetingCriteria filter)
    {
        if (filter.City is { Length: > 0 })
        {
            // PostgreSQL has a lower case of İ, the invariant culture has none.
            var cities = Text.Clean(filter.City).Select(city => city.ToLowerInvariant().Replace('İ', 'i')).ToArray();
            found = found.Where(m => cities.Contains(MeetingTable.Lower(m.City!)));
        }

        return filter.Country is { Length: > 0 } countries ? found.Where(m => countries.Contains(m.Country)) : found;
    }
}
