using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The companies and areas without meetings and collaborations, and the empty or stale cells of a matrix.</summary>
internal sealed class CoverageGaps(TrackerDb db, CoverageQuery query, MeetingCriteria criteria)
{
    private const string Links =
        """
        (SELECT meeting_id, organization_id AS item FROM meeting_organizations UNION ALL SELECT meeting_id, area_id FROM meeting_areas)
        """;

    /// <summary>The parameters that select no meetings.</summary>
    private static readonly HashSet<string> WithoutEffect = ["rows", "columns", "depth", "kind", "stage", "staleAfter"];

    /// <summary>Returns the empty and the stale cells, with their meetings that did not take place.</summary>
    public static IReadOnlyList<Gap> Of(CoverageMatrix coverage, DateOnly? staleBefore) =>
    [
        .. from row in coverage.Rows
           from column in coverage.Columns
           let at = (row.Id, column.Id)
           let lastMet = coverage.Meetings.GetValueOrDefault(at)?.LastMet
           let reason = coverage.MeetingsAt(at) + coverage.CollaborationsAt(at) == 0 ? GapReason.Empty
               : lastMet is not null && lastMet.Latest < staleBefore ? GapReason.Stale
               : (GapReason?)null
           where reason is not null
           select new Gap(
               row.Id, column.Id, reason.Value, lastMet,
               StatusCounts.Of(coverage.NotHeld.Select(other => (other.Status, other.Meetings.GetValueOrDefault(at))))),
    ];

    /// <summary>Returns the companies and areas without meetings and collaborations.</summary>
    public async Task<(IReadOnlyList<Named> Companies, IReadOnlyList<Named> Areas)> Idle(CancellationToken cancellation)
    {
        var covered = await Covered(cancellation);
        var companies = await Axes.Named(db.Companies, criteria.Company)
            .Where(c => !covered.Contains(c.Id))
            .OrderBy(c => c.SortName).ThenBy(c => c.Id).Take(Axis.MaxItems)
            .Select(c => new Named(c.Id, c.Name)).ToListAsync(cancellation);
        var areas = await new Axes(db, criteria).Areas(cancellation);

        foreach (var area in areas.Reverse().Where(a => covered.Contains(a.Id) && a.Parent is not null))
        {
            covered.Add(area.Parent!); // areas below come later in the list, so they are known by now
        }

        return (companies, [.. areas.Where(a => !covered.Contains(a.Id)).Take(Axis.MaxItems).Select(a => new Named(a.Id, a.Name))]);
    }

    /// <summary>Returns the organizations and areas with a meeting or a collaboration. No two of them have the same key.</summary>
    private async Task<HashSet<string>> Covered(CancellationToken cancellation) =>
    [
        .. await db.Over<string>(
            (await db.Met(criteria, query.MeetingKind, cancellation)).Select(m => m.Id),
            "met(id)",
            $"""
            {WithMeeting}
            UNION SELECT company_id FROM collaborations
            UNION SELECT area_id FROM collaborations
            """,
            [],
            cancellation),
    ];

    /// <summary>
    /// The query for the keys of the items with a meeting. If any meeting will do, the first links of an item tell. A filter may match none
    /// of them, so all links are read once instead. It names the meetings once, because the database would make a list of all of them for
    /// two uses.
    /// </summary>
    private string WithMeeting => query.Request.Query.Keys.Any(name => !WithoutEffect.Contains(name))
        ? $"""SELECT DISTINCT link.item AS "Value" FROM {Links} link JOIN met ON met.id = link.meeting_id"""
        : $"""
        SELECT item.id AS "Value"
        FROM (SELECT id FROM organizations UNION ALL SELECT id FROM areas) item CROSS JOIN LATERAL (
            SELECT FROM {Links} link JOIN met ON met.id = link.meeting_id WHERE link.item = item.id LIMIT 1) first
        """;
}
