using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// The queries for candidates. One statement for names and one for titles read a bounded number of the best candidates of each kind of
/// match. <see cref="Ranking"/> orders them.
/// </summary>
public static class SearchQueries
{
    /// <summary>The rows that are read per requested item, because a resource has several names.</summary>
    private const int RowsPerItem = 5;

    /// <summary>The maximum number of titles that are ranked.</summary>
    private const int MaxTitles = 1000;

    /// <summary>The number of the newest meetings in which a common word is searched.</summary>
    private const int NewestMeetings = 1000;

    /// <summary>The minimum number of letters of a search text in which two wrong letters are tolerated.</summary>
    private const int MinLettersForTwoTypos = 7;

    public static async Task<IEnumerable<SearchHit>> Names(
        this TrackerDb db, SearchTerms terms, string[] types, int limit, CancellationToken cancellation)
    {
        var rowLimit = limit * RowsPerItem;
        var exact = terms.Exact(types);
        string[] beginnings = [.. terms.Beginnings(types).Select(AtWord)];
        var words = terms.StemWords.Select(Containing).ToArray();
        var longest = terms.IsPart ? words.MaxBy(word => word.Length) : null;
        var within = terms.Initials is { } initials ? Containing(initials) : null;
        var near = terms.Initials is null ? Typos.Near(terms.Whole) : [];
        var similar = terms.Initials is null && terms.Whole.Length >= MinLettersForTwoTypos ? terms.Whole : null;

        var rows = await db.SearchNames.FromSql(
            $"""
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters = ANY ({exact})
                ORDER BY array_position({exact}, letters), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters LIKE {Starting(terms.ShortestStem)}
                ORDER BY starts_with(letters, {terms.Whole}) DESC, length(letters), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters LIKE {longest} AND letters LIKE ALL ({words})
                ORDER BY position({terms.Whole} IN letters) = 0, length(letters), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND initials LIKE {Starting(terms.Initials)}
                ORDER BY length(initials), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND initials LIKE {within}
                ORDER BY length(initials), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND search_near(text) && {near}
                ORDER BY abs(length(letters) - {terms.Whole.Length}), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND letters % {similar}
                ORDER BY similarity(letters, {similar}) DESC, resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE resource = ANY ({types}) AND words LIKE ANY ({beginnings})
                ORDER BY (SELECT min(n) FROM unnest({beginnings}) WITH ORDINALITY asked (beginning, n) WHERE words LIKE beginning),
                    length(letters), resource, id, text LIMIT {rowLimit})
            """).AsNoTracking().ToListAsync(cancellation);

        return rows.Select(name => Ranking.Of(name, terms)).OfType<SearchHit>();
    }

    /// <summary>Returns the names that begin with the terms or with their initials, or have a word that begins with the terms.</summary>
    public static async Task<IEnumerable<SearchHit>> Suggestions(
        this TrackerDb db, SearchTerms terms, int limit, CancellationToken cancellation)
    {
        var rowLimit = limit * RowsPerItem;

        var rows = await db.SearchNames.FromSql(
            $"""
            (SELECT * FROM search_names WHERE letters LIKE {Starting(terms.Whole)}
                ORDER BY length(letters), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE initials LIKE {Starting(terms.Initials)}
                ORDER BY length(initials), resource, id, text LIMIT {rowLimit})
            UNION ALL
            (SELECT * FROM search_names WHERE words LIKE {(terms.IsPart ? AtWord(terms.Whole) : null)}
                ORDER BY length(letters), resource, id, text LIMIT {rowLimit})
            """).AsNoTracking().ToListAsync(cancellation);

        return rows.Select(name => Ranking.Of(name, terms)).OfType<SearchHit>();
    }

    /// <summary>
    /// Returns the meetings with the terms as their title or in it, among those that the caller can read. A common word is searched in the
    /// newest meetings, because the index would have to read all the others first. A rare word is looked up in the index, without an order:
    /// with one, the planner may walk along that order and never find enough rows. Of more than a thousand titles, any thousand are ranked.
    /// Titles match neither by initial consonants nor with typos, because an index for either would slow down every write of a meeting.
    /// </summary>
    public static async Task<IEnumerable<SearchHit>> Titles(this TrackerDb db, SearchTerms terms, int limit, CancellationToken cancellation)
    {
        if (!terms.IsPartOfTitles)
        {
            return [];
        }

        var newest = db.Meetings.OrderByDescending(m => m.Id).Take(NewestMeetings);
        var titles = await db.Meetings.WithParts([$"|{terms.Whole}|"]).Take(MaxTitles).Concat(newest.WithSomeWords(terms))
            .ToTitles(cancellation);
        var hits = titles.Select(title => Ranking.Of(title, terms)).ToList();

        if (hits.Count(hit => hit.MatchType is not (MatchType.Particle or MatchType.Words)) < limit)
        {
            titles = await db.Meetings.Matching(terms).ToTitles(cancellation);
            hits.AddRange(titles.Select(title => Ranking.Of(title, terms)));
        }

        return hits;
    }

    /// <summary>Returns the meetings with all the words in their title, and those with all the words without particles.</summary>
    private static IQueryable<Meeting> Matching(this IQueryable<Meeting> meetings, SearchTerms terms)
    {
        var whole = meetings.WithParts(terms.Words).Take(MaxTitles);

        return terms.StemWords.SequenceEqual(terms.Words) || !terms.StemWords.Any(Letters.IsIndexed)
            ? whole
            : whole.Concat(meetings.WithParts(terms.StemWords).Take(MaxTitles));
    }

    /// <summary>
    /// Returns the meetings with some of the words in their title. It reads all the given meetings, because such words are too common for
    /// an index.
    /// </summary>
    private static IQueryable<Meeting> WithSomeWords(this IQueryable<Meeting> meetings, SearchTerms terms)
    {
        string[] words = [.. terms.StemWords.Where(Letters.IsIndexed).Select(Containing)];

        return words.Length == 0 || terms.Words.Count == 1
            ? meetings.Matching(terms)
            : meetings.Where(m => words.Any(word => EF.Functions.Like(SearchNameTable.Titles(m.Title.Ko, m.Title.En), word, "\\")));
    }

    private static IQueryable<Meeting> WithParts(this IQueryable<Meeting> meetings, IReadOnlyList<string> parts) => parts
        .Select(Containing)
        .Aggregate(meetings, (found, part) =>
            found.Where(m => EF.Functions.Like(SearchNameTable.Titles(m.Title.Ko, m.Title.En), part, "\\")));

    private static Task<List<MeetingTitle>> ToTitles(this IQueryable<Meeting> meetings, CancellationToken cancellation) => meetings
        .Select(m => new MeetingTitle(m.Id, m.Title.Ko, m.Title.En, m.Version, m.Confidentiality, m.Readers))
        .ToListAsync(cancellation);

    /// <summary>Returns the pattern of texts that begin with the letters; null, which matches nothing, without letters.</summary>
    private static string? Starting(string? letters) => string.IsNullOrEmpty(letters) ? null : $"{Text.Escaped(letters)}%";

    private static string AtWord(string letters) => Containing($"|{letters}");

    private static string Containing(string letters) => $"%{Text.Escaped(letters)}%";
}

/// <summary>The title of a meeting, with the fields that a search result needs.</summary>
public sealed record MeetingTitle(Guid Id, string? Ko, string? En, int Version, Confidentiality Confidentiality, List<string> Readers);
