using Npgsql;
using NpgsqlTypes;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>
/// The counts of distinct meetings and collaborations by one or two dimensions, in one statement each, with the totals of each dimension
/// and the grand total. A resource that is in two groups counts once in their total.
/// </summary>
/// <remarks>
/// Meetings are counted in two steps, because counting distinct ones would sort them for each kind of total. The first counts the meetings
/// with the same lists of keys, the second expands the lists. A total over a dimension takes each list once, at its first key.
/// </remarks>
internal sealed class GroupCounts(TrackerDb db, IReadOnlyList<Dimension> dimensions, DateOnly today)
{
    private const string Tree =
        """
        , tree AS (
            SELECT id AS area, id AS root FROM areas
            UNION
            SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL)
        """;

    /// <summary>The only keys to count under; null counts under all.</summary>
    public IReadOnlyList<string[]?> Within { get; init; } = [null, null];

    public async Task<List<MeetingCount>> Count(
        IQueryable<Meeting> met, MeetingCriteria criteria, CancellationToken cancellation)
    {
        var only = new string[]?[dimensions.Count];

        foreach (var (index, dimension) in dimensions.Index())
        {
            only[index] = Within[index] ?? await Organizations(dimension, cancellation);
        }

        return await db.Over<MeetingCount>(
            met.Select(m => new
            {
                m.Id,
                m.Date.Earliest,
                m.Date.Latest,
                Lasted = EF.Functions.Like(m.Date.Edtf, Periods.Lasting),
                m.Status,
                m.Kind,
                m.City,
                m.Region,
                m.Country,
            }),
            "met(id, earliest, latest, lasted, status, kind, city, region, country)",
            SqlOfMeetings(only),
            [
                .. Parameters(only), Bases(criteria), Parameter("today", today),
                Parameter("first", criteria.FirstDay ?? DateOnly.MinValue), Parameter("last", criteria.LastDay ?? DateOnly.MaxValue),
            ],
            cancellation);
    }

    private string SqlOfMeetings(string[]?[] only) =>
        $"""
        {(dimensions.Contains(Dimension.Area) ? Tree : "")}
        , lists AS (
            SELECT {List(0)} AS a, {List(1)} AS b, count(*)::int AS meetings,
                min(met.earliest) FILTER (WHERE met.status = 'held') AS first_earliest,
                min(CASE WHEN met.lasted THEN met.earliest ELSE met.latest END) FILTER (WHERE met.status = 'held') AS first_latest,
                max(CASE WHEN met.lasted AND met.latest <> 'infinity' THEN met.latest ELSE met.earliest END)
                    FILTER (WHERE met.status = 'held') AS last_earliest,
                max(least(met.latest, greatest(met.earliest, @today))) FILTER (WHERE met.status = 'held') AS last_latest
            FROM met {string.Concat(dimensions.Index().Select(d =>
                d.Item.JoinOf(Alias(d.Index), only[d.Index] is null ? null : $"@within_{Alias(d.Index)}") + Environment.NewLine))}
            GROUP BY 1, 2)
        {string.Concat(dimensions.Index().Where(d => d.Item is Dimension.Area).Select(d => Roots(Alias(d.Index), only[d.Index])))}
        , cells AS (
            SELECT a.key AS first, b.key AS second, sum(meetings) AS meetings,
                sum(meetings) FILTER (WHERE b.place = 1) AS of_first, sum(meetings) FILTER (WHERE a.place = 1) AS of_second,
                sum(meetings) FILTER (WHERE a.place = 1 AND b.place = 1) AS of_all,
                min(first_earliest) AS first_earliest, min(first_latest) AS first_latest,
                max(last_earliest) AS last_earliest, max(last_latest) AS last_latest
            FROM lists {Expanded(0)} {Expanded(1)}
            GROUP BY 1, 2)
        SELECT first, second, {Level} AS level,
            coalesce(CASE {Level} WHEN 0 THEN sum(meetings) {Totals} ELSE sum(of_all) END, 0)::int AS meetings,
            min(first_earliest) AS first_earliest, min(first_latest) AS first_latest,
            max(last_earliest) AS last_earliest, max(last_latest) AS last_latest
        FROM cells
        GROUP BY GROUPING SETS {(dimensions.Count == 1 ? "((first, second), ())" : "((first, second), (first), (second), ())")}
        """;

    private string List(int index) => index < dimensions.Count ? dimensions[index].KeysOf(Alias(index)) : "ARRAY[NULL::text]";

    private string Level => dimensions.Count == 1 ? "GROUPING(first)" : "GROUPING(first, second)";

    private string Totals => dimensions.Count == 1 ? "" : "WHEN 1 THEN sum(of_first) WHEN 2 THEN sum(of_second)";

    /// <summary>
    /// Returns the rows that map each list of areas to the list of these and all areas above them. The lists have numbers, because sorting
    /// lists of texts takes several times as long.
    /// </summary>
    private static string Roots(string alias, string[]? only) =>
        $"""

        , linked_{alias} AS (
            SELECT row_number() OVER () AS number, keys FROM (SELECT DISTINCT {alias} AS keys FROM lists) links)
        , roots_{alias} AS (
            SELECT linked.keys, up.roots
            FROM linked_{alias} linked JOIN (
                SELECT below.number, array_agg(DISTINCT tree.root) AS roots
                FROM linked_{alias} below CROSS JOIN unnest(below.keys) area JOIN tree ON tree.area = area.area
                {(only is null ? "" : $"WHERE tree.root = ANY (@within_{alias})")}
                GROUP BY below.number) up ON up.number = linked.number)
        """;

