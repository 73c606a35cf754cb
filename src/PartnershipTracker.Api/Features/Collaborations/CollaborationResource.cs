using PartnershipTracker.Data.Dates;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Companies;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>The definition of collaborations.</summary>
internal static class CollaborationResource
{
    public static readonly Resource<Collaboration, CollaborationRequest, CollaborationResponse> Definition = new()
    {
        Noun = new("collaboration", "협력"),
        ExampleId = "019094ca-3c00-7000-8000-000000000301",
        Tag = ("Collaborations", "The collaborations of an affiliate and a company in an area, and their stages."),
        Remarks = new(Create: "There is one collaboration for each combination of affiliate, company and area."),
        Includes =
        [
            Include.Referenced<CollaborationResponse, Affiliate, AffiliateResponse, string>("affiliate", c => [c.Affiliate]),
            Include.Referenced<CollaborationResponse, Company, CompanyResponse, string>("company", c => [c.Company]),
            Include.Referenced<CollaborationResponse, Area, AreaResponse, string>("area", c => [c.Area]),
        ],
        IncludedIn =
        [
            Include.Referring<CompanyResponse, Collaboration, CollaborationResponse, string>(
                "collaborations", c => c.Id, FirstOfCompanies, c => c.CompanyId, id => $"collaborations?company={id}"),
            Include.Referring<AffiliateResponse, Collaboration, CollaborationResponse, string>(
                "collaborations", a => a.Id, FirstOfAffiliates, c => c.AffiliateId, id => $"collaborations?affiliate={id}"),
        ],
        Import = new ImportDefinition<Collaboration, CollaborationRequest, CollaborationResponse>
        {
            Find = CollaborationLookup.Find,
            RepeatedItem = "same_collaboration",
            KeptMembers = ["stages"], // a request with `stage` alone adds it to the existing stages
            Dates = [new("since", DateRole.Start) { IsList = true }, new("reported") { IsList = true }],
            Table = CsvMapping<Collaboration>.Of(
                async (db, collaborations, cancellation) =>
                {
                    Dictionary<string, LocalizedText> names = new(
                        [.. await db.Organizations.All(cancellation), .. await db.Areas.All(cancellation)], StringComparer.Ordinal);

                    return collaborations.Select(c => CollaborationRow.From(c, names));
                },
                [
                    .. CsvColumns.All("externalId", "affiliate", "company", "area", "description"),
                    .. CollaborationStages.Columns,
                ]),
        },
        Restore = RestoreDefinition.Of<Collaboration, CollaborationRequest, CollaborationResponse>(
            image => ResourceImage.Read<CollaborationRequest>(image) with { Stage = null }), // it is the last of the stages
    };

    private static IQueryable<Collaboration> FirstOfCompanies(TrackerDb db, string[] companies, int max) => db.Companies
        .Where(o => companies.Contains(o.Id))
        .SelectMany(o => db.Collaborations.Where(c => c.CompanyId == o.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);

    private static IQueryable<Collaboration> FirstOfAffiliates(TrackerDb db, string[] affiliates, int max) => db.Affiliates
        .Where(o => affiliates.Contains(o.Id))
        .SelectMany(o => db.Collaborations.Where(c => c.AffiliateId == o.Id).OrderBy(c => c.Id).Take(max))
        .OrderBy(c => c.Id);
}

/// <summary>A collaboration as a row of a table; the n-th of stages, since, reported and stage ids belong to one stage.</summary>
internal sealed record CollaborationRow(
    Guid Id, string? ExternalId, string Affiliate, string? AffiliateKo, string? AffiliateEn, string Company, string? CompanyKo,
    string? CompanyEn, string Area, string? AreaKo, string? AreaEn, string Stage, string? Stages, string? Since, string? Reported,
    string? StageIds, string? Description, bool Disputed, bool Unsupported, string? Modality, int Version, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static CollaborationRow From(Collaboration root, IReadOnlyDictionary<string, LocalizedText> names)
    {
        var (affiliate, company, area) = (names[root.AffiliateId], names[root.CompanyId], names[root.AreaId]);
        var stages = root.Stages.InOrder().ToList();

        return new(
            root.Id, root.ExternalId, root.AffiliateId, affiliate.Ko, affiliate.En, root.CompanyId, company.Ko, company.En,
            root.AreaId, area.Ko, area.En, EnumNames.Write(root.Stage), Cells.Join(stages.Select(s => EnumNames.Write(s.Stage))),
            Cells.Join(stages.Select(s => s.Since?.Edtf)), Cells.Join(stages.Select(s => s.Reported?.Edtf)),
            Cells.Join(stages.Select(s => s.Id.ToString())),
            root.Description, root.Disputed, root.IsUnsupported(), root.Modalities.FirstOrDefault(), root.Version, root.CreatedAt,
            root.UpdatedAt);
    }
}
