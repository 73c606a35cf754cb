using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Search;

public static class SearchEndpoints
{
    private const int MaxSuggestions = 10;
    private const string Meetings = "meetings";

    public static void MapSearch(this IEndpointRouteBuilder api)
    {
        var search = api.MapGroup("/search").NeedsReadOrWrite()
            .WithTag("Search", "Finding things by what people call them, in Korean and English.");

        search.MapGet("/", Search).WithName("search");
        search.MapGet("/suggestions", ListSuggestions).WithName("listSuggestions");
    }

    /// <summary>Search by name</summary>
    /// <remarks>
    /// Companies, affiliates, people, areas, trips and meetings by what they are called, best first. An exact name precedes whatever is
    /// only like it; the type and the id break ties, and of meetings the newest is first. Titles of meetings are found by the whole or by
    /// parts of three letters or more (a Korean syllable has two or three); all else by initial consonants and in spite of a typo too.
    /// </remarks>
    private static async Task<Ok<SearchResponse>> Search(
        [AsParameters] SearchFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var sought = new SearchTerms(filter.Q!);
        var others = filter.Types.Where(type => type != Meetings).ToArray();
        var names = others.Length > 0 ? await db.Names(sought, others, filter.Take, cancellation) : [];
        var titles = filter.Types.Contains(Meetings) ? await db.Titles(sought, filter.Take, cancellation) : [];

        return TypedResults.Ok(SearchResponse.Of(names.Concat(titles), filter.Take));
    }

    /// <summary>Suggest what is being typed</summary>
    /// <remarks>
    /// At most ten companies, affiliates, people, areas and trips whose name or alias begins so, or begins with these initial consonants:
    /// for type-ahead.
    /// </remarks>
    private static async Task<Ok<SearchResponse>> ListSuggestions(
        [AsParameters] SuggestionFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(SearchResponse.Of(
            await db.Suggestions(new SearchTerms(filter.Q!), MaxSuggestions, cancellation), MaxSuggestions));
}
