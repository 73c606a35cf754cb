using Npgsql;
using static PartnershipTracker.Benchmarks.Servers.LimitParameters;
using static PartnershipTracker.Benchmarks.Servers.LimitRows;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>The reads of <see cref="LimitServer"/>.</summary>
internal sealed class LimitReader(NpgsqlDataSource database, IReadOnlyDictionary<string, string[]> subtrees)
{
    private const string Visible = "m.confidentiality IN ('public', 'internal') AND m.readers = '{}'";

    private const string MeetingColumns =
        """
        m.id, m.external_id, m.title_ko, m.title_en, m.kind, m.format, m.status, m.confidentiality, m.readers, m.date_edtf, m.date_earliest,
        m.date_latest, m.venue, m.city, m.region, m.country, m.trip_id, m.trip_order, m.summary, m.disputed, m.support = 'none',
        m.modalities, m.version, m.created_at, m.updated_at, m.sort_order
        """;

    private const string ParticipantColumns =
        "meeting_id, id, organization_id, party_ko, party_en, person_id, stated_title, side, role, head_count, disputed, "
        + "support = 'none'";

    private const string LinkColumns =
        "meeting_id, area_id, affiliates, companies, basis, rationale, disputed, "
        + "support = 'none' AND (basis = 'stated' OR rationale IS NULL)";

    private const string PositionColumns =
        """
        o.id, o.organization_id, o.title_ko, o.title_en, o.from_edtf, o.from_earliest, o.from_latest, o.to_edtf, o.to_earliest, o.to_latest,
        o.disputed, o.support = 'none'
        """;

    /// <summary>Returns the keys of each area and the areas below it. The few areas are read once, at start.</summary>
    public static async Task<IReadOnlyDictionary<string, string[]>> ReadSubtrees(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            WITH RECURSIVE below AS (
                SELECT id AS root, id FROM areas
                UNION ALL
                SELECT below.root, a.id FROM below JOIN areas a ON a.parent_id = below.id)
            SELECT root, array_agg(id) FROM below GROUP BY root
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new Dictionary<string, string[]>(StringComparer.Ordinal);

        while (await rows.ReadAsync())
        {
            all.Add(rows.GetString(0), rows.GetFieldValue<string[]>(1));
        }

        return all;
    }

