namespace PartnershipTracker.Features.Search;

public static class SearchEndpoints
{
    private const int MaxSuggestions = 10;
    private const string Meetings = "meetings";

    public static void MapSearch(this RouteGroupBuilder api)
    {
        var search = api.MapGroup("/search").NeedsReadOrWrite()
            .WithTag("Search", "Search by name, alias or title, in Korean and English.");

        search.MapGet("/", Search).WithName("search");
        search.MapGet("/suggestions", ListSuggestions).WithName("listSuggestions");
    }

    /// <summary>Search by name</summary>
    /// <remarks>
    /// Searches companies, affiliates, people, areas, trips and meetings. The best match comes first. The type and the id break ties; among
    /// meetings the newest comes first. Titles of meetings match as a whole or by parts of at least three letters (a Korean syllable has
    /// two or three). All other names match by initial consonants and with typos too.
    /// </remarks>
    private static async Task<Ok<SearchResponse>> Search(
        [AsParameters] SearchFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var terms = new SearchTerms(filter.Q!);
        var others = filter.Types.Where(type => type != Meetings).ToArray();
        var names = others.Length > 0 ? await db.Names(terms, others, filter.Take, cancellation) : [];
        var titles = filter.Types.Contains(Meetings) ? await db.Titles(terms, filter.Take, cancellation) : [];

        return TypedResults.Ok(SearchResponse.Of(names.Concat(titles), filter.Take));
    }

    /// <summary>List suggestions</summary>
    /// <remarks>
    /// Lists at most ten companies, affiliates, people, areas and trips with a name or alias that begins with the text or with the initial
    /// consonants, or has a word that begins with the text. Use it for type-ahead.
    /// </remarks>
    private static async Task<Ok<SearchResponse>> ListSuggestions(
        [AsParameters] SuggestionFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(SearchResponse.Of(
            await db.Suggestions(new SearchTerms(filter.Q!), MaxSuggestions, cancellation), MaxSuggestions));
}
