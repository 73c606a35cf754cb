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

/// <summary>
/// The resources of the register, each after those that it refers to. In this order a transaction locks their rows, and those of one
/// resource in the order of their ids, so that no two transactions wait for each other.
/// </summary>
public static class Catalog
{
    public static readonly ResourceCatalog Resources = new(
        SourceResource.Definition,
        AffiliateResource.Definition,
        CompanyResource.Definition,
        PersonResource.Definition,
        AreaResource.Definition,
        TripResource.Definition,
        MeetingResource.Definition,
        CollaborationResource.Definition,
        CitationResource.Definition);
}