    private string Expanded(int index)
    {
        var alias = Alias(index);
        var isArea = index < dimensions.Count && dimensions[index] is Dimension.Area;

        return isArea
            ? $"JOIN roots_{alias} r{alias} ON r{alias}.keys = lists.{alias} CROSS JOIN unnest(r{alias}.roots) {Places(alias)}"
            : $"CROSS JOIN unnest(lists.{alias}) {Places(alias)}";

        static string Places(string alias) => $"WITH ORDINALITY {alias}(key, place)";
    }

    /// <summary>Returns the keys of all organizations of a dimension; null for another dimension.</summary>
    private async Task<string[]?> Organizations(Dimension dimension, CancellationToken cancellation) => dimension switch
    {
        Dimension.Affiliate => await db.Affiliates.Select(o => o.Id).ToArrayAsync(cancellation),
        Dimension.Company => await db.Companies.Select(o => o.Id).ToArrayAsync(cancellation),
        _ => null,
    };

    public Task<List<CollaborationCount>> Count(
        IQueryable<Collaboration> found, CancellationToken cancellation) => db.Over<CollaborationCount>(
        found.Select(c => new { c.Id, c.AffiliateId, c.CompanyId, c.AreaId, c.Stage }),
        "found(id, affiliate, company, area, stage)",
        $"""
        {(dimensions.Contains(Dimension.Area) ? Tree : "")}
        SELECT {Keys}, count(DISTINCT found.id)::int AS collaborations,
            coalesce(array_agg(found.stage), ARRAY[]::text[]) AS stages
        FROM found {string.Concat(dimensions.Index().Select(d => d.Item.OfCollaborations(Alias(d.Index)) + Environment.NewLine))}
        {Restriction}
        GROUP BY {Sets}
        """,
        Parameters(Within),
        cancellation);

    private string Keys => dimensions.Count == 1
        ? "a.key AS first, NULL AS second, GROUPING(a.key) AS level"
        : "a.key AS first, b.key AS second, GROUPING(a.key, b.key) AS level";

    private string Sets => dimensions.Count == 1
        ? "GROUPING SETS ((a.key), ())"
        : "GROUPING SETS ((a.key, b.key), (a.key), (b.key), ())";

    private string Restriction => string.Join(" AND ", Within.Take(dimensions.Count).Index()
        .Where(w => w.Item is not null)
        .Select(w => $"{Alias(w.Index)}.key = ANY (@within_{Alias(w.Index)})")) is { Length: > 0 } conditions ? "WHERE " + conditions : "";

    private IEnumerable<NpgsqlParameter> Parameters(IReadOnlyList<string[]?> within) => within.Take(dimensions.Count).Index()
        .Where(w => w.Item is not null)
        .Select(w => Parameter($"within_{Alias(w.Index)}", w.Item!));

    private static string Alias(int index) => index == 0 ? "a" : "b";

    private static NpgsqlParameter Parameter(string name, object value) => new(name, value);

    /// <summary>Returns null for all, so that the basis need not be read.</summary>
    private static NpgsqlParameter Bases(MeetingCriteria criteria) => new("bases", NpgsqlDbType.Array | NpgsqlDbType.Text)
    {
        Value = criteria.Basis is { Length: > 0 } bases ? bases : DBNull.Value,
    };
}

/// <summary>A count under both keys, the first (the total of a row), the second (the total of a column), or neither.</summary>
internal abstract class Count
{
    public string? First { get; init; }

    public string? Second { get; init; }

    /// <summary>PostgreSQL's GROUPING: a bit for each key that is totalled over, the first the highest.</summary>
    public int Level { get; init; }
}

internal sealed class MeetingCount : Count
{
    public int Meetings { get; init; }

    public DateOnly? FirstEarliest { get; init; }

    public DateOnly? FirstLatest { get; init; }

    public DateOnly? LastEarliest { get; init; }

    public DateOnly? LastLatest { get; init; }

    /// <summary>The date of the first meeting, as precisely as it is known; null if none of the meetings took place.</summary>
    public FuzzyDate? FirstMet => FirstEarliest is { } earliest ? FuzzyDate.Between(earliest, FirstLatest!.Value) : null;

    /// <inheritdoc cref="FirstMet"/>
    public FuzzyDate? LastMet => LastEarliest is { } earliest ? FuzzyDate.Between(earliest, LastLatest!.Value) : null;
}

internal sealed class CollaborationCount : Count
{
    public int Collaborations { get; init; }

    /// <summary>The stage of each collaboration; in a total over areas, the stage in each of its areas.</summary>
    public List<string> Stages { get; init; } = [];

    public IReadOnlyList<StageCount> ByStage() => [.. Stages.GroupBy(s => s)
        .Select(g => new StageCount(EnumNames.Read<CollaborationStage>(g.Key), g.Count())).OrderBy(s => s.Stage)];
}
