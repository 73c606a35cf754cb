using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Feeds;

public static class FeedEndpoints
{
    public static void MapFeeds(this IEndpointRouteBuilder api)
    {
        var feeds = api.MapGroup("/feeds").Needs(AccessControl.Anybody, AccessControl.Anybody).WithTag(
            "Feed links", "One view each, for programs that can send no credential: calendars, and pages that embed a picture.");

        feeds.MapGet("/", List).WithName("listFeeds");
        feeds.MapPost("/", Create).WithName("createFeed");
        feeds.MapGet("/{feedId}", Get).WithName("getFeed");
        feeds.MapPatch("/{feedId}", Patch).WithName("patchFeed");
        feeds.MapDelete("/{feedId}", Revoke).WithName("deleteFeed");
        feeds.MapGet("/{feedId}/history", ListHistory).WithName("listFeedHistory");
    }

    /// <summary>List feed links</summary>
    /// <remarks>
    /// Your own, by id, with when each was last opened; with the scope `admin` everybody's. Revoked ones are gone; their history stays.
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

    /// <summary>Make a feed link</summary>
    /// <remarks>
    /// The answer shows the link this once: `GET` or `HEAD` of `/feeds/pt_feed_…` answers what the view would with this query, to whoever
    /// has the link and without a credential, ETag and 304 included. It takes no parameters and opens nothing else; addresses in a JSON
    /// view need a credential as ever. You need what the view needs, and the view is asked once: what it refuses is refused here, in its
    /// words. The link is a grant of its own: it goes on when your key is revoked or your clearance lowered, until it expires or you, or
    /// whoever has the scope `admin`, revoke it. A link that is unknown, revoked or expired is a 404.
    /// </remarks>
    private static async Task<Created<IssuedFeedResponse>> Create(
        FeedRequest request, InternalDispatcher forwarder, Caller caller, ResourceWriter write, CancellationToken cancellation)
    {
        var (view, scope, secret) = (request.View!, forwarder.ScopeOf(request.View!), Secret.Create(Secret.OfFeed));

        if (!caller.Has(scope))
        {
            throw new ProblemException("forbidden", Fault.At("#/view", "needs_scope", scope));
        }

        await forwarder.DryRun(view, request.Query, cancellation);
        var created = await write.Create<Feed, NewFeed, FeedResponse>(new(request, secret, scope, caller.Name), cancellation);

        return TypedResults.Created(
            created.Location, new IssuedFeedResponse(created.Value!, IssuedFeedResponse.LinkOf(secret, view)));
    }

    /// <summary>Get one feed link</summary>
    /// <remarks>What it shows and up to which confidentiality; never the link itself. Somebody else's is a 404.</remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static async Task<Ok<FeedResponse>> Get(string feedId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(FeedResponse.From(await db.Get<Feed>(feedId, cancellation)));

    /// <summary>Change some fields of a feed link</summary>
    /// <remarks>
    /// A JSON merge patch (RFC 7396). What it shows is never changed (422): make another link. Up to which confidentiality, and until when,
    /// is so from the very next request on.
    /// </remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static Task<Ok<FeedResponse>> Patch(
        string feedId, MergePatch<FeedRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Feed, FeedRequest, FeedResponse>(feedId, patch, precondition, cancellation);

    /// <summary>Revoke a feed link</summary>
    /// <remarks>It fails on the very next request. Its history stays readable.</remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static Task<NoContent> Revoke(string feedId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Feed, FeedResponse>(feedId, precondition, cancellation);

    /// <summary>List the versions of a feed link</summary>
    /// <remarks>Who changed what, when and why, newest first; of a revoked one too. The link is not in it.</remarks>
    /// <param name="feedId" example="coverage-wall">The feed's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string feedId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        await db.RequireOwn(feedId, cancellation);

        return TypedResults.Ok(await db.HistoryOf<Feed>(feedId, filter, cancellation));
    }

    /// <summary>Of what may be gone the log knows whose it was, for an id is given once.</summary>
    private static async Task RequireOwn(this TrackerDb db, string feedId, CancellationToken cancellation)
    {
        var made = db.Changes.Where(c => c.Resource == "feeds" && c.ResourceId == feedId && c.Operation == ChangeOperation.Create);

        if (!db.Caller.ManagesGrants && !await made.AnyAsync(c => c.Actor == db.Caller.Name, cancellation))
        {
            throw new ProblemException("not_found");
        }
    }
}
