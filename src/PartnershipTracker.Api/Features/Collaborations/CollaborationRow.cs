using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>A collaboration as a row of a table; the n-th of stages, since and reported belong to one entry of its history.</summary>
internal sealed record CollaborationRow(
    Guid Id, string? ExternalId, string Affiliate, string? AffiliateKo, string? AffiliateEn, string Company, string? CompanyKo,
    string? CompanyEn, string Area, string? AreaKo, string? AreaEn, string Stage, string? Stages, string? Since, string? Reported,
    string? Description, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static CollaborationRow From(Collaboration root, IReadOnlyDictionary<string, LocalizedText> names)
    {
        var (affiliate, company, area) = (names[root.AffiliateId], names[root.CompanyId], names[root.AreaId]);
        var stages = root.Stages.InOrder().ToList();

        return new(
            root.Id, root.ExternalId, root.AffiliateId, affiliate.Ko, affiliate.En, root.CompanyId, company.Ko, company.En,
            root.AreaId, area.Ko, area.En, EnumNames.Write(root.Stage), Cells.Join(stages.Select(s => EnumNames.Write(s.Stage))),
            stages.Exists(s => s.Since is not null) ? Cells.Join(stages.Select(s => s.Since?.Edtf)) : null,
            stages.Exists(s => s.Reported is not null) ? Cells.Join(stages.Select(s => s.Reported?.Edtf)) : null,
            root.Description, root.Version, root.CreatedAt, root.UpdatedAt);
    }
}
