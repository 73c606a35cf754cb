using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>A matrix of two axes with the counts of its cells.</summary>
internal sealed class CoverageMatrix
{
    /// <summary>The most items of an axis, of which a picture shows those with most meetings.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>The most cells that are counted, each of some 100 bytes: as many as an answer may have.</summary>
    private const int MaxCells = Axis.MaxItems * Axis.MaxItems;

    private readonly CoverageQuery _query;
    private readonly MeetingCriteria _criteria;

    private CoverageMatrix(CoverageQuery query, MeetingCriteria criteria) => (_query, _criteria) = (query, criteria);

    public required IReadOnlyList<(string Id, LocalizedText? Name)> Rows { get; init; }

    public required IReadOnlyList<(string Id, LocalizedText? Name)> Columns { get; init; }

    /// <summary>The counts of meetings by row and column; null stands for a total.</summary>
    public required Dictionary<(string? Row, string? Column), MeetingCount> Meetings { get; init; }

    /// <summary>The counts of collaborations by row and column; null if an axis is no dimension of collaborations.</summary>
    public required Dictionary<(string? Row, string? Column), CollaborationCount>? Collaborations { get; init; }

    /// <summary>The numbers of the meetings that did not take place, by row and column; empty unless asked for.</summary>
    public required IReadOnlyList<(MeetingStatus Status, Dictionary<(string? Row, string? Column), int> Meetings)> NotHeld { get; init; }

    /// <summary>Counts the cells of a matrix.</summary>
    /// <param name="db">The database.</param>
    /// <param name="query">The axes.</param>
    /// <param name="criteria">The filters.</param>
    /// <param name="today">The day until which an event without an end has lasted.</param>
    /// <param name="withNotHeld">True to count, in the same pass, also the meetings that did not take place.</param>
    /// <param name="cancellation">The token that cancels the query.</param>
    /// <param name="maxItems">The most items of an axis; more are refused.</param>
    public static async Task<CoverageMatrix> Of(
        TrackerDb db, CoverageQuery query, MeetingCriteria criteria, DateOnly today, bool withNotHeld, CancellationToken cancellation,
        int maxItems = Axis.MaxItems)
    {
        Dimension[] dimensions = [query.RowsAre, query.ColumnsAre];
        var axes = new Axes(db, criteria) { Kind = query.Kind, Depth = query.AtDepth, MaxItems = maxItems };
        var named = new IReadOnlyList<Named>?[2];

        for (var i = 0; i < 2; i++)
        {
            named[i] = dimensions[i].IsTime() ? null : await axes.Of(dimensions[i], cancellation);
        }

        var tally = new GroupCounts(db, dimensions, today)
        {
            Within = [.. named.Select(items => items?.Select(i => i.Id).ToArray())],
            MaxGroups = MaxCells,
        };
        var found = await (withNotHeld
            ? db.Meetings(criteria, query.MeetingKind, [], cancellation)
            : db.Met(criteria, query.MeetingKind, cancellation));
        var (met, others) = await tally.Count(
            found, criteria, MeetingQueries.CountsAsMet(criteria), withNotHeld ? StatusCounts.NotHeld : [], cancellation);

        if (met.Count(count => count.Level == 0) > MaxCells)
        {
            var larger = named[0]?.Count > named[1]?.Count ? 0 : 1;

            throw new ProblemException("unprocessable", Fault.Of(EnumNames.Write(dimensions[larger]), "too_many", Axis.MaxItems));
        }

        var meetings = Collapse(met);
        var collaborations = Array.TrueForAll(dimensions, d => d.IsOfCollaborations())
            ? await tally.Count(await db.Collaborations(criteria, cancellation, query.Stage), cancellation)
            : null;

        return new(query, criteria)
        {
            Rows = Items(named[0], dimensions[0], meetings.Keys.Select(k => k.Row)),
            Columns = Items(named[1], dimensions[1], meetings.Keys.Select(k => k.Column)),
            Meetings = meetings,
            Collaborations = collaborations?.ToDictionary(c => (c.First, c.Second)),
            NotHeld = [.. others.Select(other => (other.Status, Collapse(other.Counts).ToDictionary(c => c.Key, c => c.Value.Meetings)))],
        };
    }

    /// <summary>Returns the part with the rows and columns with most meetings, in their order.</summary>
    public CoverageMatrix Largest(int items) => new(_query, _criteria)
    {
        Rows = Largest(Rows, items, row => MeetingsAt((row, null))),
        Columns = Largest(Columns, items, column => MeetingsAt((null, column))),
        Meetings = Meetings,
        Collaborations = Collaborations,
        NotHeld = NotHeld,
    };

