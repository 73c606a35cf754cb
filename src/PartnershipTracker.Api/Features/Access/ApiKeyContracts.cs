using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Features.Access;

/// <summary>An API key, with which a program authenticates.</summary>
/// <param name="Id" example="power-bi">The id. It never changes, and no other key ever gets it.</param>
/// <param name="Principal" example="key:power-bi">The name of the key in logs and in lists of readers: `key:` and the id.</param>
/// <param name="Description" example="The dashboard of the strategy office.">The purpose of the key.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">The scopes of the key: the permissions that it has.</param>
/// <param name="Clearance" example="internal">The highest confidentiality of the meetings that the key can read.</param>
/// <param name="ExpiresAt">The instant from which the key is refused; null: it does not expire.</param>
/// <param name="ReplicaReads" example="false">
/// Whether a replica of the database may answer reads without `Tracker-Position`. They may be some seconds old, five by default.
/// </param>
/// <param name="Secrets">The ids of the secrets: one or, during a rotation, two.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record ApiKeyResponse(
    string Id, [property: MaxLength(Rules.ShortText)] string Principal, string? Description, IReadOnlyList<string> Scopes,
    Confidentiality Clearance, DateTimeOffset? ExpiresAt, bool ReplicaReads,
    [property: MaxLength(ApiKey.MaxSecrets)] IReadOnlyList<SecretReference> Secrets,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<ApiKey, ApiKeyResponse>
{
    public static ApiKeyResponse From(ApiKey root) => new(
        root.Id, root.Principal, root.Description, root.Scopes, root.Clearance, root.ExpiresAt, root.ReplicaReads,
        [.. root.Secrets.OrderBy(s => s.Id).Select(s => new SecretReference(s.Id, s.CreatedAt))],
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>An API key with a new secret. Only this answer shows the secret.</summary>
/// <param name="Key">The API key.</param>
/// <param name="SecretId">The id of the secret.</param>
/// <param name="Secret" example="pt_live_0000000000000000000000000000000000000000000000000">
/// The secret. Send it as `Authorization: Bearer …` or as `X-Api-Key`. Only its hash is stored, so it cannot be read again.
/// </param>
/// <param name="Notice" example="It shows meetings up to `internal`; more restricted ones are left out.">
/// What the clearance of the key leaves out, in the language of `Accept-Language`.
/// </param>
public sealed record IssuedKeyResponse(
    ApiKeyResponse Key, Guid SecretId, [property: MaxLength(Features.Access.Secret.Length)] string Secret,
    [property: MaxLength(Rules.ShortText)] string Notice) : IVersioned, ICarriesSecret
{
    string IVersioned.EntityTag => ETag.Of(Key.Version);

    internal static IssuedKeyResponse Of(ApiKeyResponse key, AddedSecret secret) =>
        new(key, secret.Id, secret.Text, ClearanceNotice.Of(key.Clearance));
}

/// <summary>A reference to a secret of an API key, without the secret itself.</summary>
/// <param name="Id">The id of the secret.</param>
/// <param name="CreatedAt">The instant of creation.</param>
public sealed record SecretReference(Guid Id, DateTimeOffset CreatedAt);

/// <summary>A secret of an API key, without the secret itself.</summary>
/// <param name="Id">The id of the secret.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="LastUsedAt">The instant of the last use, to the minute; null: never used.</param>
public sealed record ApiKeySecretResponse(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt) : IItem
{
    string IItem.Stamp => $"{Id}:{LastUsedAt:O}";

    public static ApiKeySecretResponse From(ApiKeySecret secret) => new(secret.Id, secret.CreatedAt, secret.LastUsedAt);
}

/// <summary>The fields of an API key that callers write.</summary>
/// <param name="Id" example="power-bi">The id: lowercase letters, digits and hyphens. Required to create a key; it never changes.</param>
/// <param name="Description" example="The dashboard of the strategy office.">The purpose of the key.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">The scopes of the key: a selection of your own.</param>
/// <param name="Clearance" example="internal">
/// The highest confidentiality of the meetings that the key can read: at most your own clearance; `public` by default.
/// </param>
/// <param name="ExpiresAt">The instant from which the key is refused; absent: it does not expire.</param>
/// <param name="ReplicaReads" example="false">
/// Whether a replica of the database may answer reads without `Tracker-Position`. They may be some seconds old, five by default.
/// Absent: `false`.
/// </param>
public sealed record ApiKeyRequest(
    string? Id = null, string? Description = null, IReadOnlyList<string>? Scopes = null, Confidentiality? Clearance = null,
    DateTimeOffset? ExpiresAt = null, bool? ReplicaReads = null) : IWriteRequest<ApiKey>, IFrom<ApiKey, ApiKeyRequest>
{
    string? IWriteRequest<ApiKey>.Key => Id;

    public static ApiKeyRequest From(ApiKey root) => new(
        root.Id, root.Description, root.Scopes, root.Clearance, root.ExpiresAt, root.ReplicaReads);

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(ApiKey root)
    {
        root.Description = Description;
        root.Scopes = [.. Data.Visibility.Scopes.All.Intersect(Scopes!)];
        root.Clearance = Clearance ?? Confidentiality.Public;
        root.ExpiresAt = ExpiresAt;
        root.ReplicaReads = ReplicaReads ?? false;
    }
}

/// <summary>The filters of the list of API keys.</summary>
public sealed class ApiKeyFilter : ListFilter
{
    public static readonly Sorting<ApiKey> Sorting = new Sorting<ApiKey>()
        .By("id", Sorting<ApiKey>.Key(k => k.Id))
        .By("updatedAt", Sorting<ApiKey>.Key(k => k.UpdatedAt), Sorting<ApiKey>.Key(k => k.Id));

    /// <summary>A part of the id or of the description, in either case. `%` and `_` stand for themselves.</summary>
    public string? Q { get; init; }
}

public sealed class ApiKeyRequestValidator : AbstractValidator<ApiKeyRequest>
{
    public ApiKeyRequestValidator()
    {
        RuleFor(k => k.Id).NotNull().Key();
        RuleFor(k => k.Description).Line();
        RuleFor(k => k.Scopes).NotNull().AtMost(Data.Visibility.Scopes.All.Count).Distinct();
        RuleForEach(k => k.Scopes).OneOf(Data.Visibility.Scopes.All);
    }
}

public sealed class ApiKeyFilterValidator : ListFilterValidator<ApiKeyFilter>
{
    public ApiKeyFilterValidator()
        : base(ApiKeyFilter.Sorting.Names) => RuleFor(f => f.Q).Line();
}
