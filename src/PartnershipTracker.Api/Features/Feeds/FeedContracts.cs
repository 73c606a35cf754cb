using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Feeds;

/// <summary>A feed link, which opens one view to whoever has it.</summary>
/// <param name="Id" example="coverage-wall">Its id, which never changes and is never given again.</param>
/// <param name="Principal" example="feed:coverage-wall">How logs name whoever uses it.</param>
/// <param name="Description" example="The matrix on the wiki's front page.">What it is for.</param>
/// <param name="View" example="coverage.svg">What it shows, by its address below `/api/v1/`.</param>
/// <param name="Query" example="rows=affiliate&amp;columns=company">With which query; null: with none.</param>
/// <param name="Clearance" example="public">Up to which confidentiality it sees meetings.</param>
/// <param name="ExpiresAt">From when on it is refused; null: never.</param>
/// <param name="CreatedBy" example="local-admin">Who made it.</param>
/// <param name="LastUsedAt">When it was last opened, to the minute; in the list only, and absent when it was not yet.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record FeedResponse(
    string Id, [property: MaxLength(Rules.ShortText)] string Principal, string? Description, string View, string? Query,
    Confidentiality Clearance, DateTimeOffset? ExpiresAt, [property: MaxLength(Rules.ShortText)] string CreatedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastUsedAt,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<Feed, FeedResponse>
{
    string IItem.Stamp => $"{Id}:{Version}:{LastUsedAt:O}";

    /// <summary>What is kept of it with each version; that it was used makes none.</summary>
    public static FeedResponse From(Feed root) => new(
        root.Id, root.Principal, root.Description, root.View, root.Query, root.Clearance, root.ExpiresAt, root.CreatedBy, null,
        root.Version, root.CreatedAt, root.UpdatedAt);

    public static FeedResponse Listed(Feed root) => From(root) with { LastUsedAt = root.LastUsedAt };
}

/// <summary>A new feed with its link, which is shown this once.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Link" example="/feeds/pt_feed_0000000000000000000000000000000000000000000000000.svg">
/// The link, to be opened without any credential: whoever has it sees what it shows. It is not kept here and cannot be had again.
/// </param>
public sealed record IssuedFeedResponse(FeedResponse Feed, [property: MaxLength(Rules.ShortText)] string Link)
    : IVersioned, ICarriesSecret
{
    string IVersioned.EntityTag => ETag.Of(Feed.Version);

    public static string LinkOf(string secret, string view) =>
        $"{Credentials.FeedPath}/{secret}{Features.Feeds.Feed.ExtensionOf(view)}";
}

/// <summary>What callers ask for in a feed link.</summary>
/// <param name="Id" example="coverage-wall">Its id: lower-case letters, digits and hyphens. Required, and never changed.</param>
/// <param name="Description" example="The matrix on the wiki's front page.">What it is for.</param>
/// <param name="View" example="coverage.svg">What it shows, by its address below `/api/v1/`. It is never changed.</param>
/// <param name="Query" example="rows=affiliate&amp;columns=company">
/// With which query, written as in a URL, without the question mark: as the view takes it. It is never changed.
/// </param>
/// <param name="Clearance" example="public">Up to which confidentiality it sees meetings, at most your own; `public` by default.</param>
/// <param name="ExpiresAt">From when on it is refused; left out: never.</param>
public sealed record FeedRequest(
    string? Id = null, string? Description = null, string? View = null, string? Query = null, Confidentiality? Clearance = null,
    DateTimeOffset? ExpiresAt = null) : IWriteRequest<Feed>, IFrom<Feed, FeedRequest>
{
    string? IWriteRequest<Feed>.Key => Id;

    public static FeedRequest From(Feed root) =>
        new(root.Id, root.Description, root.View, root.Query, root.Clearance, root.ExpiresAt);

    public IEnumerable<ResourceReference> References() => [];

    /// <summary>What it shows is not among it: whoever has the link was given that and nothing else.</summary>
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

/// <summary>A feed that is new, with its secret, the scope that its view needs, and who makes it.</summary>
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

/// <summary>What can be asked of the list of feed links.</summary>
public sealed class FeedFilter : ListFilter
{
    public static readonly Sorting<Feed> Sorting = new Sorting<Feed>()
        .By("id", Sorting<Feed>.Key(f => f.Id))
        .By("updatedAt", Sorting<Feed>.Key(f => f.UpdatedAt), Sorting<Feed>.Key(f => f.Id));

    /// <summary>Part of the id or the description, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>What it shows.</summary>
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
