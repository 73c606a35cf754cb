using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Companies;

/// <summary>A company outside the group.</summary>
/// <param name="Id" example="nvidia">The key, which never changes.</param>
/// <param name="Name">The name in Korean and English.</param>
/// <param name="Aliases">Further names.</param>
/// <param name="Country" example="US">The ISO 3166-1 alpha-2 code of the country of the head office.</param>
/// <param name="Website" example="https://www.nvidia.com/">The URL of the website.</param>
/// <param name="ExternalIds">The identifiers of the company in other registers.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record CompanyResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, string? Country, string? Website, ExternalIds ExternalIds,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Company, CompanyResponse>
{
    public static CompanyResponse From(Company root) => new(
        root.Id, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds(),
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The fields of a company that callers write.</summary>
/// <param name="Id" example="nvidia">The key. Required in a POST; a PUT names it in the URL.</param>
/// <param name="Name">
/// The name in Korean, in English or in both. A former name becomes an alias that ends today, unless the aliases are changed too.
/// </param>
/// <param name="Aliases">Further names.</param>
/// <param name="Country" example="US">The ISO 3166-1 alpha-2 code of the country of the head office.</param>
/// <param name="Website" example="https://www.nvidia.com/">The URL of the website.</param>
/// <param name="ExternalIds">The identifiers of the company in other registers.</param>
public sealed record CompanyRequest(
    string? Id = null, LocalizedText? Name = null, IReadOnlyList<AliasContract>? Aliases = null, string? Country = null,
    string? Website = null, ExternalIds? ExternalIds = null) : IOrganizationRequest, IWriteRequest<Company>, IFrom<Company, CompanyRequest>
{
    string? IWriteRequest<Company>.Key => Id;

    public static CompanyRequest From(Company root) =>
        new(root.Id, root.Name, root.ShownAliases(), root.Country, root.Website, root.ShownExternalIds());

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Company root) => this.Apply(root);
}

/// <summary>The filters of the list of companies.</summary>
public sealed class CompanyFilter : OrganizationFilter;

public sealed class CompanyRequestValidator : OrganizationValidator<CompanyRequest>;

public sealed class CompanyFilterValidator : OrganizationFilterValidator<CompanyFilter>;
