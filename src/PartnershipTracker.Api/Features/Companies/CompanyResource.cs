using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Companies;

/// <summary>The definition of companies.</summary>
internal static class CompanyResource
{
    public static readonly Resource<Company, CompanyRequest, CompanyResponse> Definition = new()
    {
        Noun = new("company", "회사"),
        ExampleId = "nvidia",
        Tag = ("Companies", "The companies outside the group."),
        Import = new ImportDefinition<Company, CompanyRequest, CompanyResponse>
        {
            Table = CsvMapping<Company>.Of(CompanyRow.From, OrganizationColumns.All),
        },
    };
}

/// <summary>A company as a row of a table.</summary>
internal sealed record CompanyRow(
    string Id, string? NameKo, string? NameEn, string? Aliases, string? Country, string? Website, string? Ticker, string? Wikidata,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static CompanyRow From(Company root) => new(
        root.Id, root.Name.Ko, root.Name.En, root.PrintedAliases(), root.Country, root.Website, root.Ticker, root.Wikidata,
        root.Version, root.CreatedAt, root.UpdatedAt);
}
