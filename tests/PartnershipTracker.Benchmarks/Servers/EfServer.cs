using System.Linq.Expressions;
using System.Text.Encodings.Web;
using Microsoft.EntityFrameworkCore;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>
/// EF Core as usually written: pooled contexts, queries without tracking, projections to responses, split queries for collections. It
/// has no key, audit, validation or entity tags.
/// </summary>
internal static class EfServer
{
    private const int DefaultLimit = 50;

    private static readonly Expression<Func<EfMeeting, MeetingDto>> Shown = m => new MeetingDto(
        m.Id, m.ExternalId, new TextDto(m.TitleKo, m.TitleEn), m.Kind, m.Format, m.Status, m.Confidentiality, m.Readers,
        DateDto.Of(m.DateEdtf, m.DateEarliest, m.DateLatest),
        m.Venue == null && m.City == null && m.Region == null && m.Country == null
            ? null
            : new PlaceDto(m.Venue, m.City, m.Region, m.Country),
        m.TripId, m.TripOrder, m.Summary,
        m.Participants.OrderBy(p => p.Ordinal).Select(p => new ParticipantDto(
            p.Id, p.OrganizationId, p.OrganizationId == null ? new TextDto(p.PartyKo, p.PartyEn) : null, p.PersonId, p.StatedTitle, p.Side,
            p.Role, p.HeadCount, p.Disputed, p.Support == "none")).ToList(),
        m.Areas.OrderBy(l => l.AreaId).Select(l => new AreaLinkDto(
            l.AreaId, l.Affiliates, l.Companies, l.Basis, l.Rationale, l.Disputed,
            l.Support == "none" && (l.Basis == "stated" || l.Rationale == null))).ToList(),
        m.Disputed, m.Support == "none", m.Modalities, m.Version, m.CreatedAt, m.UpdatedAt);

    public static async Task Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        builder.Services.AddDbContextPool<EfContext>(options => options
            .UseNpgsql(ComparedServer.Place, npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .UseSnakeCaseNamingConvention());
        await using var app = builder.Build();

        app.MapGet("/api/v1/meetings/{id:guid}", async (Guid id, EfContext db, CancellationToken cancellation) =>
            await db.Meetings.AsNoTracking().Where(m => m.Id == id).Select(Shown).SingleOrDefaultAsync(cancellation) is { } meeting
                ? TypedResults.Ok(meeting)
                : (IResult)TypedResults.NotFound());
        app.MapGet("/api/v1/meetings", ListMeetings);
        app.MapGet("/api/v1/people", ListPeople);

        await app.RunAsync();
    }

    private static async Task<PageDto<MeetingDto>> ListMeetings(
        string? company, string? area, string? cursor, int? limit, HttpRequest request, EfContext db, CancellationToken cancellation)
    {
        var found = db.Meetings.AsNoTracking();

        if (company is not null)
        {
            found = found.Where(m => m.Organizations.Any(o => o.OrganizationId == company));
        }

        if (area is not null)
        {
            var areas = await db.Database.SqlQuery<string>(
                $"""
                WITH RECURSIVE below AS (
                    SELECT id FROM areas WHERE id = {area}
                    UNION ALL
                    SELECT a.id FROM below JOIN areas a ON a.parent_id = below.id)
                SELECT id AS "Value" FROM below
                """).ToListAsync(cancellation);
            found = found.Where(m => m.Areas.Any(l => areas.Contains(l.AreaId)));
        }

        if (PageCursor.Read(cursor) is { } last)
        {
            found = found.Where(m => EF.Functions.GreaterThan(
                ValueTuple.Create(m.DateEarliest, m.DateLatest, m.SortOrder, m.Id),
                ValueTuple.Create(last.Earliest, last.Latest, last.Order, last.Id)));
        }

        var size = limit ?? DefaultLimit;
        var page = await found.OrderBy(m => m.DateEarliest).ThenBy(m => m.DateLatest).ThenBy(m => m.SortOrder).ThenBy(m => m.Id)
            .Take(size + 1).Select(Shown).ToListAsync(cancellation);

        return page.Count > size ? new(page[..size], KeyOf(page[size - 1]).Next(request)) : new(page, null);
    }

    private static async Task<PageDto<PersonDto>> ListPeople(string q, HttpRequest request, EfContext db, CancellationToken cancellation)
    {
        var part = $"%{q}%";
        var page = await db.People.AsNoTracking()
            .Where(p => EF.Functions.ILike(p.NameKo!, part) || EF.Functions.ILike(p.NameEn!, part)
                || p.Aliases.Any(a => EF.Functions.ILike(a, part)) || p.WeakAliases.Any(a => EF.Functions.ILike(a, part)))
            .OrderBy(p => p.SortName).ThenBy(p => p.Id)
            .Take(DefaultLimit + 1)
            .Select(p => new PersonDto(
                p.Id, new TextDto(p.NameKo, p.NameEn),
                AliasesOf(p.Aliases, p.WeakAliases),
                p.Positions.OrderBy(o => o.Ordinal).Select(o => new PositionDto(
                    o.Id, o.OrganizationId, new TextDto(o.TitleKo, o.TitleEn),
                    o.FromEdtf == null ? null : DateDto.Of(o.FromEdtf, o.FromEarliest!.Value, o.FromLatest!.Value),
                    o.ToEdtf == null ? null : DateDto.Of(o.ToEdtf, o.ToEarliest!.Value, o.ToLatest!.Value),
                    o.Disputed, o.Support == "none")).ToList(),
                p.Version, p.CreatedAt, p.UpdatedAt))
            .ToListAsync(cancellation);

        return page.Count > DefaultLimit
            ? new(page[..DefaultLimit], $"{request.Path}{request.QueryString}&cursor={page[DefaultLimit - 1].Id}")
            : new(page, null);
    }

    private static List<AliasDto> AliasesOf(List<string> aliases, List<string> weak) =>
        [.. aliases.Select(a => new AliasDto(a, Weak: false)), .. weak.Select(a => new AliasDto(a, Weak: true))];

    private static PageCursor KeyOf(MeetingDto meeting) => new(
        DateOnly.Parse(meeting.Date.Earliest, null), meeting.Date.Latest is { } latest ? DateOnly.Parse(latest, null) : DateOnly.MaxValue,
        meeting.TripOrder ?? int.MaxValue, meeting.Id);
}
