using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker;

/// <summary>The resources of the register, each after those that it refers to.</summary>
public static class Catalog
{
    public static readonly ResourceCatalog Resources = new(
        AffiliateResource.Definition,
        CompanyResource.Definition,
        PersonResource.Definition,
        AreaResource.Definition,
        TripResource.Definition,
        MeetingResource.Definition,
        CollaborationResource.Definition,
        SourceResource.Definition,
        CitationResource.Definition);
}
