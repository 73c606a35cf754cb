using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Statistics;

public static class StatisticsEndpoints
{
    public static void MapStats(this RouteGroupBuilder api)
    {
        var stats = api.MapGroup("/stats").NeedsReadOrWrite().WithSnapshots(isOfAll: true)
            .WithTag("Statistics", "Counts of meetings and collaborations by one or two dimensions, with the first and the last date.");

        stats.MapGet("/meetings", OfMeetings).WithName("getMeetingStats");
        stats.MapGet("/collaborations", OfCollaborations).WithName("getCollaborationStats");
        stats.MapGet("/summary", Summarize).WithName("getSummary");
        api.MapRows("/stats/meetings", "Statistics", "MeetingStats", "meeting-stats", ListRowsOfMeetings);
        api.MapRows("/stats/collaborations", "Statistics", "CollaborationStats", "collaboration-stats", ListRowsOfCollaborations);
        api.MapRows("/stats/summary", "Statistics", "Summary", "summary", ListSummaryRow);
    }

    /// <summary>Count meetings by group</summary>
    /// <remarks>
    /// Groups by company, affiliate, area, person, place, kind or time, or by two of them. A meeting counts when it took place; `status`
    /// names other statuses to count. A meeting of several days counts in each time that it touches. An unknown day that
    /// could be in several times is in a group `uncertain` that names them; nothing is guessed.
    /// </remarks>
    private static async Task<Ok<MeetingStatsResponse>> OfMeetings(
        [AsParameters] MeetingStatsQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) => TypedResults.Ok(await Count(db, query, criteria, clock.Today(), cancellation));

    /// <summary>List the rows of the counts of meetings</summary>
    /// <remarks>A row for each group, in the same order, with the id and both names of each key.</remarks>
    private static async Task<Ok<InsightTable<MeetingStatsRow>>> ListRowsOfMeetings(
        [AsParameters] MeetingStatsQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) =>
        InsightTable.Of((await Count(db, query, criteria, clock.Today(), cancellation)).Items.Select(MeetingStatsRow.From));

    /// <summary>Count collaborations by group</summary>
    /// <remarks>Groups by affiliate, company, area or stage, or by two of them.</remarks>
    private static async Task<Ok<CollaborationStatsResponse>> OfCollaborations(
        [AsParameters] CollaborationStatsQuery query, [AsParameters] CollaborationCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) => TypedResults.Ok(await Count(db, query, criteria, clock.Today(), cancellation));

    /// <summary>List the rows of the counts of collaborations</summary>
    /// <remarks>A row for each group, in the same order, with the id and both names of each key.</remarks>
    private static async Task<Ok<InsightTable<CollaborationStatsRow>>> ListRowsOfCollaborations(
        [AsParameters] CollaborationStatsQuery query, [AsParameters] CollaborationCriteria criteria, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation) =>
        InsightTable.Of((await Count(db, query, criteria, clock.Today(), cancellation)).Items.Select(CollaborationStatsRow.From));

    /// <summary>Get the register in a few numbers</summary>
    /// <remarks>
    /// The number of resources of each collection, and the first and the last meeting: the first row of a dashboard. `meetings` and `kinds`
    /// count the meetings that took place, `notHeld` the others.
    /// </remarks>
    private static async Task<Ok<SummaryResponse>> Summarize(TrackerDb db, TimeProvider clock, CancellationToken cancellation) =>
        TypedResults.Ok(await Summary(db, clock, cancellation));

    /// <summary>List the row of the register in a few numbers</summary>
    /// <remarks>One row with the number of resources of each collection, and the first and the last meeting.</remarks>
    private static async Task<Ok<InsightTable<SummaryRow>>> ListSummaryRow(
        TrackerDb db, TimeProvider clock, CancellationToken cancellation) =>
        InsightTable.Of([SummaryRow.From(await Summary(db, clock, cancellation))]);

    private static async Task<SummaryResponse> Summary(TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var (today, criteria) = (clock.Today(), new MeetingCriteria());
        var (kinds, others) = await new GroupCounts(db, [Dimension.Kind], today).Count(
            db.Meetings, criteria, MeetingQueries.CountsAsMet(criteria), StatusCounts.NotHeld, cancellation);
        var stages = await new GroupCounts(db, [Dimension.Stage], today).Count(db.Collaborations, cancellation);
        var numbers = await Inventory.Of(db, cancellation);
        var all = kinds.Single(k => k.Level == 1);

        return new(
            numbers.Companies, numbers.Affiliates, numbers.People, numbers.Areas, numbers.Trips,
            stages.Single(s => s.Level == 1).Collaborations,
            stages.Single(s => s.Level == 1).ByStage(),
            all.Meetings,
            [
                .. kinds.Where(k => k.Level == 0)
                    .Select(k => new KindCount(EnumNames.Read<MeetingKind>(k.First!), k.Meetings)).OrderBy(k => k.Kind),
            ],
            StatusCounts.Of(others.Select(other => (other.Status, other.Counts.Single(k => k.Level == 1).Meetings))),
            all.FirstMet,
            all.LastMet,
            DaysSince.Of(all.LastMet, today));
    }

    private static async Task<MeetingStatsResponse> Count(
        TrackerDb db, MeetingStatsQuery query, MeetingCriteria criteria, DateOnly today, CancellationToken cancellation)
    {
        var by = query.By;
        var found = await db.Met(criteria, query.Kind, cancellation);
        var counts = await new GroupCounts(db, by, today) { MaxGroups = StatisticsReader.MaxGroups }.Count(found, criteria, cancellation);
        var stats = await StatisticsReader.Of(db, by, counts, cancellation);

        return new(
            by,
            [
                .. stats.InOrder(counts, c => c.Meetings).Select(c => new MeetingGroup(
                    stats.Groups(c), c.Meetings, c.FirstMet, c.LastMet, DaysSince.Of(c.LastMet, today))),
            ],
            StatisticsReader.Whole(by, counts)?.Meetings ?? 0);
    }

    private static async Task<CollaborationStatsResponse> Count(
        TrackerDb db, CollaborationStatsQuery query, CollaborationCriteria criteria, DateOnly today, CancellationToken cancellation)
    {
        var by = query.By;
        var counts = await new GroupCounts(db, by, today).Count(await db.Collaborations(criteria, cancellation), cancellation);
        var stats = await StatisticsReader.Of(db, by, counts, cancellation);

        return new(
            by,
            [
                .. stats.InOrder(counts, c => c.Collaborations)
                    .Select(c => new CollaborationGroup(stats.Groups(c), c.Collaborations, c.ByStage())),
            ],
            StatisticsReader.Whole(by, counts)?.Collaborations ?? 0);
    }

    /// <summary>The numbers of resources that are not classified.</summary>
    private sealed record Inventory(int Companies, int Affiliates, int People, int Areas, int Trips)
    {
        public static Task<Inventory> Of(TrackerDb db, CancellationToken cancellation) => db.Database.SqlQuery<Inventory>(
            $"""
            SELECT (SELECT count(*)::int FROM organizations WHERE resource = 'companies') AS companies,
                (SELECT count(*)::int FROM organizations WHERE resource = 'affiliates') AS affiliates,
                (SELECT count(*)::int FROM people) AS people,
                (SELECT count(*)::int FROM areas) AS areas,
                (SELECT count(*)::int FROM trips) AS trips
            """).SingleAsync(cancellation);
    }
}
