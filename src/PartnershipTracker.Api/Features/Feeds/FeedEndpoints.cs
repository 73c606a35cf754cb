using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Features.Feeds;

public static class FeedEndpoints
{
    public static void MapFeeds(this RouteGroupBuilder api)
    {
        var feeds = api.MapGroup("/feeds").Needs(AccessControl.Anybody, AccessControl.Anybody).WithTag(
            "Feed links", "Links that show one view each, for programs that cannot send a credential: calendars and embedded pictures.")
            .WithMetadata(new CreatedWith("POST /api/v1/feeds"));

        feeds.MapGet("/", List).WithName("listFeeds");
        feeds.MapPost("/", Create).WithName("createFeed");
        feeds.MapGet("/{feedId}", Get).WithName("getFeed");
        feeds.MapPatch("/{feedId}", Patch).WithName("patchFeed");
        feeds.MapDelete("/{feedId}", Delete).WithName("deleteFeed");
        feeds.MapGet("/{feedId}/history", ListHistory).WithName("listFeedHistory");
    }

    /// <summary>List feed links</summary>
    /// <remarks>
    /// Your own feed links, by id, with the instant of the last use of each. With the scope `admin` the list has the feed links of all
    /// callers. Deleted feed links are not listed; their history stays readable.
    /// </remarks>
    private static async Task<Ok<Page<FeedResponse>>> List(
        [AsParameters] FeedFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var found = db.Feeds.ChangedSince(filter);

        if (filter.View is { Length: > 0 } views)
        {
            found = found.Where(f => views.Contains(f.View));
        }

        if (Text.Containing(filter.Q) is { } part)
        {
            found = found.Where(f => EF.Functions.ILike(f.Id, part, "\\") || EF.Functions.ILike(f.Description!, part, "\\"));
        }

        return TypedResults.Ok(await found.ToPage(filter, FeedFilter.Sorting, FeedResponse.Listed, cancellation));
    }

    /// <summary>Create a feed link</summary>
    /// <remarks>
    /// Only this answer shows the link. `GET` or `HEAD` of `/feeds/pt_feed_…` answers as the view does with this query, ETag and 304
    /// included, without a credential. The link takes no parameters and opens nothing else: the links inside a JSON view still require a
    /// credential. You need the scope that the view requires. The view is requested once to check the query, and its errors are returned
    /// here. The link keeps working when your key is deleted or your clearance is lowered. It ends when it expires, or when you or a caller
    /// with the scope `admin` delete it. An unknown, deleted or expired link is a 404.
    /// </remarks>
    private static async Task<Created<IssuedFeedResponse>> Create(
        FeedRequest request, HttpRequest http, InternalDispatcher dispatcher, Caller caller, ResourceWriter writer,
        CancellationToken cancellation)
    {
        var (view, scope, secret) = (request.View!, dispatcher.ScopeOf(request.View!), Secret.Create(Secret.OfFeed));

        if (!caller.Has(scope))
        {
            throw new ProblemException("forbidden", Fault.At("#/view", "needs_scope", scope));
        }

        await dispatcher.DryRun(view, request.Query, cancellation);
        var created = await writer.Create<Feed, NewFeed, FeedResponse>(new(request, secret, scope, caller.Name), cancellation);

        var feed = created.Value!.Read();

        return TypedResults.Created(
            created.Location,
            new IssuedFeedResponse(feed, http.PathBase + IssuedFeedResponse.LinkOf(secret, view), ClearanceNotice.Of(feed.Clearance)));
    }

    /// <summary>Get one feed link</summary>
    /// <remarks>
    /// The answer shows the view, its query and the clearance, and never the link itself. A feed link of another caller is a 404, unless
    /// you have the scope `admin`. A new register has no feed links: create one first with `POST /api/v1/feeds`.
    /// </remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static async Task<Ok<FeedResponse>> Get(string feedId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(FeedResponse.From(await db.Get<Feed>(feedId, cancellation)));

    /// <summary>Change some members of a feed link</summary>
    /// <remarks>
    /// The body is a JSON merge patch (RFC 7396). The view and its query cannot be changed (422): create another feed link. A new clearance
    /// or expiry takes effect with the next request.
    /// </remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static Task<Ok<Rendered<FeedResponse>>> Patch(
        string feedId, MergePatch<FeedRequest> patch, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Patch<Feed, FeedRequest, FeedResponse>(feedId, patch, precondition, cancellation);

    /// <summary>Delete a feed link</summary>
    /// <remarks>Revokes the link: the next request with it fails. The history of the feed link stays readable.</remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static Task<NoContent> Delete(string feedId, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Delete<Feed, FeedResponse>(feedId, precondition, cancellation);

    /// <summary>List the versions of a feed link</summary>
    /// <remarks>
    /// Each version names the caller, the time, the reason and the changed fields; the newest comes first. The history of a deleted feed
    /// link is readable too. It does not contain the link.
    /// </remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string feedId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        await db.RequireOwn(feedId, cancellation);

        return TypedResults.Ok(await db.HistoryOf<Feed>(feedId, filter, cancellation));
    }

    /// <summary>
    /// Requires that the caller created the feed, which may have been deleted since. The change log tells, because an id is used once.
    /// </summary>
    private static async Task RequireOwn(this TrackerDb db, string feedId, CancellationToken cancellation)
    {
        var creations = db.Changes.Where(c => c.Resource == "feeds" && c.ResourceId == feedId && c.Operation == ChangeOperation.Create);

        if (!db.Caller.ManagesGrants && !await creations.AnyAsync(c => c.Actor == db.Caller.Name, cancellation))
        {
            throw new ProblemException("not_found");
        }
    }
}
