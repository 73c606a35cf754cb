using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Imports;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Restorations;

/// <summary>
/// A collection whose things can be restored: what the log shows of one, less what nobody writes, is the request that writes it again.
/// API keys are none: an id that was given up is never given again.
/// </summary>
public sealed class Restorable
{
    public static readonly IReadOnlyList<Restorable> All =
    [
        Of<Company, CompanyRequest, CompanyResponse>(Import.Read<CompanyRequest>),
        Of<Affiliate, AffiliateRequest, AffiliateResponse>(Import.Read<AffiliateRequest>),
        Of<Person, PersonRequest, PersonResponse>(Import.Read<PersonRequest>),
        Of<Area, AreaRequest, AreaResponse>(Import.Read<AreaRequest>),
        Of<Trip, TripRequest, TripResponse>(image => Import.Read<TripRequest>(Import.Without(image, "id"))),
        Of<Meeting, BundledMeeting, MeetingResponse>(BundledMeeting.Read),

        // The stage is the last of the stages.
        Of<Collaboration, CollaborationRequest, CollaborationResponse>(
            image => Import.Read<CollaborationRequest>(Import.Without(image, "id", "stage"))),
    ];

    /// <summary>The name of the collection.</summary>
    public required string Resource { get; init; }

    /// <summary>Brings one of its things back.</summary>
    public required Func<Restoration, RestorationRequest, Precondition, CancellationToken, Task<Restored>> Restore { get; init; }

    private static Restorable Of<T, TRequest, TResponse>(Func<JsonObject, TRequest> read)
        where T : Root, IResource, new()
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse> => new()
        {
            Resource = T.Resource,
            Restore = (restoration, request, precondition, cancellation) => restoration.Take<T, TRequest, TResponse>(
                request.Id!,
                request.Version!.Value,
                image => read(Import.Without(image, "version", "createdAt", "updatedAt")),
                precondition,
                cancellation),
        };
}
