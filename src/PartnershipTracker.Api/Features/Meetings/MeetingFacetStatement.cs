using PartnershipTracker.Features.Areas;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The statement that reads a page of meetings from the table of facets, or counts all meetings of the list.</summary>
internal sealed class MeetingFacetStatement
{
    private static readonly string[] Columns = ["date_earliest", "date_latest", "sort_order", "meeting_id"];

    /// <summary>The days beyond which a date is long. The few long ones have an index of their own.</summary>
    private const int MaxDays = 366;

    private readonly SqlParameters _parameters = new();
    private readonly MeetingCriteria _criteria;
    private readonly bool _isDescending;
    private readonly object?[]? _cursor;

    /// <param name="caller">The caller.</param>
    /// <param name="filter">The page and its order.</param>
    /// <param name="criteria">The filters of the request.</param>
    /// <param name="within">The area in the URL; null: none.</param>
    /// <param name="isCount">True to count the meetings of all pages.</param>
    public MeetingFacetStatement(Caller caller, MeetingFilter filter, MeetingCriteria criteria, string? within, bool isCount = false)
    {
        (_criteria, _isDescending, _cursor) = (criteria, filter.Sort is "-date", isCount ? null : filter.After(MeetingFilter.Sorting));
        var (company, affiliate) = (Parties("companies", criteria.Company), Parties("affiliates", criteria.Affiliate));
        var ranges = Ranges(company, affiliate, Areas(within));
        var rows = Rows(company is not null && affiliate is not null, Visible(caller, _parameters));
        Sql = isCount ? Count(ranges, rows) : Page(caller, ranges, rows, filter.PageSize + 1);
    }

    public string Sql { get; }

    public object[] Parameters => _parameters.Values;

    /// <summary>
    /// Returns the conditions of the visibility filter on a table that has the confidentiality of meetings and, by a condition, whether
    /// the caller is a reader.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="parameters">The parameters of the statement.</param>
    /// <param name="table">The alias of the table.</param>
    /// <param name="isReader">Returns the condition, from the name of the caller.</param>
    private static string Visible(Caller caller, SqlParameters parameters, string table, Func<string, string> isReader) =>
        caller.SeesEverything ? "true"
            : $"{table}.confidentiality = ANY ({parameters.AddHidden(caller.Levels.Select(EnumNames.Write).ToArray())}) "
                + $"AND ({isReader(parameters.AddHidden(caller.Name))})";

    /// <summary>
    /// Returns the condition of the visibility filter on the facets <c>f</c>. It asks for the readers by a value: for an EXISTS, PostgreSQL
    /// may read all meetings.
    /// </summary>
    /// <param name="caller">The caller.</param>
    /// <param name="parameters">The parameters of the statement.</param>
    public static string Visible(Caller caller, SqlParameters parameters) => Visible(
        caller, parameters, "f", name => $"NOT f.has_readers OR (SELECT {name} = ANY (readers) FROM meetings WHERE id = f.meeting_id)");

    /// <summary>
    /// Returns the statement of a page. Of each range it reads a few rows first, about twice as many in all as a page has: the last of
    /// the first ones bounds the page. Then it reads on only in the ranges of which all these rows are within the bound. The planner sees
    /// none of the values, but the number of rows, so that its plan is good for all values, and PostgreSQL keeps it: making the plan
    /// takes as long as running it.
    /// </summary>
    private string Page(Caller caller, string ranges, IReadOnlyList<Func<string, string, string>> rows, int count)
    {
        // The filter also applies to the meetings of the page, but hidden ones would take the places of others among the first rows.
        var visible = Visible(caller, _parameters, "m", name => $"cardinality(m.readers) = 0 OR {name} = ANY (m.readers)");
        var farthest = _isDescending
            ? "'-infinity', '-infinity', -2147483648, '00000000-0000-0000-0000-000000000000'"
            : "'infinity', 'infinity', 2147483647, 'ffffffff-ffff-ffff-ffff-ffffffffffff'";

        return string.Create(CultureInfo.InvariantCulture, $"""
            WITH ranges AS MATERIALIZED (SELECT row_number() OVER () AS number, all_ranges.* FROM ({ranges}) all_ranges),
            few AS MATERIALIZED (SELECT 2 * {count} / greatest(count(*), 1) + 2 AS rows FROM ranges),
            first AS MATERIALIZED ({string.Join(" UNION ALL ", rows.Select((part, number) => First(part, number)))}),
            bound AS MATERIALIZED (
                (SELECT DISTINCT {Key("")} FROM first ORDER BY {Order("")} OFFSET {count - 1} LIMIT 1)
                UNION ALL SELECT {farthest}
                LIMIT 1),
            page AS (
                SELECT DISTINCT {Key("")}
                FROM (
                    SELECT {Key("")} FROM first
                    UNION ALL {string.Join(" UNION ALL ", rows.Select((part, number) => Rest(part, number, count)))}) found
                ORDER BY {Order("")} LIMIT {count})
            SELECT m.id, m.version, m.image, m.image_shape, m.image_version, m.confidentiality, m.readers,
                m.date_earliest, m.date_latest, m.sort_order, (SELECT value FROM current_snapshot) AS snapshot
            FROM page JOIN meetings m ON m.id = page.meeting_id
            WHERE {visible}
            ORDER BY {Order("page.")}
            """);
    }

