using Npgsql;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Insights;

/// <summary>
/// The counts of distinct meetings and collaborations by one or two dimensions, with the totals of each dimension and the grand total. A
/// resource that is in two groups counts once in their total.
/// </summary>
/// <remarks>
/// The database reads the meetings with their keys, and the counting is done here: in SQL it needs a sort or a hash table of all meetings
/// for each kind of total, and takes several times as long.
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

    /// <summary>The number of groups after which no more meetings are counted.</summary>
    public int MaxGroups { get; init; } = int.MaxValue;

    public async Task<List<MeetingCount>> Count(IQueryable<Meeting> met, MeetingCriteria criteria, CancellationToken cancellation) =>
        (await Count(met, criteria, _ => true, [], cancellation)).Met;

    /// <summary>Counts, in one pass, the meetings that count as met, and apart from them those of some statuses.</summary>
    public async Task<(List<MeetingCount> Met, List<(MeetingStatus Status, List<MeetingCount> Counts)> Others)> Count(
        IQueryable<Meeting> found, MeetingCriteria criteria, Func<MeetingStatus, bool> isMet, IReadOnlyList<MeetingStatus> others,
        CancellationToken cancellation)
    {
        var (first, second) = await Groups(criteria, cancellation);
        var met = new MeetingCounter(first, second, today);
        var apart = others.ToDictionary(status => status, _ => new MeetingCounter(first, second, today));
        await db.Read(
            found.Select(m => new
            {
                m.Id,
                m.Date.Earliest,
                m.Date.Latest,
                Lasted = EF.Functions.Like(m.Date.Edtf, Periods.Lasting),
                Status = m.Status == MeetingStatus.Held ? 1 : m.Status == MeetingStatus.Planned ? 0 : 2,
                m.Kind,
                m.City,
                m.Region,
                m.Country,
                Organizations = m.ImageVersion == m.Version ? m.OrganizationKeys : null,
                Areas = m.ImageVersion == m.Version ? m.AreaKeys : null,
            }),
            "met(id, earliest, latest, lasted, status, kind, city, region, country, organization_keys, area_keys)",
            SqlOfMeetings(criteria.Basis is { Length: > 0 }),
            [new NpgsqlParameter("bases", criteria.Basis ?? [])],
            row =>
            {
                var meeting = new CountedMeeting(
                    row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1),
                    row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetBoolean(4), (MeetingStatus)row.GetInt32(5),
                    row.FieldCount > 6 ? row.GetInt32(6) : 1);

                if (isMet(meeting.Status))
                {
                    met.Add(meeting);
                }

                apart.GetValueOrDefault(meeting.Status)?.Add(meeting);

                return met.Groups <= MaxGroups;
            },
            cancellation);

        return ([.. met.Counts], [.. apart.Select(other => (other.Key, other.Value.Counts.ToList()))]);
    }

    private async Task<(MeetingGroups First, MeetingGroups? Second)> Groups(MeetingCriteria criteria, CancellationToken cancellation)
    {
        var groups = new MeetingGroups?[2];

        foreach (var (index, dimension) in dimensions.Index())
        {
            groups[index] = await MeetingSource.GroupsOf(db, dimension, Within[index], criteria, today, cancellation);
        }

        return (groups[0]!, groups[1]);
    }

    /// <summary>
    /// Returns the SQL of the meetings and their keys. Where the keys are columns, the database puts meetings with the same ones together.
    /// The order by id makes it merge lists of keys of other tables, instead of a hash table of all of them.
    /// </summary>
    private string SqlOfMeetings(bool hasBasis)
    {
        var isGrouped = dimensions.All(d => d.IsColumn());
        var sources = dimensions.Select(d => MeetingSource.SqlOf(d, hasBasis)).ToList();
        var joins = string.Concat(sources.Select(s => s.Join).Distinct());
        var (first, second) = (sources[0].Keys, sources.Count > 1 && sources[1] != sources[0] ? sources[1].Keys : "NULL");

        return
            $"""
            SELECT {first} AS first, {second} AS second,
                met.earliest, met.latest, met.lasted, met.status{(isGrouped ? ", count(*)::int AS meetings" : "")}
            FROM met {joins}
            {(isGrouped ? "GROUP BY 1, 2, 3, 4, 5, 6" : joins.Length > 0 ? "ORDER BY met.id" : "")}
            """;
    }

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
}

/// <summary>A count under both keys, the first (the total of a row), the second (the total of a column), or neither.</summary>
internal abstract class Count
{
    public string? First { get; init; }

    public string? Second { get; init; }

    /// <summary>PostgreSQL's GROUPING: a bit for each key that is totalled over, the first the highest.</summary>
    public int Level { get; init; }
}

internal sealed class CollaborationCount : Count
{
    public int Collaborations { get; init; }

    /// <summary>The stage of each collaboration; in a total over areas, the stage in each of its areas.</summary>
    public List<string> Stages { get; init; } = [];

    public IReadOnlyList<StageCount> ByStage() => [.. Stages.GroupBy(s => s)
        .Select(g => new StageCount(EnumNames.Read<CollaborationStage>(g.Key), g.Count())).OrderBy(s => s.Stage)];
}
