using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;

namespace PartnershipTracker.Features.Areas;

/// <summary>An area as a row of a table.</summary>
internal sealed record AreaRow(
    string Id, string? NameKo, string? NameEn, string? Parent, string? ParentKo, string? ParentEn, string? Aliases, string? Description,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AreaRow From(Area root, LocalizedText? parent) => new(
        root.Id, root.Name.Ko, root.Name.En, root.ParentId, parent?.Ko, parent?.En, root.PrintedAliases(), root.Description,
        root.Version, root.CreatedAt, root.UpdatedAt);
}
