using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Affiliates;

/// <summary>A member of the group, or the group itself.</summary>
/// <param name="Id" example="sk-hynix">The key, which never changes.</param>
/// <param name="Kind" example="affiliate">`group`: the group itself; `affiliate`: a member of it.</param>
/// <param name="Parent" example="sk-group">The key of the parent affiliate; null at the top of the tree.</param>
/// <param name="Name">The name in Korean and English.</param>
/// <param name="Aliases">Further names.</param>
/// <param name="Country" example="KR">The ISO 3166-1 alpha-2 code of the country of the head office.</param>
/// <param name="Website" example="https://www.skhynix.com/">The URL of the website.</param>
/// <param name="ExternalIds">The identifiers of the affiliate in other registers.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record AffiliateResponse(
    string Id, AffiliateKind Kind, string? Parent, LocalizedText Name, IReadOnlyList<AliasContract> Aliases,
    string? Country, string? Website, ExternalIds ExternalIds, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<Affiliate, AffiliateResponse>
{
    public static AffiliateResponse From(Affiliate root) => new(
        root.Id, root.Kind, root.ParentId, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds(),
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The fields of an affiliate that callers write.</summary>
/// <param name="Id" example="sk-hynix">The key. Required in a POST; a PUT names it in the URL.</param>
/// <param name="Kind" example="affiliate">`group`: the group itself; `affiliate`, the default: a member of it.</param>
/// <param name="Parent" example="sk-group">The key of the parent affiliate; null at the top of the tree. A cycle is refused.</param>
/// <param name="Name">
/// The name in Korean, in English or in both. A former name becomes an alias that ends today, unless the aliases are changed too.
/// </param>
/// <param name="Aliases">Further names.</param>
/// <param name="Country" example="KR">The ISO 3166-1 alpha-2 code of the country of the head office.</param>
/// <param name="Website" example="https://www.skhynix.com/">The URL of the website.</param>
/// <param name="ExternalIds">The identifiers of the affiliate in other registers.</param>
public sealed record AffiliateRequest(
    string? Id = null, AffiliateKind? Kind = null, string? Parent = null, LocalizedText? Name = null,
    IReadOnlyList<AliasContract>? Aliases = null, string? Country = null, string? Website = null, ExternalIds? ExternalIds = null)
    : IOrganizationRequest, IWriteRequest<Affiliate>, IFrom<Affiliate, AffiliateRequest>
{
    string? IWriteRequest<Affiliate>.Key => Id;

    public static AffiliateRequest From(Affiliate root) => new(
        root.Id, root.Kind, root.ParentId, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds());

    public IEnumerable<ResourceReference> References() => Parent is null ? [] : [new("#/parent", "affiliates", Parent)];

    public void ApplyTo(Affiliate root)
    {
        this.Apply(root);
        root.Kind = Kind ?? AffiliateKind.Affiliate;
        root.ParentId = Parent;
    }
}

/// <summary>The filters of the list of affiliates.</summary>
public sealed class AffiliateFilter : OrganizationFilter
{
    /// <summary>The kind: only the group itself, or only its members; repeated = any of them.</summary>
    public string[]? Kind { get; init; }
}

public sealed class AffiliateRequestValidator : OrganizationValidator<AffiliateRequest>
{
    public AffiliateRequestValidator() => RuleFor(a => a.Parent).Key();
}

public sealed class AffiliateFilterValidator : OrganizationFilterValidator<AffiliateFilter>
{
    public AffiliateFilterValidator() => RuleForEach(f => f.Kind).OneOf(default(AffiliateKind?));
}
