using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Access;

/// <summary>A program that may ask, and what it may do and see.</summary>
/// <param name="Id" example="power-bi">Its id, which never changes and is never given again.</param>
/// <param name="Principal" example="key:power-bi">How logs and lists of readers name it.</param>
/// <param name="Description" example="The dashboard of the strategy office.">What it is for.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">What it may do.</param>
/// <param name="Clearance" example="internal">Up to which confidentiality it sees meetings.</param>
/// <param name="ExpiresAt">From when on it is refused; null: never.</param>
/// <param name="Secrets">What it is used with: one secret or, while programs change over, two.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record ApiKeyResponse(
    string Id, [property: MaxLength(Rules.ShortText)] string Principal, string? Description, IReadOnlyList<string> Scopes,
    Confidentiality Clearance, DateTimeOffset? ExpiresAt,
    [property: MaxLength(ApiKey.MaxSecrets)] IReadOnlyList<SecretReference> Secrets,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<ApiKey, ApiKeyResponse>
{
    public static ApiKeyResponse From(ApiKey root) => new(
        root.Id, root.Principal, root.Description, root.Scopes, root.Clearance, root.ExpiresAt,
        [.. root.Secrets.OrderBy(s => s.Id).Select(s => new SecretReference(s.Id, s.CreatedAt))],
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>A new key with its secret, which is shown this once.</summary>
/// <param name="Key">The key.</param>
/// <param name="SecretId">The id of the secret.</param>
/// <param name="Secret" example="pt_live_00000000000000000000000000000000000000000000000000">
/// The secret, to be sent as `Authorization: Bearer …` or as `X-Api-Key`. It is not kept here and cannot be had again.
/// </param>
public sealed record IssuedKeyResponse(
    ApiKeyResponse Key, Guid SecretId, [property: MaxLength(Features.Access.Secret.Length)] string Secret) : IVersioned, ICarriesSecret
{
    string IVersioned.EntityTag => ETag.Of(Key.Version);
}

/// <summary>A secret, which is not shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record SecretReference(Guid Id, DateTimeOffset CreatedAt);

/// <summary>One of the secrets that a key is used with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: not yet.</param>
public sealed record ApiKeySecretResponse(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt) : IItem
{
    string IItem.Stamp => $"{Id}:{LastUsedAt:O}";

    public static ApiKeySecretResponse From(ApiKeySecret secret) => new(secret.Id, secret.CreatedAt, secret.LastUsedAt);
}

/// <summary>What callers write of a key.</summary>
/// <param name="Id" example="power-bi">Its id: lower-case letters, digits and hyphens. Required to create one, and never changed.</param>
/// <param name="Description" example="The dashboard of the strategy office.">What it is for.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">What it may do: some of what you may do yourself.</param>
/// <param name="Clearance" example="internal">Up to which confidentiality it sees meetings, at most your own; `public` by default.</param>
/// <param name="ExpiresAt">From when on it is refused; left out: never.</param>
public sealed record ApiKeyRequest(
    string? Id = null, string? Description = null, IReadOnlyList<string>? Scopes = null, Confidentiality? Clearance = null,
    DateTimeOffset? ExpiresAt = null) : IWriteRequest<ApiKey>, IFrom<ApiKey, ApiKeyRequest>
{
    string? IWriteRequest<ApiKey>.Key => Id;

    public static ApiKeyRequest From(ApiKey root) => new(root.Id, root.Description, root.Scopes, root.Clearance, root.ExpiresAt);

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(ApiKey root)
    {
        root.Description = Description;
        root.Scopes = [.. Data.Visibility.Scopes.All.Intersect(Scopes!)];
        root.Clearance = Clearance ?? Confidentiality.Public;
        root.ExpiresAt = ExpiresAt;
    }
}

/// <summary>What can be asked of the list of keys.</summary>
public sealed class ApiKeyFilter : ListFilter
{
    public static readonly Sorting<ApiKey> Sorting = new Sorting<ApiKey>()
        .By("id", Sorting<ApiKey>.Key(k => k.Id))
        .By("updatedAt", Sorting<ApiKey>.Key(k => k.UpdatedAt), Sorting<ApiKey>.Key(k => k.Id));

    /// <summary>Part of the id or the description, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }
}

public sealed class ApiKeyRequestValidator : AbstractValidator<ApiKeyRequest>
{
    public ApiKeyRequestValidator()
    {
        RuleFor(k => k.Id).Key();
        RuleFor(k => k.Description).Line();
        RuleFor(k => k.Scopes).NotNull().AtMost(Data.Visibility.Scopes.All.Count).DistinctIds(s => s);
        RuleForEach(k => k.Scopes).OneOf(Data.Visibility.Scopes.All);
    }
}

public sealed class ApiKeyFilterValidator : ListFilterValidator<ApiKeyFilter>
{
    public ApiKeyFilterValidator()
        : base(ApiKeyFilter.Sorting.Names) => RuleFor(f => f.Q).Line();
}
