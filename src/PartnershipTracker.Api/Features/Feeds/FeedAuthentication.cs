using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Feeds;

/// <summary>The feed that the link of this request opens; there is none when it is asked for in any other way.</summary>
public sealed class OpenedFeed
{
    public Feed? Feed { get; set; }
}

/// <summary>
/// Looks up the hash of the secret in a feed link, each time: a link that was revoked fails on the very next request. What cannot be one is
/// not looked up.
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
            return AuthenticateResult.Fail("No feed link has this form.");
        }

        var hash = Secret.Hash(secret);
        var feed = await db.Feeds.IgnoreQueryFilters().AsNoTracking()
            .SingleOrDefaultAsync(f => f.SecretHash == hash, Context.RequestAborted); // nobody is known yet, whose it could be
        var now = clock.Now();

        if (feed is null || feed.ExpiresAt <= now || link[secret.Length..] != Feed.ExtensionOf(feed.View))
        {
            return AuthenticateResult.Fail("The feed link is unknown, revoked or expired.");
        }

        opened.Feed = feed;
        await db.NoteUse<Feed>(feed.Id, feed.LastUsedAt, now, Context.RequestAborted);

        return AuthenticateResult.Success(Claims.Ticket(
            Scheme.Name, CallerKind.Feed, feed.Principal, [feed.Scope], feed.Clearance, feed.ExpiresAt));
    }
}
