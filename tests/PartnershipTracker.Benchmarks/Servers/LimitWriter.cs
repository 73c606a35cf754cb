using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using static PartnershipTracker.Benchmarks.Servers.LimitParameters;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>
/// The writes of <see cref="LimitServer"/>. They leave the same rows as the product's: the meeting with its image, its parts, the change
/// with the image, the entry of the audit and the stored answer. Foreign keys alone check the references.
/// </summary>
internal sealed class LimitWriter(NpgsqlDataSource database)
{
    public const string Actor = "key:benchmark-0";

    /// <summary>The version of the shape of an image, as the product writes it.</summary>
    public const short Shape = 2;

    private const string Path = "/api/v1/meetings";

    /// <summary>Creates a meeting: one batch, which PostgreSQL executes as one transaction.</summary>
    public async Task<(Guid Id, byte[] Image)> Create(MeetingBody body, byte[] bytes, string key, string address)
    {
        var meeting = Meeting(body, Now());
        var image = LimitServer.Render(meeting, ContractJson.Default.MeetingDto);
        await using var connection = await database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        AddMeeting(batch, meeting, image);
        AddParticipants(batch, meeting);
        AddLinks(batch, meeting, meeting.Areas);
        AddLogs(batch, meeting, image, "create", $"POST {Path}", address);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Content-Type"] = LimitServer.JsonType,
            ["Location"] = $"{Path}/{meeting.Id}",
            ["ETag"] = LimitServer.EntityTag(1),
            ["Cache-Control"] = "private, no-cache",
        };
        var answer = new AnswerDto(StatusCodes.Status201Created, headers, image, [new("meetings", $"{meeting.Id}", 1)]);
        LimitIdempotency.Keep(batch, key, bytes, Path, answer, meeting.CreatedAt);
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();

