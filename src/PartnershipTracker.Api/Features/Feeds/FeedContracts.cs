using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Features.Feeds;

/// <summary>A feed link, which shows one view to every holder of the link.</summary>
/// <param name="Id" example="coverage-wall">The id. It never changes, and no other feed link ever gets it.</param>
/// <param name="Principal" example="feed:coverage-wall">The name in logs of requests through the link: `feed:` and the id.</param>
/// <param name="Description" example="The matrix on the wiki's front page.">The purpose of the link.</param>
/// <param name="View" example="coverage.svg">The path of the view below `/api/v1/`.</param>
/// <param name="Query" example="rows=affiliate&amp;columns=company">The query string of the view; null: none.</param>
/// <param name="Clearance" example="public">The highest confidentiality of the meetings that the link shows.</param>
/// <param name="ExpiresAt">The instant from which the link is refused; null: it does not expire.</param>
/// <param name="CreatedBy" example="local-admin">The principal that created the link.</param>
/// <param name="LastUsedAt">The instant of the last use, to the minute. Only the list shows it; absent: never used.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record FeedResponse(
    string Id, [property: MaxLength(Rules.ShortText)] string Principal, string? Description, string View, string? Query,
    Confidentiality Clearance, DateTimeOffset? ExpiresAt, [property: MaxLength(Rules.ShortText)] string CreatedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastUsedAt,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<Feed, FeedResponse>
{
    string IItem.Stamp => $"{Id}:{Version}:{LastUsedAt:O}";

    /// <summary>Returns the response that the change log stores. The last use is left out, because it makes no new version.</summary>
    public static FeedResponse From(Feed root) => new(
        root.Id, root.Principal, root.Description, root.View, root.Query, root.Clearance, root.ExpiresAt, root.CreatedBy, null,
        root.Version, root.CreatedAt, root.UpdatedAt);

    public static FeedResponse Listed(Feed root) => From(root) with { LastUsedAt = root.LastUsedAt };
}

/// <summary>A new feed with its link. Only this answer shows the link.</summary>
/// <param name="Feed">The feed link's settings.</param>
/// <param name="Link" example="/feeds/pt_feed_0000000000000000000000000000000000000000000000000.svg">
/// The link. It opens without a credential, so every holder of the link sees the view. Only a hash is stored, so it cannot be read again.
/// </param>
/// <param name="Notice" example="It shows meetings up to `internal`; more restricted ones are left out.">
/// What the clearance of the link leaves out, in the language of `Accept-Language`.
/// </param>
public sealed record IssuedFeedResponse(
    FeedResponse Feed, [property: MaxLength(Rules.ShortText)] string Link, [property: MaxLength(Rules.ShortText)] string Notice)
    : IVersioned, ICarriesSecret
{
    string IVersioned.EntityTag => ETag.Of(Feed.Version);

    public static string LinkOf(string secret, string view) =>
        $"{Credentials.FeedPath}/{secret}{Features.Feeds.Feed.ExtensionOf(view)}";
}

/// <summary>The fields of a feed link that callers write.</summary>
/// <param name="Id" example="coverage-wall">The id: lowercase letters, digits and hyphens. Required; it never changes.</param>
/// <param name="Description" example="The matrix on the wiki's front page.">The purpose of the link.</param>
/// <param name="View" example="coverage.svg">The path of the view below `/api/v1/`. It cannot be changed later.</param>
/// <param name="Query" example="rows=affiliate&amp;columns=company">
/// The query string of the view, written as in a URL without the question mark. It cannot be changed later.
/// </param>
/// <param name="Clearance" example="public">
/// The highest confidentiality of the meetings that the link shows: at most your own clearance; `public` by default.
/// </param>
/// <param name="ExpiresAt">The instant from which the link is refused; absent: it does not expire.</param>
public sealed record FeedRequest(
    string? Id = null, string? Description = null, string? View = null, string? Query = null, Confidentiality? Clearance = null,
    DateTimeOffset? ExpiresAt = null) : IWriteRequest<Feed>, IFrom<Feed, FeedRequest>
{
    string? IWriteRequest<Feed>.Key => Id;

    public static FeedRequest From(Feed root) =>
        new(root.Id, root.Description, root.View, root.Query, root.Clearance, root.ExpiresAt);

    public IEnumerable<ResourceReference> References() => [];

    /// <summary>
    /// Applies the fields that may change. The view and its query are not among them, because the holders of the link were given that view
    /// and nothing else.
    /// </summary>
    public void ApplyTo(Feed root)
    {
        root.Description = Description;
        root.Clearance = Clearance ?? Confidentiality.Public;
        root.ExpiresAt = ExpiresAt;
    }

    public IEnumerable<Fault> Contradictions(Feed root)
    {
        if (View != root.View)
        {
            yield return Fault.At("#/view", "never_changed");
        }

        if (Query != root.Query)
        {
            yield return Fault.At("#/query", "never_changed");
        }
    }
}

/// <summary>A new feed, with its secret, the scope that its view requires, and its creator.</summary>
public sealed record NewFeed(FeedRequest Request, string Secret, string Scope, string CreatedBy) : IWriteRequest<Feed>
{
    string? IWriteRequest<Feed>.Key => Request.Id;

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Feed root)
    {
        Request.ApplyTo(root);
        (root.View, root.Query, root.Scope, root.CreatedBy) = (Request.View!, Request.Query, Scope, CreatedBy);
        root.SecretHash = Features.Access.Secret.Hash(Secret);
    }
}

/// <summary>The filters of the list of feed links.</summary>
public sealed class FeedFilter : ListFilter
{
    public static readonly Sorting<Feed> Sorting = new Sorting<Feed>()
        .By("id", Sorting<Feed>.Key(f => f.Id))
        .By("updatedAt", Sorting<Feed>.Key(f => f.UpdatedAt), Sorting<Feed>.Key(f => f.Id));

    /// <summary>A part of the id or of the description, in either case. `%` and `_` stand for themselves.</summary>
    public string? Q { get; init; }

    /// <summary>The view that the link shows, by its path below `/api/v1/`; repeated = any of them.</summary>
    public string[]? View { get; init; }
}

public sealed class FeedRequestValidator : AbstractValidator<FeedRequest>
{
    private const int MaxQuery = 2000;

    public FeedRequestValidator()
    {
        RuleFor(f => f.Id).NotNull().Key();
        RuleFor(f => f.Description).Line();
        RuleFor(f => f.View).NotNull().OneOf(Feed.Views);
        RuleFor(f => f.Query).Line(MaxQuery);
    }
}

public sealed class FeedFilterValidator : ListFilterValidator<FeedFilter>
{
    public FeedFilterValidator()
        : base(FeedFilter.Sorting.Names)
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.View).OneOf(Feed.Views);
    }
}
