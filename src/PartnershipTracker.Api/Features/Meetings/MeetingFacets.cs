using PartnershipTracker.Features.Areas;

namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The pages of meetings by company, affiliate and area, read from the table of facets, whose index has them in the order of the list. Each
/// combination of one value of each filter is a range of that index, and a page is among the first rows of these ranges.
/// </summary>
internal sealed class MeetingFacets
{
    /// <summary>The parameters that facets answer, and those that select no meetings.</summary>
    private static readonly HashSet<string> Answered =
        ["company", "affiliate", "area", "basis", "from", "to", "match", "sort", "limit", "cursor", "include", "fields"];

    private static readonly string[] Columns = ["date_earliest", "date_latest", "sort_order", "meeting_id"];

    /// <summary>The days beyond which a date is long. The few long ones have an index of their own.</summary>
    private const int MaxDays = 366;

    /// <summary>The combinations of values above which the ordinary filters read less than the first rows of each.</summary>
    private const int MaxRanges = 100;

    private readonly SqlParameters _parameters = new();
    private readonly MeetingCriteria _criteria;
    private readonly bool _isDescending;
    private readonly object?[]? _cursor;

    private MeetingFacets(MeetingFilter filter, MeetingCriteria criteria)
    {
        _criteria = criteria;
        _isDescending = filter.Sort is "-date";
        _cursor = filter.After(MeetingFilter.Sorting);
    }

    /// <summary>Queries the meetings of a page and the next one, unsorted.</summary>
    /// <param name="db">The database.</param>
    /// <param name="filter">The page and its order.</param>
    /// <param name="criteria">The filters of the request.</param>
    /// <param name="within">The area in the URL, which must include the area of the link too; null: none.</param>
    /// <returns>The query; null if the facets do not answer all filters or are not in this order.</returns>
    public static IQueryable<Meeting>? Page(TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, string? within)
    {
        var hasParty = criteria.Company is { Length: > 0 } || criteria.Affiliate is { Length: > 0 };
        var hasArea = criteria.Area is { Length: > 0 } || within is not null;

        if (!(hasParty || hasArea) || (criteria.Basis is { Length: > 0 } && !hasArea) || criteria.Match is Periods.Touching
            || Count(criteria.Company) * Count(criteria.Affiliate) * Count(criteria.Area) > MaxRanges
            || filter.Sort is not (null or "date" or "-date") || filter.Request.Query.Keys.Any(name => !Answered.Contains(name)))
        {
            return null;
        }

        var facets = new MeetingFacets(filter, criteria);

        // Of a table, the planner may expect so many ids that it reads all meetings in the order of the list until the page is full.
        var ids = $"SELECT unnest(ARRAY({facets.Sql(db.Caller, within, filter.PageSize + 1)})) AS \"Value\"";
        var page = db.Database.SqlQueryRaw<Guid>(ids, facets._parameters.Values);

        return db.Meetings.Where(m => page.Contains(m.Id));
    }

    private static int Count(string[]? values) => int.Max(1, values?.Length ?? 0);

    /// <summary>
    /// Returns the statement. It reads no more rows of each range than a page has, and merges them. With a company and an affiliate, the
    /// ranges of both are joined.
    /// </summary>
    private string Sql(Caller caller, string? within, int count)
    {
        var (company, affiliate, area) = (
            Parties("companies", _criteria.Company), Parties("affiliates", _criteria.Affiliate), Areas(within));
        string?[] values =
        [
            company is null ? null : $"({company}) company",
            affiliate is null ? null : $"({affiliate}) affiliate",
            area is null ? null : $"({area}) area CROSS JOIN unnest({_parameters.Add(Bases())}) link (basis)",
        ];
        var link = area is null ? "'', ''" : "area.id, link.basis";
        var first = company is not null ? "company.id" : affiliate is not null ? "affiliate.id" : "''";
        var second = company is not null && affiliate is not null
            ? $"JOIN meeting_facets other ON ({Key("other.")}) = ({Key("f.")}) AND {Is("other", "affiliate.id", link)}"
            : null;
        var order = string.Join(", ", Columns.Select(column => _isDescending ? $"{column} DESC" : column));
        // The filter also applies to the meetings of the page, but hidden ones would take the places of others among the first rows.
        var (visible, limit) = (Visible(caller, _parameters), _parameters.Add(count));
        var ranges = Parts().ToList().Select(part =>
            $"""
            (SELECT {Key("f.")}
                FROM meeting_facets f {second}
                WHERE {Is("f", first, link)} AND {visible} {part("f.")} {(second is null ? "" : part("other."))}
                ORDER BY {order}
                LIMIT {limit})
            """);

        return $"""
            SELECT meeting_id
            FROM (
                SELECT DISTINCT {Key("range.")}
                FROM {string.Join(" CROSS JOIN ", values.OfType<string>())} CROSS JOIN LATERAL ({string.Join(" UNION ALL ", ranges)}) range
                ORDER BY {order}
                LIMIT {limit}) page
            """;
    }

