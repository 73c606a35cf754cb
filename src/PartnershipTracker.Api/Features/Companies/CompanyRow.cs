using PartnershipTracker.Resources.Contracts;

namespace PartnershipTracker.Features.Companies;

/// <summary>A company as a row of a table.</summary>
internal sealed record CompanyRow(
    string Id, string? NameKo, string? NameEn, string? Aliases, string? Country, string? Website, string? Ticker, string? Wikidata,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static CompanyRow From(Company root) => new(
        root.Id, root.Name.Ko, root.Name.En, root.PrintedAliases(), root.Country, root.Website, root.Ticker, root.Wikidata,
        root.Version, root.CreatedAt, root.UpdatedAt);
}
