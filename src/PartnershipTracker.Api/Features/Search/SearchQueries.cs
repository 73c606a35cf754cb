using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// The candidates, a bounded number of each kind and the best of it, in one statement for names and one for titles. Which of them is the
/// best is decided in <see cref="Ranking"/>.
/// </summary>
public static class SearchQueries
{
    /// <summary>A thing has several names: so many rows are looked at for each item that is asked for.</summary>
    private const int NamesOfOne = 5;

    /// <summary>How many titles are ranked at most, and in how many of the newest meetings a common word is looked for.</summary>
    private const int MaxTitles = 1000;
    private const int Newest = 1000;

    /// <summary>A name that has so many letters may be recognised although two of them are wrong.</summary>
    private const int Recognisable = 7;

    public static async Task<IEnumerable<SearchHit>> Names(
        this TrackerDb db, SearchTerms sought, string[] types, int limit, CancellationToken cancellation)
    {
        var most = limit * NamesOfOne;
        string[] exact = [sought.Whole, .. sought.Stems];
        var words = sought.StemWords.Select(Containing).ToArray();
        var longest = sought.IsPart ? words.MaxBy(word => word.Length) : null;
        var within = sought.Initials is { } initials ? Containing(initials) : null;
        var near = sought.Initials is null ? Typos.Near(sought.Whole) : [];
        var similar = sought.Initials is null && sought.Whole.Length >= Recognisable ? sought.Whole : null;

        var rows = await db.SearchNames.FromSql(
            $"""
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters = ANY ({exact}) ORDER BY resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters LIKE {Starting(sought.Root)}
                ORDER BY starts_with(letters, {sought.Whole}) DESC, length(letters), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters LIKE {longest} AND letters LIKE ALL ({words})
                ORDER BY position({sought.Whole} IN letters) = 0, length(letters), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND initials LIKE {Starting(sought.Initials)}
                ORDER BY length(initials), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND initials LIKE {within}
                ORDER BY length(initials), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND search_near(text) && {near}
                ORDER BY abs(length(letters) - {sought.Whole.Length}), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters % {similar}
                ORDER BY similarity(letters, {similar}) DESC, resource, id, text LIMIT {most})
            """).AsNoTracking().ToListAsync(cancellation);

        return rows.Select(name => Ranking.Of(name, sought)).OfType<SearchHit>();
    }

    /// <summary>By prefix and initials alone: two ranges of two indexes.</summary>
    public static async Task<IEnumerable<SearchHit>> Suggestions(
        this TrackerDb db, SearchTerms sought, int limit, CancellationToken cancellation)
    {
        var most = limit * NamesOfOne;

        var rows = await db.SearchNames.FromSql(
            $"""
            (SELECT * FROM search_names WHERE letters LIKE {Starting(sought.Whole)}
                ORDER BY length(letters), resource, id, text LIMIT {most})
            UNION ALL
            (SELECT * FROM search_names WHERE initials LIKE {Starting(sought.Initials)}
                ORDER BY length(initials), resource, id, text LIMIT {most})
            """).AsNoTracking().ToListAsync(cancellation);

        return rows.Select(name => Ranking.Of(name, sought)).OfType<SearchHit>();
    }

    /// <summary>
    /// Meetings whose title it is, or is in, among those that the caller may see. A common word is in the newest ones: an index would have
    /// to count all the others first. A rare one is looked up in the index, without an order, for an order would tempt the planner to walk
    /// along it until it has met enough of what may not be there; of more than a thousand, any thousand are ranked. A title is not found
    /// by initial consonants, nor in spite of a typo: an index for either would cost every write of a meeting.
    /// </summary>
    public static async Task<IEnumerable<SearchHit>> Titles(this TrackerDb db, SearchTerms sought, int limit, CancellationToken cancellation)
    {
        if (!sought.IsPartOfTitles)
        {
            return [];
        }

        var newest = db.Meetings.OrderByDescending(m => m.Id).Take(Newest);
        var titles = await db.Meetings.With([$"|{sought.Whole}|"]).Take(MaxTitles).Concat(newest.In(sought)).ToTitles(cancellation);
        var hits = titles.Select(title => Ranking.Of(title, sought)).ToList();

        if (hits.Count(hit => hit.MatchType is not MatchType.Particle) < limit)
        {
            titles = await db.Meetings.In(sought).ToTitles(cancellation);
            hits.AddRange(titles.Select(title => Ranking.Of(title, sought)));
        }

        return hits;
    }

    /// <summary>Those with all the words in their title and, apart, those with all of them but for particles.</summary>
    private static IQueryable<Meeting> In(this IQueryable<Meeting> meetings, SearchTerms sought)
    {
        var whole = meetings.With(sought.Words).Take(MaxTitles);

        return sought.StemWords.SequenceEqual(sought.Words) || !sought.StemWords.Any(Letters.IsIndexed)
            ? whole
            : whole.Concat(meetings.With(sought.StemWords).Take(MaxTitles));
    }

    private static IQueryable<Meeting> With(this IQueryable<Meeting> meetings, IReadOnlyList<string> parts) => parts
        .Select(Containing)
        .Aggregate(meetings, (found, part) =>
            found.Where(m => EF.Functions.Like(SearchNameTable.Titles(m.Title.Ko, m.Title.En), part, "\\")));

    private static Task<List<MeetingTitle>> ToTitles(this IQueryable<Meeting> meetings, CancellationToken cancellation) => meetings
        .Select(m => new MeetingTitle(m.Id, m.Title.Ko, m.Title.En, m.Version, m.Confidentiality, m.Readers))
        .ToListAsync(cancellation);

    /// <summary>Of nothing there is no beginning.</summary>
    private static string? Starting(string? letters) => string.IsNullOrEmpty(letters) ? null : $"{Text.Escaped(letters)}%";

    private static string Containing(string letters) => $"%{Text.Escaped(letters)}%";
}

/// <summary>A meeting as a search shows it.</summary>
public sealed record MeetingTitle(Guid Id, string? Ko, string? En, int Version, Confidentiality Confidentiality, List<string> Readers);