    /// <summary>Returns the organizations of a filter as SQL. A key of the other kind is none of them.</summary>
    private string? Parties(string resource, string[]? keys) => keys is { Length: > 0 }
        ? $"SELECT id FROM organizations WHERE id = ANY ({_parameters.Add(keys)}) AND resource = '{resource}'"
        : null;

    private string? Areas(string? within)
    {
        var named = _criteria.Area is { Length: > 0 } areas ? AreaTree.Subtrees(_parameters.Add(areas), "id") : null;
        var inUrl = within is null ? null : AreaTree.Subtrees(_parameters.Add(new[] { within }), "id");

        return named is null || inUrl is null ? named ?? inUrl : $"({named}) INTERSECT ({inUrl})";
    }

    private string[] Bases() => _criteria.Basis is { Length: > 0 } bases
        ? [.. bases.Distinct()]
        : [.. Enum.GetValues<LinkBasis>().Select(EnumNames.Write)];

    /// <summary>
    /// Returns the condition of the visibility filter on the facets <c>f</c>. It asks for the readers by a value: for an EXISTS, PostgreSQL
    /// may read all meetings.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="parameters">The parameters of the statement.</param>
    public static string Visible(Caller caller, SqlParameters parameters) => caller.SeesEverything ? "true"
        : $"""
            f.confidentiality = ANY ({parameters.Add(caller.Levels.Select(EnumNames.Write).ToArray())})
            AND (NOT f.has_readers OR (SELECT {parameters.Add(caller.Name)} = ANY (readers) FROM meetings WHERE id = f.meeting_id))
            """;

    /// <summary>
    /// Returns the conditions on a table of facets for the period and the cursor. For dates that may end after the first day of a period,
    /// there are two ranges: the dates that start at most a year before that day, and the long ones among the others. One range would start
    /// with the oldest meeting.
    /// </summary>
    private IEnumerable<Func<string, string>> Parts()
    {
        var after = _cursor?.Select(key => _parameters.Add(key!)).ToList();
        var to = _criteria.LastDay is { } lastDay ? _parameters.Add(lastDay) : null;
        var isCertain = _criteria.Match is Periods.Certain;
        string UpTo(string table) => to is null ? ""
            : $"AND {table}date_earliest <= {to} {(isCertain ? $"AND {table}date_latest <= {to}" : "")}";
        string After(string table) => after is null ? ""
            : $"AND ({Key(table)}) {(_isDescending ? "<" : ">")} ({string.Join(", ", after)})";

        if (_criteria.FirstDay is not { } firstDay)
        {
            return [table => $"{UpTo(table)} {After(table)}"];
        }

        var from = _parameters.Add(firstDay);

        if (isCertain)
        {
            return [table => $"AND {table}date_earliest >= {from} {UpTo(table)} {After(table)}"];
        }

        var isAmongLong = after is not null && ((DateOnly)_cursor![0]!).DayNumber + MaxDays < firstDay.DayNumber;

        // In ascending order, what follows a cursor among the long dates is the whole other range, and nothing in it precedes the cursor.
        return
        [
            table => $"AND {table}date_earliest >= {from} - {MaxDays} AND {table}date_latest >= {from} "
                + $"{UpTo(table)} {(isAmongLong && !_isDescending ? "" : After(table))}",
            table => $"AND {table}date_latest > {table}date_earliest + {MaxDays} AND {table}date_earliest < {from} - {MaxDays} "
                + $"AND {table}date_latest >= {from} {UpTo(table)} {After(table)}",
        ];
    }

    private static string Is(string table, string organization, string link) =>
        $"({table}.organization, {table}.area, {table}.basis) = ({organization}, {link})";

    private static string Key(string table) => string.Join(", ", Columns.Select(column => table + column));
}
