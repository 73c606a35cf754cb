using Npgsql;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>
/// The counts of distinct meetings and collaborations by one or two dimensions, in one statement each, with the totals of each dimension
/// and the grand total. A resource that is in two groups counts once in their total.
/// </summary>
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

    public Task<List<MeetingCount>> Count(
        IQueryable<Meeting> met, MeetingCriteria criteria, CancellationToken cancellation) => db.Over<MeetingCount>(
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
        $"""
        {(dimensions.Contains(Dimension.Area) ? Tree : "")}
        SELECT {Keys}, count(DISTINCT met.id)::int AS meetings,
            min(met.earliest) FILTER (WHERE met.status = 'held') AS first_earliest,
            min(CASE WHEN met.lasted THEN met.earliest ELSE met.latest END) FILTER (WHERE met.status = 'held') AS first_latest,
            max(CASE WHEN met.lasted AND met.latest <> 'infinity' THEN met.latest ELSE met.earliest END)
                FILTER (WHERE met.status = 'held') AS last_earliest,
            max(least(met.latest, greatest(met.earliest, @today))) FILTER (WHERE met.status = 'held') AS last_latest
        FROM met {string.Concat(dimensions.Index().Select(d => d.Item.OfMeetings(Alias(d.Index)) + Environment.NewLine))}
        {Restriction}
        GROUP BY {Sets}
        """,
        [
            .. Parameters(), Parameter("bases", Bases(criteria)), Parameter("today", today),
            Parameter("first", criteria.FirstDay ?? DateOnly.MinValue), Parameter("last", criteria.LastDay ?? DateOnly.MaxValue),
        ],
        cancellation);

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
        Parameters(),
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

    private IEnumerable<NpgsqlParameter> Parameters() => Within.Take(dimensions.Count).Index()
        .Where(w => w.Item is not null)
        .Select(w => Parameter($"within_{Alias(w.Index)}", w.Item!));

    private static string Alias(int index) => index == 0 ? "a" : "b";

    private static NpgsqlParameter Parameter(string name, object value) => new(name, value);

    private static string[] Bases(MeetingCriteria criteria) =>
        criteria.Basis is { Length: > 0 } bases ? bases : [.. EnumNames.Names(typeof(LinkBasis))];
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