        return (meeting.Id, image);
    }

    /// <summary>Creates or replaces a link in two round trips: to lock the meeting and read its image, and to write.</summary>
    public async Task<(AreaLinkDto Link, int Version, bool IsNew)> Link(Guid id, string area, AreaLinkBody body, string address)
    {
        await using var connection = await database.OpenConnectionAsync();
        var before = await Lock(connection, id);
        var old = before.Areas.Find(l => l.Area == area);
        var link = new AreaLinkDto(
            area, body.Affiliates, body.Companies, body.Basis, body.Rationale, old?.Disputed ?? false, Unsupported: false);
        var after = before with
        {
            Areas = [.. before.Areas.Where(l => l != old).Append(link).OrderBy(l => l.Area, StringComparer.Ordinal)],
            Version = before.Version + 1,
            UpdatedAt = Now(),
        };
        var image = LimitServer.Render(after, ContractJson.Default.MeetingDto);
        await using var batch = new NpgsqlBatch(connection);
        AddLinks(batch, after, [link]);
        batch.Add(
            """
            UPDATE meetings SET version = $2, updated_at = $3, image = $4, image_shape = $5, image_version = $2, has_disputed = $6,
                has_unsupported = $7
            WHERE id = $1
            """,
            Value(id), Value(after.Version), Value(after.UpdatedAt), Value(image), Value(Shape), Value(HasDisputed(after)),
            Value(HasUnsupported(after)));
        AddLogs(batch, after, image, "update", $"PUT {Path}/{{meetingId}}/areas/{{areaId}}", address);
        batch.Add("COMMIT");
        await batch.PrepareAsync();
        await batch.ExecuteNonQueryAsync();

        return (link, after.Version, old is null);
    }

    private static async Task<MeetingDto> Lock(NpgsqlConnection connection, Guid id)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("BEGIN");
        batch.Add("SELECT image FROM meetings WHERE id = $1 FOR NO KEY UPDATE", Value(id));
        await batch.PrepareAsync();
        await using var rows = await batch.ExecuteReaderAsync();

        await rows.ReadAsync();

        return JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(0), ContractJson.Default.MeetingDto)!;
    }

    private static MeetingDto Meeting(MeetingBody body, DateTime now)
    {
        var day = DateOnly.ParseExact(body.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var participants = body.Participants.Select(p => new ParticipantDto(
            Guid.CreateVersion7(), p.Organization, Party: null, p.Person, StatedTitle: null, p.Side, p.Role, HeadCount: null,
            Disputed: false, Unsupported: true)).ToList();
        var links = body.Areas.OrderBy(a => a.Area, StringComparer.Ordinal).Select(a => new AreaLinkDto(
            a.Area!, a.Affiliates, a.Companies, a.Basis, a.Rationale, Disputed: false, Unsupported: false)).ToList();

        return new(
            Guid.CreateVersion7(), ExternalId: null, body.Title, body.Kind, body.Format, body.Status, body.Confidentiality, [],
            DateDto.Of(body.Date, day, day), body.Place, Trip: null, TripOrder: null, body.Summary, participants, links, Disputed: false,
            Unsupported: true, Modalities: [], Version: 1, now, now);
    }

    private static void AddMeeting(NpgsqlBatch batch, MeetingDto m, byte[] image)
    {
        var day = DateOnly.ParseExact(m.Date.Earliest, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        batch.Add(
            """
            INSERT INTO meetings (id, kind, format, status, confidentiality, readers, venue, city, region, country, summary, support,
                disputed, has_disputed, has_unsupported, date_earliest, date_edtf, date_latest, title_en, title_ko, version,
                created_at, updated_at, image, image_shape, image_version)
            VALUES ($1, $2, $3, $4, $5, '{}', $6, $7, $8, $9, $10, 'none', false, false, true, $11, $12, $11, $13, $14, 1, $15, $15,
                $16, $17, 1)
            """,
            Value(m.Id), Value(m.Kind), Value(m.Format), Value(m.Status), Value(m.Confidentiality), Text(m.Place?.Venue),
            Text(m.Place?.City), Text(m.Place?.Region), Text(m.Place?.Country), Text(m.Summary), Value(day), Value(m.Date.Edtf),
            Text(m.Title.En), Text(m.Title.Ko), Value(m.CreatedAt), Value(image), Value(Shape));
    }

    private static void AddParticipants(NpgsqlBatch batch, MeetingDto m) => batch.Add(
        """
        INSERT INTO meeting_participants (id, meeting_id, organization_id, person_id, side, role, support, disputed, ordinal)
        SELECT id, $1, organization, person, side, role, 'none', false, ordinal - 1
        FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
            parties (id, organization, person, side, role, ordinal)
        """,
        Value(m.Id), Value(m.Participants.Select(p => p.Id).ToArray()), Value(m.Participants.Select(p => p.Organization).ToArray()),
        Value(m.Participants.Select(p => p.Person).ToArray()), Value(m.Participants.Select(p => p.Side).ToArray()),
        Value(m.Participants.Select(p => p.Role).ToArray()));

    private static void AddLinks(NpgsqlBatch batch, MeetingDto m, List<AreaLinkDto> links)
    {
        const int Columns = 5;
        var rows = links.Select((_, i) =>
            $"($1, {string.Join(", ", Enumerable.Range(2 + (i * Columns), Columns).Select(n => $"${n}"))}, 'none', false)");
        batch.Add(
            $"""
            INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis, rationale, support, disputed)
            VALUES {string.Join(", ", rows)}
            ON CONFLICT (meeting_id, area_id) DO UPDATE SET
                affiliates = excluded.affiliates, companies = excluded.companies, basis = excluded.basis, rationale = excluded.rationale
            """,
            [Value(m.Id), .. links.SelectMany(link => (NpgsqlParameter[])
            [
                Value(link.Area), Value(link.Affiliates.ToArray()), Value(link.Companies.ToArray()), Value(link.Basis),
                Text(link.Rationale),
            ])]);
    }

    private static void AddLogs(NpgsqlBatch batch, MeetingDto m, byte[] image, string operation, string route, string address)
    {
        batch.Add(
            """
            INSERT INTO audit (at, kind, actor, route, resource, resource_id, version, address, trace_id, confidentiality, readers)
            VALUES ($1, 'change', $2, $3, 'meetings', $4, $5, $6, $7, $8, $9)
            """,
            Value(m.UpdatedAt), Value(Actor), Value(route), Value($"{m.Id}"), Value(m.Version), Value(address),
            Value(ActivityTraceId.CreateRandom().ToString()), Value(m.Confidentiality), Value(m.Readers.ToArray()));
        batch.Add(
            """
            INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality, readers)
            VALUES ($1, $2, $3, 'meetings', $4, $5, $6, $7, $8)
            """,
            Value(m.UpdatedAt), Value(Actor), Value(operation), Value($"{m.Id}"), Value(m.Version), Json(image),
            Value(m.Confidentiality), Value(m.Readers.ToArray()));
    }

    private static bool HasDisputed(MeetingDto m) =>
        m.Disputed || m.Participants.Exists(p => p.Disputed) || m.Areas.Exists(l => l.Disputed);

    private static bool HasUnsupported(MeetingDto m) =>
        m.Unsupported || m.Participants.Exists(p => p.Unsupported) || m.Areas.Exists(l => l.Unsupported);

    /// <summary>Returns the time in the precision of PostgreSQL, so that the image shows what is stored.</summary>
    private static DateTime Now()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;

        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
