using Microsoft.AspNetCore.Authentication;

namespace PartnershipTracker.Features.Feeds;

/// <summary>The endpoint of the feed links, outside the API. A link answers with its one view and gives access to nothing else.</summary>
public static class FeedLinks
{
    public static void AddFeedLinks(this IServiceCollection services) => new AuthenticationBuilder(services.AddScoped<OpenedFeed>())
        .AddScheme<AuthenticationSchemeOptions, FeedAuthentication>(Credentials.FeedScheme, null);

    public static void MapFeedLinks(this IEndpointRouteBuilder app) => app.MapGroup(Credentials.FeedPath)
        .WithStrictQueries().Needs(AccessControl.Anybody, AccessControl.Anybody).ExcludeFromDescription()
        .MapGet("/{link}", Open);

    /// <summary>Answers with the feed's view. The link is the credential: the caller is the feed itself.</summary>
    private static DispatchedResult Open(string link, OpenedFeed opened) =>
        opened.Feed is { } feed ? new DispatchedResult(feed.View, feed.Query) : throw new ProblemException("not_found");
}
