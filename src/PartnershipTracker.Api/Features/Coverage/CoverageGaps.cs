using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The companies and areas without meetings and collaborations, and the empty or stale cells of a matrix.</summary>
internal sealed class CoverageGaps(TrackerDb db, CoverageQuery query, MeetingCriteria criteria)
{
    public static IEnumerable<Gap> Gaps(CoverageMatrix coverage, DateOnly? staleBefore) =>
        from row in coverage.Rows
        from column in coverage.Columns
        let at = (row.Id, column.Id)
        let lastMet = coverage.Meetings.GetValueOrDefault(at)?.LastMet
        let reason = coverage.MeetingsAt(at) + coverage.CollaborationsAt(at) == 0 ? GapReason.Empty
            : lastMet is not null && lastMet.Latest < staleBefore ? GapReason.Stale
            : (GapReason?)null
        where reason is not null
        select new Gap(row.Id, column.Id, reason.Value, lastMet);

    public async Task<IReadOnlyList<Named>> Companies(CancellationToken cancellation)
    {
        var met = await db.Meetings(criteria, query.MeetingKind, cancellation);

        return await Axes.Named(db.Companies, criteria.Company)
            .Where(c => !db.Collaborations.Any(l => l.CompanyId == c.Id))
            .Where(c => !db.Set<MeetingOrganization>().Any(o => o.OrganizationId == c.Id && met.Any(m => m.Id == o.MeetingId)))
            .OrderBy(c => c.SortName).ThenBy(c => c.Id).Take(Axis.MaxItems)
            .Select(c => new Named(c.Id, c.Name)).ToListAsync(cancellation);
    }

    /// <summary>Returns the areas without meetings and collaborations, in themselves and in all areas below them.</summary>
    public async Task<IReadOnlyList<Named>> Areas(CancellationToken cancellation)
    {
        var met = await db.Meetings(criteria, query.MeetingKind, cancellation);
        var all = await new Axes(db, criteria).Areas(cancellation);
        var covered = (await db.Areas
            .Where(a => db.Collaborations.Any(c => c.AreaId == a.Id)
                || db.Set<AreaLink>().Any(l => l.AreaId == a.Id && met.Any(m => m.Id == l.MeetingId)))
            .Select(a => a.Id).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);

        foreach (var area in all.Reverse().Where(a => covered.Contains(a.Id) && a.Parent is not null))
        {
            covered.Add(area.Parent!); // areas below come later in the list, so they are known by now
        }

        return [.. all.Where(a => !covered.Contains(a.Id)).Take(Axis.MaxItems).Select(a => new Named(a.Id, a.Name))];
    }
}
