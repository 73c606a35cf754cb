using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Affiliates;

/// <summary>The definition of affiliates.</summary>
internal static class AffiliateResource
{
    public static readonly Resource<Affiliate, AffiliateRequest, AffiliateResponse> Definition = new()
    {
        Noun = new("affiliate", "계열사"),
        ExampleId = "sk-hynix",
        Tag = ("Affiliates", "The members of the group, and the group itself."),
        Includes = [Include.Referenced<AffiliateResponse, Affiliate, AffiliateResponse, string>("parent", a => Include.Optional(a.Parent))],
        Import = new ImportDefinition<Affiliate, AffiliateRequest, AffiliateResponse>
        {
            Table = CsvMapping<Affiliate>.Of(
                a => AffiliateRow.From(a, null), [.. OrganizationColumns.All, CsvColumns.Plain("kind"), CsvColumns.Plain("parent")]),
        },
    };
}

/// <summary>An affiliate as a row of a table.</summary>
internal sealed record AffiliateRow(
    string Id, string? NameKo, string? NameEn, string Kind, string? Parent, string? ParentKo, string? ParentEn, string? Aliases,
    string? Country, string? Website, string? Ticker, string? Wikidata, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AffiliateRow From(Affiliate root, LocalizedText? parent) => new(
        root.Id, root.Name.Ko, root.Name.En, EnumNames.Write(root.Kind), root.ParentId, parent?.Ko, parent?.En, root.PrintedAliases(),
        root.Country, root.Website, root.Ticker, root.Wikidata, root.Version, root.CreatedAt, root.UpdatedAt);
}
