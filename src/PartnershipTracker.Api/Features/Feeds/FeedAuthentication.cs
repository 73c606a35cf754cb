using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Features.Feeds;

/// <summary>The feed of this request's link; null in a request that does not come through a feed link.</summary>
public sealed class OpenedFeed
{
    public Feed? Feed { get; set; }
}

/// <summary>
/// The authentication by feed link. It looks up the hash of the link's secret on every request, so a deleted link fails on the very next
/// request. Text that is not in the form of a secret is not looked up.
/// </summary>
public sealed class FeedAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TrackerDb db, OpenedFeed opened,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var link = Request.RouteValues["link"] as string ?? "";
        var secret = link[..Math.Min(link.Length, Secret.Length)];

        if (!Secret.IsWellFormed(secret, Secret.OfFeed))
        {
            return AuthenticateResult.Fail("The path is not in the form of a feed link.");
        }

        var hash = Secret.Hash(secret);
        var feed = await db.Feeds.IgnoreQueryFilters().AsNoTracking()
            .SingleOrDefaultAsync(f => f.SecretHash == hash, Context.RequestAborted); // the filters need a caller: there is none yet
        var now = clock.Now();

        if (feed is null || feed.ExpiresAt <= now || link[secret.Length..] != Feed.ExtensionOf(feed.View))
        {
            return AuthenticateResult.Fail("The feed link is unknown, deleted or expired.");
        }

        opened.Feed = feed;
        await db.NoteUse<Feed>(feed.Id, feed.LastUsedAt, now, Context.RequestAborted);

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.Feed, feed.Principal, [feed.Scope], feed.Clearance, feed.ExpiresAt));
    }
}
