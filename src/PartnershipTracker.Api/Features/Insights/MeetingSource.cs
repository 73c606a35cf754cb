using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>The keys of meetings in SQL (<c>met</c> has their columns), and the groups that these keys are in.</summary>
internal static class MeetingSource
{
    /// <summary>Returns true for dimensions whose keys are columns of a meeting, so that many meetings have the same.</summary>
    public static bool IsColumn(this Dimension dimension) => dimension.IsTime() || dimension is Dimension.Kind or Dimension.Place;

    /// <summary>Returns the expression of a meeting's keys, a text, and the join that it needs.</summary>
    /// <param name="dimension">The dimension. Affiliates and companies are in one list.</param>
    /// <param name="hasBasis">True if only the areas of links with some bases count.</param>
    public static (string Keys, string Join) SqlOf(Dimension dimension, bool hasBasis) => dimension switch
    {
        Dimension.Place => ("concat_ws(', ', met.city, met.region, met.country)", ""),
        Dimension.Kind => ("met.kind", ""),
        Dimension.Affiliate or Dimension.Company => (Stored("organization_keys", "organization_id", "meeting_organizations"), ""),
        Dimension.Area when !hasBasis => (Stored("area_keys", "area_id", "meeting_areas"), ""),
        Dimension.Area => ("areas.keys", Join("areas", "area_id", "meeting_areas", "basis = ANY (@bases)")),
        Dimension.Person => ("people.keys", Join("people", "person_id", "meeting_participants", "person_id IS NOT NULL")),
        _ => ("NULL", ""),
    };

    /// <summary>Returns the groups of a dimension.</summary>
    /// <param name="db">The database.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="within">The keys of the only groups; null: all.</param>
    /// <param name="criteria">The filters, whose period limits the times.</param>
    /// <param name="today">The day until which an event without an end has lasted.</param>
    /// <param name="cancellation">The token that cancels the query.</param>
    public static async Task<MeetingGroups> GroupsOf(
        TrackerDb db, Dimension dimension, string[]? within, MeetingCriteria criteria, DateOnly today, CancellationToken cancellation)
    {
        if (dimension.IsTime())
        {
            return MeetingGroups.OfTimes(meeting => Times(dimension, meeting, criteria, today));
        }

        if (dimension is Dimension.Area)
        {
            return MeetingGroups.Of(await Subtrees(db, within, cancellation));
        }

        within ??= dimension switch
        {
            Dimension.Affiliate => await db.Affiliates.Select(o => o.Id).ToArrayAsync(cancellation),
            Dimension.Company => await db.Companies.Select(o => o.Id).ToArrayAsync(cancellation),
            _ => null,
        };

        return within is null ? MeetingGroups.OfAll(isList: !dimension.IsColumn()) : MeetingGroups.Of(within.Select(key => (key, key)));
    }

    /// <summary>Returns each area with itself and with all areas above it.</summary>
    private static async Task<List<(string Area, string Root)>> Subtrees(TrackerDb db, string[]? within, CancellationToken cancellation)
    {
        var parents = await db.Areas.Select(a => new { a.Id, a.ParentId }).ToDictionaryAsync(a => a.Id, a => a.ParentId, cancellation);
        var roots = within?.ToHashSet(StringComparer.Ordinal);
        var members = new List<(string, string)>();

        foreach (var area in parents.Keys)
        {
            for (var root = area; root is not null; root = parents[root])
            {
                if (roots?.Contains(root) is not false)
                {
                    members.Add((area, root));
                }
            }
        }

        return members;
    }

    /// <summary>
    /// Returns the times of a meeting. A meeting of several days is in every group that it touches. One unknown day is in the group that
    /// contains all possible days or, if none does, in an uncertain group that names the possible ones; an unknown date names none. Days
    /// outside the requested period are in no group. A meeting without a known start is in no group before the period and, without a
    /// period, only in that of its last day.
    /// </summary>
    private static IEnumerable<string> Times(Dimension dimension, CountedMeeting meeting, MeetingCriteria criteria, DateOnly today)
    {
        var (first, last) = (criteria.FirstDay ?? DateOnly.MinValue, criteria.LastDay ?? DateOnly.MaxValue);
        var (from, to) = (Days.Max(meeting.Earliest, first), Days.Min(meeting.Latest, last));

        if (meeting.Earliest == DateOnly.MaxValue)
        {
            return [Dimensions.Uncertain];
        }

        if (meeting.Lasted)
        {
            var until = meeting.Earliest == DateOnly.MinValue ? to : Days.Min(to, Days.Max(meeting.Earliest, today));

            return Axes.Times(dimension, from == DateOnly.MinValue ? until : from, until);
        }

        var (earliest, latest) = (Axes.Print(dimension, meeting.Earliest), Axes.Print(dimension, meeting.Latest));

        return earliest == latest && meeting.Earliest >= first && meeting.Latest <= last
            ? [earliest]
            : [$"{Dimensions.Uncertain} {Axes.Print(dimension, from)} {Axes.Print(dimension, to)}"];
    }

    /// <summary>Returns the keys in the row of the meeting or, if they are not of its version, those in the rows of its parts.</summary>
    private static string Stored(string column, string key, string table) =>
        $"coalesce(met.{column}, (SELECT string_agg({key}, ' ') FROM {table} WHERE meeting_id = met.id))";

    /// <summary>Returns a join that gives each meeting its keys. It reads an index in the order of the meetings, and no table.</summary>
    private static string Join(string alias, string column, string table, string condition) =>
        $"""
        JOIN (SELECT meeting_id, string_agg({column}, ' ') AS keys FROM {table}
            WHERE {condition} GROUP BY meeting_id) {alias} ON {alias}.meeting_id = met.id

        """;
}

/// <summary>The earlier and the later of two days.</summary>
internal static class Days
{
    public static DateOnly Min(DateOnly one, DateOnly other) => one < other ? one : other;

    public static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
}