    /// <summary>Returns the statement that counts the meetings of all ranges.</summary>
    private static string Count(string ranges, IReadOnlyList<Func<string, string, string>> rows) =>
        $"""
        WITH ranges AS MATERIALIZED ({ranges})
        SELECT count(*)::int AS "Value"
        FROM (
            SELECT DISTINCT found.meeting_id
            FROM ranges r CROSS JOIN LATERAL ({string.Join(" UNION ALL ", rows.Select(part => $"({part("", "ALL")})"))}) found) meetings
        """;

    /// <summary>Returns the query for the first rows of a part of each range, with their places in it.</summary>
    private string First(Func<string, string, string> rows, int part) =>
        $"""
        SELECT r.number, {part} AS part, row_number() OVER (PARTITION BY r.number ORDER BY {Order("few_rows.")}) AS place, few_rows.*
        FROM ranges r CROSS JOIN LATERAL ({rows("", "(SELECT rows FROM few)")}) few_rows
        """;

    /// <summary>Returns the query for the other rows within the bound, which are after the last of the first rows.</summary>
    private string Rest(Func<string, string, string> rows, int part, int count)
    {
        var bound = string.Join(", ", Columns.Select(column => $"(SELECT {column} FROM bound)"));
        var (after, upTo) = _isDescending ? ("<", ">=") : (">", "<=");
        var others = rows(
            $"AND ({Key("f.")}) {after} ({Key("last.")}) AND ({Key("f.")}) {upTo} ({bound})", count.ToString(CultureInfo.InvariantCulture));

        return $"""
            SELECT {Key("others.")}
            FROM first last JOIN ranges r ON r.number = last.number CROSS JOIN LATERAL ({others}) others
            WHERE last.part = {part} AND last.place = (SELECT rows FROM few) AND ({Key("last.")}) {upTo} ({bound})
            """;
    }

    /// <summary>
    /// Returns the ranges: an organization, one of the other kind, an area and a basis each. What is not filtered is empty.
    /// </summary>
    private string Ranges(string? company, string? affiliate, string? area)
    {
        string?[] values =
        [
            company is null ? null : $"unnest(ARRAY({company})) company (id)",
            affiliate is null ? null : $"unnest(ARRAY({affiliate})) affiliate (id)",
            area is null ? null : $"unnest(ARRAY({area})) area (id) CROSS JOIN unnest({_parameters.AddHidden(Bases())}) link (basis)",
        ];
        var first = company is not null ? "company.id" : affiliate is not null ? "affiliate.id" : "''";

        return $"""
            SELECT {first} AS organization, {(affiliate is null ? "''" : "affiliate.id")} AS other,
                {(area is null ? "'' AS area, '' AS basis" : "area.id AS area, link.basis AS basis")}
            FROM {string.Join(" CROSS JOIN ", values.OfType<string>())}
            """;
    }