    public async Task<MeetingDto?> Meeting(Guid id)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"SELECT {MeetingColumns} FROM meetings m WHERE m.id = $1 AND {Visible}", Value(id));
        batch.Add($"SELECT {ParticipantColumns} FROM meeting_participants WHERE meeting_id = $1 ORDER BY ordinal", Value(id));
        batch.Add($"SELECT {LinkColumns} FROM meeting_areas WHERE meeting_id = $1 ORDER BY area_id COLLATE \"C\"", Value(id));
        await batch.PrepareAsync();
        await using var rows = await batch.ExecuteReaderAsync();
        var meeting = await rows.ReadAsync() ? ReadMeeting(rows) : null;
        await rows.NextResultAsync();

        while (await rows.ReadAsync())
        {
            meeting?.Participants.Add(ReadParticipant(rows));
        }

        await rows.NextResultAsync();

        while (await rows.ReadAsync())
        {
            meeting?.Areas.Add(ReadLink(rows));
        }

        return meeting;
    }

    public async Task<PageDto<MeetingDto>> Meetings(string? company, string? area, PageCursor? cursor, int limit, HttpRequest request)
    {
        await using var connection = await database.OpenConnectionAsync();
        var (page, more) = await Page(connection, company, area, cursor, limit);
        var byId = page.ToDictionary(row => row.Meeting.Id, row => row.Meeting);
        var ids = byId.Keys.ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"SELECT {ParticipantColumns} FROM meeting_participants WHERE meeting_id = ANY ($1) ORDER BY ordinal", Value(ids));
        batch.Add($"SELECT {LinkColumns} FROM meeting_areas WHERE meeting_id = ANY ($1) ORDER BY area_id COLLATE \"C\"", Value(ids));
        await batch.PrepareAsync();
        await using var rows = await batch.ExecuteReaderAsync();

        while (await rows.ReadAsync())
        {
            byId[rows.GetGuid(0)].Participants.Add(ReadParticipant(rows));
        }

        await rows.NextResultAsync();

        while (await rows.ReadAsync())
        {
            byId[rows.GetGuid(0)].Areas.Add(ReadLink(rows));
        }

        return new([.. page.Select(row => row.Meeting)], more ? page[^1].Key.Next(request) : null);
    }

    /// <summary>Searches in the product's index of names, then compares the name itself.</summary>
    public async Task<PageDto<PersonDto>> People(string q, int limit, HttpRequest request)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            SELECT p.id, p.name_ko, p.name_en, p.aliases, p.weak_aliases, p.version, p.created_at, p.updated_at, {PositionColumns}
            FROM (
                SELECT * FROM people WHERE id IN (
                    SELECT id FROM search_names
                    WHERE resource = 'people' AND letters LIKE '%' || search_letters($1) || '%' AND text ILIKE '%' || $1 || '%')
                ORDER BY sort_name, id LIMIT $2) p
            LEFT JOIN positions o ON o.person_id = p.id
            ORDER BY p.sort_name, p.id, o.ordinal
            """,
            connection);
        command.Parameters.AddRange((NpgsqlParameter[])[Value(q), Value(limit + 1)]);
        await command.PrepareAsync();
        await using var rows = await command.ExecuteReaderAsync();
        var people = new List<PersonDto>(limit + 1);

        while (await rows.ReadAsync())
        {
            if (people.Count == 0 || people[^1].Id != rows.GetString(0))
            {
                people.Add(ReadPerson(rows));
            }

            if (!rows.IsDBNull(8))
            {
                people[^1].Positions.Add(new(
                    rows.GetGuid(8), rows.GetString(9), new(Text(rows, 10), Text(rows, 11)), Date(rows, 12), Date(rows, 15),
                    rows.GetBoolean(18), rows.GetBoolean(19)));
            }
        }

        return people.Count > limit
            ? new(people[..limit], $"{request.Path}{request.QueryString}&cursor={people[limit - 1].Id}")
            : new(people, null);
    }

    /// <summary>Reads the meetings of a page: by company and area from the facets, as the product does.</summary>
    private async Task<(List<(MeetingDto Meeting, PageCursor Key)> Rows, bool More)> Page(
        NpgsqlConnection connection, string? company, string? area, PageCursor? cursor, int limit)
    {
        var parameters = new List<NpgsqlParameter>();

        if (cursor is not null)
        {
            parameters.AddRange([Value(cursor.Earliest), Value(cursor.Latest), Value(cursor.Order), Value(cursor.Id)]);
        }

        var facets = "meetings m";

        if (company is not null || area is not null)
        {
            var first = Facets(parameters.Count, area is not null, cursor is not null, limit + 1);
            facets = $"({first}) first JOIN meetings m ON m.id = first.meeting_id";
            parameters.Add(Value(company ?? ""));
            parameters.Add(Value(area is null ? [""] : subtrees.TryGetValue(area, out var below) ? below : []));
        }

        var key = "(m.date_earliest, m.date_latest, m.sort_order, m.id)";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {MeetingColumns} FROM {facets} WHERE {Visible} {(cursor is null ? "" : $"AND {key} > ($1, $2, $3, $4)")}
            ORDER BY m.date_earliest, m.date_latest, m.sort_order, m.id LIMIT {limit + 1}
            """,
            connection);
        command.Parameters.AddRange(parameters.ToArray());
        await command.PrepareAsync();
        await using var rows = await command.ExecuteReaderAsync();
        var page = new List<(MeetingDto, PageCursor)>(limit);

        while (page.Count < limit && await rows.ReadAsync())
        {
            var meeting = ReadMeeting(rows);
            page.Add((meeting, new(rows.GetFieldValue<DateOnly>(10), rows.GetFieldValue<DateOnly>(11), rows.GetInt32(25), meeting.Id)));
        }

        return (page, await rows.ReadAsync());
    }

    /// <summary>
    /// Returns the query for the first facets of the ranges of an index. The planner sees the numbers of rows but not the keys, so the plan
    /// is kept.
    /// </summary>
    private static string Facets(int parameters, bool hasArea, bool hasCursor, int count)
    {
        const string Key = "f.date_earliest, f.date_latest, f.sort_order, f.meeting_id";
        string First(string within, string rows) =>
            $"""
            SELECT DISTINCT facet.* FROM ranges CROSS JOIN LATERAL (
                SELECT {Key} FROM meeting_facets f
                WHERE f.organization = (SELECT ${parameters + 1}) AND f.area = ranges.area AND f.basis = ranges.basis
                    AND f.confidentiality IN ('public', 'internal') AND NOT f.has_readers
                    {(hasCursor ? $"AND ({Key}) > ($1, $2, $3, $4)" : "")} {within}
                ORDER BY {Key} LIMIT {rows}) facet
            ORDER BY date_earliest, date_latest, sort_order, meeting_id
            """;

        return $"""
            WITH ranges AS MATERIALIZED (
                SELECT area.id AS area, link.basis
                FROM unnest((SELECT ${parameters + 2})::text[]) area (id)
                    CROSS JOIN unnest({(hasArea ? "'{stated,inferred}'" : "'{\"\"}'")}::text[]) link (basis)),
            bound AS MATERIALIZED (
                ({First("", $"(SELECT 2 * {count} / greatest(count(*), 1) + 2 FROM ranges)")} OFFSET {count - 1} LIMIT 1)
                UNION ALL SELECT 'infinity', 'infinity', 2147483647, 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                LIMIT 1)
            {First(
                $"""
                AND ({Key}) <= ((SELECT date_earliest FROM bound), (SELECT date_latest FROM bound),
                    (SELECT sort_order FROM bound), (SELECT meeting_id FROM bound))
                """, $"{count}")}
            LIMIT {count}
            """;
    }
}
