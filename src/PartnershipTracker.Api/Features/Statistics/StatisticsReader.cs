using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Statistics;

/// <summary>Counts by group, with the names of the groups, in a stable order.</summary>
internal sealed class StatisticsReader
{
    /// <summary>The most groups of an answer; a query that finds more needs a filter.</summary>
    public const int MaxGroups = 10_000;

    private readonly IReadOnlyList<Dimension> _dimensions;
    private readonly Dictionary<string, LocalizedText>[] _names;

    private StatisticsReader(IReadOnlyList<Dimension> dimensions, Dictionary<string, LocalizedText>[] names) =>
        (_dimensions, _names) = (dimensions, names);

    public static IReadOnlyList<Dimension> Dimensions(string[]? groupBy, Dimension otherwise) =>
        groupBy is { Length: > 0 } ? [.. groupBy.Select(EnumNames.Read<Dimension>)] : [otherwise];

    public static async Task<StatisticsReader> Of(
        TrackerDb db, IReadOnlyList<Dimension> dimensions, IReadOnlyList<Count> counts, CancellationToken cancellation)
    {
        if (counts.Count > MaxGroups)
        {
            throw new ProblemException("unprocessable", Fault.Of("groupBy", "too_many", MaxGroups));
        }

        var names = new Dictionary<string, LocalizedText>[dimensions.Count];

        foreach (var (index, dimension) in dimensions.Index())
        {
            var keys = counts.Select(c => index == 0 ? c.First : c.Second).OfType<string>().Distinct().ToArray();
            names[index] = await NamesOf(db, dimension, keys, cancellation);
        }

        return new(dimensions, names);
    }

    /// <summary>Returns the groups of a count.</summary>
    public IReadOnlyList<Group> Groups(Count count) => [.. Keys(count).Index().Select(k => Shown(k.Index, k.Item))];

    /// <summary>Returns the counts without totals, by the first group and then by the second: times in order, others by size.</summary>
    public IEnumerable<T> InOrder<T>(IReadOnlyList<T> counts, Func<T, int> size)
        where T : Count
    {
        var whole = _dimensions.Count == 1 ? 1 : 3;
        var totals = counts.Where(c => c.Level != whole).ToLookup(c => (c.Level, c.First, c.Second));
        int Total(int level, string? first, string? second) => totals[(level, first, second)].Sum(size);

        var ordered = counts.Where(c => c.Level == 0)
            .OrderBy(c => _dimensions[0].IsTime() ? 0 : -Total(whole == 1 ? 0 : 1, c.First, null))
            .ThenBy(c => SortKey(_dimensions[0], c.First), StringComparer.Ordinal);

        return whole == 1 ? ordered : ordered
            .ThenBy(c => _dimensions[1].IsTime() ? 0 : -Total(2, null, c.Second))
            .ThenBy(c => SortKey(_dimensions[1], c.Second), StringComparer.Ordinal);
    }

    /// <summary>Returns the total over all groups.</summary>
    public static T? Whole<T>(IReadOnlyList<Dimension> dimensions, IEnumerable<T> counts)
        where T : Count => counts.SingleOrDefault(c => c.Level == (dimensions.Count == 1 ? 1 : 3));

    private IEnumerable<string?> Keys(Count count) => _dimensions.Count == 1 ? [count.First] : [count.First, count.Second];

    private Group Shown(int index, string? key)
    {
        if (_dimensions[index].IsTime() && key!.Split(' ') is [Insights.Dimensions.Uncertain, .. var times])
        {
            return new(Insights.Dimensions.Uncertain, Insights.Dimensions.UncertainName, times.FirstOrDefault(), times.LastOrDefault());
        }

        return new(key, key is null ? null : _names[index].GetValueOrDefault(key));
    }

    /// <summary>Returns the sort key of a group: uncertain dates come after the times.</summary>
    private static string SortKey(Dimension dimension, string? key) =>
        key is null ? "\uffff" : dimension.IsTime() && key.Length > 7 ? "~" + key : key;

    private static async Task<Dictionary<string, LocalizedText>> NamesOf(
        TrackerDb db, Dimension dimension, string[] keys, CancellationToken cancellation)
    {
        IQueryable<KeyedEntity>? named = dimension switch
        {
            Dimension.Affiliate => db.Affiliates,
            Dimension.Company => db.Companies,
            Dimension.Area => db.Areas,
            Dimension.Person => db.People,
            _ => null,
        };

        return named is null ? [] : await named.Where(r => keys.Contains(r.Id)).Select(r => new Named(r.Id, r.Name))
            .ToDictionaryAsync(n => n.Id, n => n.Name, cancellation);
    }
}
