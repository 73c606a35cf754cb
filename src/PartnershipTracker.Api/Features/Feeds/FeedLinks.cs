using Microsoft.AspNetCore.Authentication;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Feeds;

/// <summary>What a feed link opens, outside the API: one view, and nothing beside it.</summary>
public static class FeedLinks
{
    public static void AddFeedLinks(this IServiceCollection services) => new AuthenticationBuilder(services.AddScoped<OpenedFeed>())
        .AddScheme<AuthenticationSchemeOptions, FeedAuthentication>(Credentials.FeedScheme, null);

    public static void MapFeedLinks(this IEndpointRouteBuilder app) => app.MapGroup(Credentials.FeedPath)
        .WithStrictQueries().Needs(AccessControl.Anybody, AccessControl.Anybody).ExcludeFromDescription()
        .MapGet("/{link}", Open);

    /// <summary>Whoever has the link has said who they are: the feed.</summary>
    private static DispatchedResult Open(string link, OpenedFeed opened) =>
        opened.Feed is { } feed ? new DispatchedResult(feed.View, feed.Query) : throw new ProblemException("not_found");
}