    public CoverageResponse Show() => new(
        new(_query.RowsAre, [.. Rows.Select(r => Item(_query.RowsAre, r, (r.Id, null)))]),
        new(_query.ColumnsAre, [.. Columns.Select(c => Item(_query.ColumnsAre, c, (null, c.Id)))]),
        [.. Cells()],
        new(Collaborations is null ? null : CollaborationsAt((null, null)), MeetingsAt((null, null))),
        Links());

    public IEnumerable<Cell> Cells() =>
        from row in Rows
        from column in Columns
        let at = (row.Id, column.Id)
        let meetings = MeetingsAt(at)
        let collaborations = CollaborationsAt(at)
        where meetings > 0 || collaborations > 0
        select new Cell(
            row.Id,
            column.Id,
            Collaborations is null ? null : collaborations,
            meetings,
            Collaborations?.GetValueOrDefault(at)?.ByStage() ?? [],
            Meetings.GetValueOrDefault(at)?.LastMet);

    /// <summary>Returns the names of the rows and of the columns, by id.</summary>
    public (IReadOnlyDictionary<string, LocalizedText?> Rows, IReadOnlyDictionary<string, LocalizedText?> Columns) Names()
    {
        return (ById(Rows), ById(Columns));

        static Dictionary<string, LocalizedText?> ById(IEnumerable<(string Id, LocalizedText? Name)> items) =>
            items.ToDictionary(i => i.Id, i => i.Name, StringComparer.Ordinal);
    }

    public int MeetingsAt((string? Row, string? Column) at) => Meetings.GetValueOrDefault(at)?.Meetings ?? 0;

    public int CollaborationsAt((string? Row, string? Column) at) => Collaborations?.GetValueOrDefault(at)?.Collaborations ?? 0;

    private static IReadOnlyList<(string Id, LocalizedText? Name)> Largest(
        IReadOnlyList<(string Id, LocalizedText? Name)> all, int items, Func<string, int> meetings) => all.Count <= items ? all
        :
        [
            .. all.Index().OrderByDescending(item => meetings(item.Item.Id)).Take(items).OrderBy(item => item.Index)
                .Select(item => item.Item),
        ];

    private CellLinks Links()
    {
        var links = new CellLinkBuilder(_query);

        return new(Collaborations is null ? null : links.Collaborations(), links.Meetings());
    }

    private AxisItem Item(Dimension dimension, (string Id, LocalizedText? Name) item, (string? Row, string? Column) at)
    {
        var (first, last) = dimension.IsTime() && item.Id != Dimensions.Uncertain ? Period(dimension, item.Id) : (null, null);

        return new(item.Id, item.Name, Collaborations is null ? null : CollaborationsAt(at), MeetingsAt(at), first, last);
    }

    /// <summary>Returns the first and the last day of a time within the requested period.</summary>
    private (DateOnly? First, DateOnly? Last) Period(Dimension dimension, string key)
    {
        var (first, last) = Axes.Days(dimension, key);

        return (Days.Max(first, _criteria.FirstDay ?? first), Days.Min(last, _criteria.LastDay ?? last));
    }

    /// <summary>Counts all dates that could be in two times as one group, because no meeting is in two of them.</summary>
    private static Dictionary<(string? Row, string? Column), MeetingCount> Collapse(IEnumerable<MeetingCount> counts) => counts
        .GroupBy(c => (Row: Key(c.First), Column: Key(c.Second)))
        .ToDictionary(g => g.Key, g => g.Aggregate(new MeetingCount(), (all, count) => all.Add(count)));

    private static string? Key(string? key) =>
        key?.StartsWith(Dimensions.Uncertain, StringComparison.Ordinal) is true ? Dimensions.Uncertain : key;

    private static IReadOnlyList<(string Id, LocalizedText? Name)> Items(
        IReadOnlyList<Named>? named, Dimension dimension, IEnumerable<string?> counted) => named is not null
        ? [.. named.Select(n => (n.Id, (LocalizedText?)n.Name))]
        :
        Axes.Bounded<(string, LocalizedText?)>(
            [
                .. Axes.Times(dimension, counted.OfType<string>()).Select(time => (time, (LocalizedText?)null)),
                (Dimensions.Uncertain, Dimensions.UncertainName),
            ],
            "from",
            Axis.MaxItems);
}
