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
        var subtrees = await ReadSubtrees(app.Services);
        app.MapGet("/api/v1/meetings", async (
            string? company, string? area, string? cursor, int? limit, HttpRequest request, EfContext db, CancellationToken cancellation) =>
            await ListMeetings(company, area is null ? null : [.. subtrees[area]], cursor, limit, request, db, cancellation));
        app.MapGet("/api/v1/people", ListPeople);

        await app.RunAsync();
    }

    /// <summary>Returns the keys of each area and the areas below it. The few areas are read once, at start, as the limit does.</summary>
    private static async Task<ILookup<string, string>> ReadSubtrees(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var parents = await scope.ServiceProvider.GetRequiredService<EfContext>().Areas.AsNoTracking()
            .ToDictionaryAsync(a => a.Id, a => a.ParentId, StringComparer.Ordinal);
        IEnumerable<string> Path(string id) => parents[id] is { } parent ? [id, .. Path(parent)] : [id];

        return parents.Keys.SelectMany(id => Path(id).Select(root => (Root: root, Id: id)))
            .ToLookup(pair => pair.Root, pair => pair.Id, StringComparer.Ordinal);
    }

    /// <summary>Finds the page first: each part of a split query would search for it again.</summary>
    private static async Task<PageDto<MeetingDto>> ListMeetings(
        string? company, List<string>? areas, string? cursor, int? limit, HttpRequest request, EfContext db,
        CancellationToken cancellation)
    {
        var found = db.Meetings.AsNoTracking();

        if (company is not null)
        {
            found = found.Where(m => m.Organizations.Any(o => o.OrganizationId == company));
        }

        if (areas is not null)
        {
            found = found.Where(m => m.Areas.Any(l => areas.Contains(l.AreaId)));
        }

        if (PageCursor.Read(cursor) is { } last)
        {
            found = found.Where(m => EF.Functions.GreaterThan(
                ValueTuple.Create(m.DateEarliest, m.DateLatest, m.SortOrder, m.Id),
                ValueTuple.Create(last.Earliest, last.Latest, last.Order, last.Id)));
        }

        var size = limit ?? DefaultLimit;
        var ids = await InOrder(found).Select(m => m.Id).Take(size + 1).ToListAsync(cancellation);
        var page = await InOrder(db.Meetings.AsNoTracking().Where(m => ids.Contains(m.Id))).Select(Shown).ToListAsync(cancellation);

        return page.Count > size ? new(page[..size], KeyOf(page[size - 1]).Next(request)) : new(page, null);
    }

    private static IOrderedQueryable<EfMeeting> InOrder(IQueryable<EfMeeting> meetings) =>
        meetings.OrderBy(m => m.DateEarliest).ThenBy(m => m.DateLatest).ThenBy(m => m.SortOrder).ThenBy(m => m.Id);

    private static async Task<PageDto<PersonDto>> ListPeople(string q, HttpRequest request, EfContext db, CancellationToken cancellation)
    {
        var part = $"%{q}%";
        var ids = await db.People.AsNoTracking()
            .Where(p => EF.Functions.ILike(p.NameKo!, part) || EF.Functions.ILike(p.NameEn!, part)
                || p.Aliases.Any(a => EF.Functions.ILike(a, part)) || p.WeakAliases.Any(a => EF.Functions.ILike(a, part)))
            .OrderBy(p => p.SortName).ThenBy(p => p.Id)
            .Take(DefaultLimit + 1)
            .Select(p => p.Id)
            .ToListAsync(cancellation);
        var page = await db.People.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .OrderBy(p => p.SortName).ThenBy(p => p.Id)
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
