using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Imports;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
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
        Of<Company, CompanyRequest, CompanyResponse>(Image.Read<CompanyRequest>),
        Of<Affiliate, AffiliateRequest, AffiliateResponse>(Image.Read<AffiliateRequest>),
        Of<Person, PersonRequest, PersonResponse>(Image.Read<PersonRequest>),
        Of<Area, AreaRequest, AreaResponse>(Image.Read<AreaRequest>),
        Of<Trip, TripRequest, TripResponse>(Image.Read<TripRequest>),
        Of<Meeting, BundledMeeting, MeetingResponse>(image => new(Image.Read<MeetingRequest>(image), Links(image))),
        Of<Collaboration, CollaborationRequest, CollaborationResponse>(
            image => Image.Read<CollaborationRequest>(image) with { Stage = null }), // it is the last of the stages
        Of<Source, SourceRequest, SourceResponse>(Image.Read<SourceRequest>),
        Of<Citation, PlacedCitation, CitationResponse>(image => PlacedCitation.From(Image.Read<CitationResponse>(image))),
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
                request.Id!, request.Version!.Value, read, precondition, cancellation),
        };

    private static LinkedArea[] Links(JsonObject meeting) =>
        [.. meeting["areas"]!.AsArray().Select(link => new LinkedArea((string)link!["area"]!, Image.Read<AreaLinkRequest>(link)))];
}
