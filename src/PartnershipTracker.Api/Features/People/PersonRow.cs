using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.People;

/// <summary>A person as a row of a table; the n-th organization, title and date belong to one position.</summary>
internal sealed record PersonRow(
    string Id, string? NameKo, string? NameEn, string? Aliases, string? Organizations, string? OrganizationsKo, string? OrganizationsEn,
    string? TitlesKo, string? TitlesEn, string? HeldFrom, string? HeldTo, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static PersonRow From(Person root, IReadOnlyDictionary<string, LocalizedText> organizations)
    {
        var held = root.Positions.InOrder().ToList();
        string? Each(Func<Position, string?> say) => Cells.Join(held.Select(say));

        return new(
            root.Id, root.Name.Ko, root.Name.En, root.PrintedAliases(), Each(p => p.OrganizationId),
            Each(p => organizations[p.OrganizationId].Ko), Each(p => organizations[p.OrganizationId].En),
            Each(p => p.Title.Ko), Each(p => p.Title.En),
            held.Exists(p => p.From is not null) ? Each(p => p.From?.Edtf) : null,
            held.Exists(p => p.To is not null) ? Each(p => p.To?.Edtf) : null,
            root.Version, root.CreatedAt, root.UpdatedAt);
    }
}
