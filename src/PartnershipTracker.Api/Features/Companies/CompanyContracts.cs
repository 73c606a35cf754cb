using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Resources.Contracts;

namespace PartnershipTracker.Features.Companies;

/// <summary>A company outside the group.</summary>
/// <param name="Id" example="nvidia">Its key, which never changes.</param>
/// <param name="Name">Its name in Korean and English.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Country" example="US">ISO 3166-1 alpha-2 code of the country it is based in.</param>
/// <param name="Website" example="https://www.nvidia.com/">Its website.</param>
/// <param name="ExternalIds">Who it is elsewhere.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record CompanyResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, string? Country, string? Website, ExternalIds ExternalIds,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Company, CompanyResponse>
{
    public static CompanyResponse From(Company root) => new(
        root.Id, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds(),
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>What callers write of a company.</summary>
/// <param name="Id" example="nvidia">Its key: required to create one by POST; with PUT it is in the URL.</param>
/// <param name="Name">Its name in Korean and English, at least one of them.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Country" example="US">ISO 3166-1 alpha-2 code of the country it is based in.</param>
/// <param name="Website" example="https://www.nvidia.com/">Its website.</param>
/// <param name="ExternalIds">Who it is elsewhere.</param>
public sealed record CompanyRequest(
    string? Id = null, LocalizedText? Name = null, IReadOnlyList<AliasContract>? Aliases = null, string? Country = null,
    string? Website = null, ExternalIds? ExternalIds = null) : IOrganizationRequest, IWriteRequest<Company>, IFrom<Company, CompanyRequest>
{
    string? IWriteRequest<Company>.Key => Id;

    public static CompanyRequest From(Company root) =>
        new(root.Id, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds());

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Company root) => root.Take(this);
}

/// <summary>What can be asked of the list of companies.</summary>
public sealed class CompanyFilter : KeyedFilter;

public sealed class CompanyRequestValidator : OrganizationValidator<CompanyRequest>;

public sealed class CompanyFilterValidator : KeyedFilterValidator<CompanyFilter>;