    /// <summary>Returns the queries for rows of a range, one for each part, from a further condition and the number of rows.</summary>
    /// <param name="isJoined">True if the facets of another organization must have the meeting too.</param>
    /// <param name="visible">The condition of the visibility filter.</param>
    private List<Func<string, string, string>> Rows(bool isJoined, string visible)
    {
        var other = isJoined ? $"JOIN meeting_facets other ON ({Key("other.")}) = ({Key("f.")}) AND {Is("other", "r.other")}" : "";

        return
        [
            .. from part in Parts()
               let conditions = part("f.") + (isJoined ? part("other.") : "")
               select (Func<string, string, string>)((within, count) =>
                   $"""
                   SELECT {Key("f.")}
                   FROM meeting_facets f {other}
                   WHERE {Is("f", "r.organization")} AND {visible} {conditions} {within}
                   ORDER BY {Order("f.")}
                   LIMIT {count}
                   """),
        ];
    }

    /// <summary>Returns the organizations of a filter as SQL. A key of the other kind is none of them.</summary>
    private string? Parties(string resource, string[]? keys) => keys is { Length: > 0 }
        ? $"SELECT id FROM organizations WHERE id = ANY ({_parameters.AddHidden(keys)}) AND resource = '{resource}'"
        : null;

    private string? Areas(string? within)
    {
        var named = _criteria.Area is { Length: > 0 } areas ? AreaTree.Subtrees(_parameters.AddHidden(areas), "id") : null;
        var inUrl = within is null ? null : AreaTree.Subtrees(_parameters.AddHidden(new[] { within }), "id");

        return named is null || inUrl is null ? named ?? inUrl : $"({named}) INTERSECT ({inUrl})";
    }

    private string[] Bases() => _criteria.Basis is { Length: > 0 } bases
        ? [.. bases.Distinct()]
        : [.. Enum.GetValues<LinkBasis>().Select(EnumNames.Write)];

    /// <summary>
    /// Returns the conditions on a table of facets for the period and the cursor. Unknown dates are in no period: both their bounds are
    /// infinity. For dates that may end after the first day of a period,
    /// there are two ranges: the dates that start at most a year before that day, and the long ones among the others. One range would start
    /// with the oldest meeting.
    /// </summary>
    private IEnumerable<Func<string, string>> Parts()
    {
        var after = _cursor?.Select(key => _parameters.AddHidden(key!)).ToList();
        var to = _criteria.LastDay is { } lastDay ? _parameters.AddHidden(lastDay) : null;
        var isCertain = _criteria.Match is Periods.Certain;
        string UpTo(string table) => to is null ? ""
            : $"AND {table}date_earliest <= {to} {(isCertain ? $"AND {table}date_latest <= {to}" : "")}";
        string Known(string table) => $"AND {table}date_earliest < 'infinity'";
        string After(string table) => after is null ? ""
            : $"AND ({Key(table)}) {(_isDescending ? "<" : ">")} ({string.Join(", ", after)})";

        if (_criteria.FirstDay is not { } firstDay)
        {
            return [table => $"{UpTo(table)} {After(table)}"];
        }

        var from = _parameters.AddHidden(firstDay);

        if (isCertain)
        {
            return [table => $"AND {table}date_earliest >= {from} {Known(table)} {UpTo(table)} {After(table)}"];
        }

        var isAmongLong = after is not null && ((DateOnly)_cursor![0]!).DayNumber + MaxDays < firstDay.DayNumber;

        // In ascending order, what follows a cursor among the long dates is the whole other range, and nothing in it precedes the cursor.
        return
        [
            table => $"AND {table}date_earliest >= {from} - {MaxDays} AND {table}date_latest >= {from} {Known(table)} "
                + $"{UpTo(table)} {(isAmongLong && !_isDescending ? "" : After(table))}",
            table => $"AND {table}date_latest > {table}date_earliest + {MaxDays} AND {table}date_earliest < {from} - {MaxDays} "
                + $"AND {table}date_latest >= {from} {UpTo(table)} {After(table)}",
        ];
    }

    private static string Is(string table, string organization) =>
        $"({table}.organization, {table}.area, {table}.basis) = ({organization}, r.area, r.basis)";

    private static string Key(string table) => string.Join(", ", Columns.Select(column => table + column));

    private string Order(string table) => string.Join(", ", Columns.Select(column => $"{table}{column}{(_isDescending ? " DESC" : "")}"));
}
