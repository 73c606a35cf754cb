using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Timeline;

/// <summary>The place of an entry in the timeline.</summary>
internal sealed class TimelinePlace
{
    public TimelineEntryType Type { get; init; }

    public Placement PlacedBy { get; init; }

    public DateOnly Earliest { get; init; }

    public DateOnly Latest { get; init; }

    /// <summary>The order of entries with the same bounds: a trip, its meetings in the order of the trip, then the others.</summary>
    public int Rank { get; init; }

    public Guid Id { get; init; }
}

/// <summary>
/// The reader of trips, meetings and stages in one order. An entry matches when it has the values of all filters: a trip has a traveller
/// and no company, a stage has a company and no person.
/// </summary>
internal sealed class TimelineReader(TrackerDb db, TimelineFilter filter, MeetingCriteria criteria)
{
    private const int Last = int.MaxValue;

    public async Task<IReadOnlyList<IQueryable<TimelinePlace>>> Places(CancellationToken cancellation)
    {
        var types = Types();
        var places = new List<IQueryable<TimelinePlace>>();

        if (types.Contains(TimelineEntryType.Meeting))
        {
            places.Add((await Meetings(cancellation)).Select(m => new TimelinePlace
            {
                Type = TimelineEntryType.Meeting,
                PlacedBy = Placement.Date,
                Earliest = m.Date.Earliest,
                Latest = m.Date.Latest,
                Rank = m.SortOrder,
                Id = m.Id,
            }));
        }

        if (types.Contains(TimelineEntryType.Trip))
        {
            places.Add(Trips());
        }

        if (types.Contains(TimelineEntryType.Stage))
        {
            places.AddRange(await Stages(cancellation));
        }

        return places;
    }

    /// <summary>Returns the meetings of the timeline.</summary>
    public async Task<IQueryable<Meeting>> Meetings(CancellationToken cancellation)
    {
        var isShown = Types().Contains(TimelineEntryType.Meeting);

        return (await db.Meetings(criteria, filter.Kind, cancellation)).Matching(filter).Where(_ => isShown);
    }

    /// <summary>Returns the entries of a page, in one statement for each type among them.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> Show(IReadOnlyList<TimelinePlace> places, CancellationToken cancellation)
    {
        var ids = places.ToLookup(m => m.Type, m => m.Id);
        var (ofMeetings, ofTrips, ofStages) =
            (ids[TimelineEntryType.Meeting].ToList(), ids[TimelineEntryType.Trip].ToList(), ids[TimelineEntryType.Stage].ToList());
        var meetings = ofMeetings is [] ? []
            : await db.Meetings.Where(m => ofMeetings.Contains(m.Id)).Include(m => m.Organizations).AsNoTracking()
                .ToDictionaryAsync(m => m.Id, cancellation);
        var trips = ofTrips is [] ? []
            : await db.Trips.Where(t => ofTrips.Contains(t.Id)).AsNoTracking().ToDictionaryAsync(t => t.Id, cancellation);
        var stages = ofStages is [] ? [] : (await db.Collaborations
            .Where(c => c.Stages.Any(s => ofStages.Contains(s.Id))).AsNoTracking().ToListAsync(cancellation))
            .SelectMany(c => c.Stages, (root, stage) => (root, stage)).ToDictionary(s => s.stage.Id);
        var api = filter.Api;

        return [.. places.Select(m => m.Type switch
        {
            TimelineEntryType.Meeting => Entry(meetings[m.Id], api),
            TimelineEntryType.Trip => Entry(trips[m.Id], api),
            _ => Entry(stages[m.Id].root, stages[m.Id].stage, m.PlacedBy, api),
        })];
    }

    private HashSet<TimelineEntryType> Types() => filter.Type is { Length: > 0 } asked
        ? [.. asked.Select(EnumNames.Read<TimelineEntryType>)]
        : [.. Enum.GetValues<TimelineEntryType>()];

