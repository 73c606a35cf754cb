using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;
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
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;

namespace PartnershipTracker.Features.Restorations;

/// <summary>
/// A collection whose things can be restored: what the log shows of one, less what nobody writes, is the request that writes it again.
/// API keys are none: an id that was given up is never given again.
/// </summary>
public sealed class Restorable
{
    public static readonly IReadOnlyList<Restorable> All =
    [
        Of<Company, CompanyRequest, CompanyResponse>(ResourceImage.Read<CompanyRequest>),
        Of<Affiliate, AffiliateRequest, AffiliateResponse>(ResourceImage.Read<AffiliateRequest>),
        Of<Person, PersonRequest, PersonResponse>(ResourceImage.Read<PersonRequest>),
        Of<Area, AreaRequest, AreaResponse>(ResourceImage.Read<AreaRequest>),
        Of<Trip, TripRequest, TripResponse>(ResourceImage.Read<TripRequest>),
        Of<Meeting, BundledMeeting, MeetingResponse>(image => new(ResourceImage.Read<MeetingRequest>(image), Links(image))),
        Of<Collaboration, CollaborationRequest, CollaborationResponse>(
            image => ResourceImage.Read<CollaborationRequest>(image) with { Stage = null }), // it is the last of the stages
        Of<Source, SourceRequest, SourceResponse>(ResourceImage.Read<SourceRequest>),
        Of<Citation, ResolvedCitation, CitationResponse>(image => ResolvedCitation.From(ResourceImage.Read<CitationResponse>(image))),
    ];

    /// <summary>The name of the collection.</summary>
    public required string Resource { get; init; }

    /// <summary>Brings one of its things back.</summary>
    public required Func<Restoration, RestorationRequest, Precondition, CancellationToken, Task<RestoredResource>> Restore { get; init; }

    private static Restorable Of<T, TRequest, TResponse>(Func<JsonObject, TRequest> read)
        where T : Root, IResource, new()
        where TRequest : IWriteRequest<T>
        where TResponse : IFrom<T, TResponse> => new()
        {
            Resource = T.Resource,
            Restore = (restoration, request, precondition, cancellation) => restoration.Restore<T, TRequest, TResponse>(
                request.Id!, request.Version!.Value, read, precondition, cancellation),
        };

    private static LinkedArea[] Links(JsonObject meeting) =>
        [.. meeting["areas"]!.AsArray().Select(link => new LinkedArea((string)link!["area"]!, ResourceImage.Read<AreaLinkRequest>(link)))];
}
