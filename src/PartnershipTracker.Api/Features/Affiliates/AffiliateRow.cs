using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;

namespace PartnershipTracker.Features.Affiliates;

/// <summary>An affiliate as a row of a table.</summary>
internal sealed record AffiliateRow(
    string Id, string? NameKo, string? NameEn, string Kind, string? Parent, string? ParentKo, string? ParentEn, string? Aliases,
    string? Country, string? Website, string? Ticker, string? Wikidata, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AffiliateRow From(Affiliate root, LocalizedText? parent) => new(
        root.Id, root.Name.Ko, root.Name.En, EnumNames.Write(root.Kind), root.ParentId, parent?.Ko, parent?.En, root.PrintedAliases(),
        root.Country, root.Website, root.Ticker, root.Wikidata, root.Version, root.CreatedAt, root.UpdatedAt);
}