    private IQueryable<TimelinePlace> Trips()
    {
        var found = db.Trips.Within(criteria, t => t.Date).Matching(filter).WithModality(criteria.Modality);
        var isAboutMeetings = IsAboutMeetings || HasAny(criteria.Company, criteria.Affiliate, criteria.Area);

        if (criteria.Person is { Length: > 0 } people)
        {
            found = found.Where(t => people.Contains(t.TravellerId));
        }

        if (criteria.Trip is { Length: > 0 })
        {
            var trips = criteria.Trip.Select(Guid.Parse).ToArray();
            found = found.Where(t => trips.Contains(t.Id));
        }

        if (Text.Containing(criteria.Q) is { } part)
        {
            found = found.Where(t => EF.Functions.ILike(t.Title.Ko!, part, "\\") || EF.Functions.ILike(t.Title.En!, part, "\\"));
        }

        return found.Where(_ => !isAboutMeetings).Select(t => new TimelinePlace
        {
            Type = TimelineEntryType.Trip,
            PlacedBy = Placement.Date,
            Earliest = t.Date.Earliest,
            Latest = t.Date.Latest,
            Rank = 0,
            Id = t.Id,
        });
    }

    private async Task<IEnumerable<IQueryable<TimelinePlace>>> Stages(CancellationToken cancellation)
    {
        var isAboutMeetings = IsAboutMeetings || HasAny(criteria.Person, criteria.Trip);
        var found = (await db.Collaborations(criteria, cancellation, q: criteria.Q)).Matching(filter)
            .Where(_ => !isAboutMeetings).SelectMany(c => c.Stages);
        var known = found.Where(s => s.Since != null).Within(criteria, s => s.Since!);
        var reported = found.Where(s => s.Since == null && s.Reported != null).Within(criteria, s => s.Reported!);

        return
        [
            known.Select(s => new TimelinePlace
            {
                Type = TimelineEntryType.Stage,
                PlacedBy = Placement.Since,
                Earliest = s.Since!.Earliest,
                Latest = s.Since.Latest,
                Rank = Last,
                Id = s.Id,
            }),
            reported.Select(s => new TimelinePlace
            {
                Type = TimelineEntryType.Stage,
                PlacedBy = Placement.Reported,
                Earliest = s.Reported!.Earliest,
                Latest = s.Reported.Latest,
                Rank = Last,
                Id = s.Id,
            }),
        ];
    }

    /// <summary>True if a filter asks for what only meetings have.</summary>
    private bool IsAboutMeetings =>
        HasAny(criteria.Basis, criteria.Status, criteria.Format, criteria.City, criteria.Country, filter.Kind);

    private static bool HasAny(params string[]?[] filters) => Array.Exists(filters, f => f is { Length: > 0 });

    private static TimelineEntry Entry(Meeting root, string api)
    {
        var companies = root.Organizations;

        return new TimelineEntry(
            TimelineEntryType.Meeting, root.Id, root.Date, Placement.Date, root.Title, null, root.Status,
            [.. root.Participants.InOrder().Select(p => p.PersonId).OfType<string>().Distinct()],
            Keys(companies, "affiliates"),
            Keys(companies, "companies"),
            [.. root.Areas.Select(l => l.AreaId).Order(StringComparer.Ordinal)],
            root.TripId,
            $"{api}/meetings/{root.Id}").Of(root);
    }

    private static TimelineEntry Entry(Trip root, string api) => new TimelineEntry(
        TimelineEntryType.Trip, root.Id, root.Date, Placement.Date, root.Title, null, null,
        root.TravellerId is null ? [] : [root.TravellerId], [], [], [], null, $"{api}/trips/{root.Id}").Of(root);

    private static TimelineEntry Entry(Collaboration root, StageEntry stage, Placement placedBy, string api) => new TimelineEntry(
        TimelineEntryType.Stage, stage.Id, placedBy is Placement.Since ? stage.Since! : stage.Reported!, placedBy, null, stage.Stage, null,
        [], [root.AffiliateId], [root.CompanyId], [root.AreaId], null, $"{api}/collaborations/{root.Id}").Of(root);

    private static string[] Keys(IEnumerable<MeetingOrganization> organizations, string resource) =>
        [.. organizations.Where(o => o.Resource == resource).Select(o => o.OrganizationId).Order(StringComparer.Ordinal)];
}
