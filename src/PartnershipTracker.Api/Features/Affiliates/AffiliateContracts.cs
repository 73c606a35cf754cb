using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Affiliates;

/// <summary>A member of the group, or the group itself.</summary>
/// <param name="Id" example="sk-hynix">Its key, which never changes.</param>
/// <param name="Kind" example="affiliate">The group itself, or a member of it.</param>
/// <param name="Parent" example="sk-group">The key of the affiliate that it belongs to.</param>
/// <param name="Name">Its name in Korean and English.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Country" example="KR">ISO 3166-1 alpha-2 code of the country it is based in.</param>
/// <param name="Website" example="https://www.skhynix.com/">Its website.</param>
/// <param name="ExternalIds">Who it is elsewhere.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record AffiliateResponse(
    string Id, AffiliateKind Kind, string? Parent, LocalizedText Name, IReadOnlyList<AliasContract> Aliases,
    string? Country, string? Website, ExternalIds ExternalIds, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<Affiliate, AffiliateResponse>
{
    public static AffiliateResponse From(Affiliate root) => new(
        root.Id, root.Kind, root.ParentId, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds(),
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>What callers write of an affiliate.</summary>
/// <param name="Id" example="sk-hynix">Its key: required to create one by POST; with PUT it is in the URL.</param>
/// <param name="Kind" example="affiliate">The group itself, or (the default) a member of it.</param>
/// <param name="Parent" example="sk-group">The key of the affiliate that it belongs to; a cycle is refused.</param>
/// <param name="Name">Its name in Korean and English, at least one of them.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Country" example="KR">ISO 3166-1 alpha-2 code of the country it is based in.</param>
/// <param name="Website" example="https://www.skhynix.com/">Its website.</param>
/// <param name="ExternalIds">Who it is elsewhere.</param>
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
        root.Take(this);
        root.Kind = Kind ?? AffiliateKind.Affiliate;
        root.ParentId = Parent;
    }
}

/// <summary>What can be asked of the list of affiliates.</summary>
public sealed class AffiliateFilter : KeyedFilter
{
    /// <summary>Only the group itself, or only its members; repeated = any of them.</summary>
    public string[]? Kind { get; init; }
}

public sealed class AffiliateRequestValidator : OrganizationValidator<AffiliateRequest>
{
    public AffiliateRequestValidator() => RuleFor(a => a.Parent).Key();
}

public sealed class AffiliateFilterValidator : KeyedFilterValidator<AffiliateFilter>
{
    public AffiliateFilterValidator() => RuleForEach(f => f.Kind).OneOf(default(AffiliateKind?));
}
