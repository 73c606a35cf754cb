using System.Text.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Data;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// Takes a bundle into the register: an object with an array for each collection, whose items are what a PUT of them would send, with
/// their ids, and meetings with their area links. Items are created, changed, or found so already; all of them, or none.
/// </summary>
public sealed class Import(TrackerDb db, Write write, Placing placing)
{
    public async Task Take(JsonObject bundle, CancellationToken cancellation)
    {
        await using var work = await Work.Begin(db, cancellation);
        await Section<Affiliate, AffiliateRequest, AffiliateResponse>(bundle, Read<AffiliateRequest>, cancellation);
        await Section<Company, CompanyRequest, CompanyResponse>(bundle, Read<CompanyRequest>, cancellation);
        await Section<Person, PersonRequest, PersonResponse>(bundle, Read<PersonRequest>, cancellation);
        await Section<Area, AreaRequest, AreaResponse>(bundle, Read<AreaRequest>, cancellation);
        await Section<Trip, TripRequest, TripResponse>(bundle, item => Read<TripRequest>(Without(item, "id")), cancellation);
        await Section<Meeting, BundledMeeting, MeetingResponse>(bundle, BundledMeeting.Read, cancellation);
        await Section<Collaboration, CollaborationRequest, CollaborationResponse>(
            bundle, item => Read<CollaborationRequest>(Without(item, "id")), cancellation);
        await Section<Source, SourceRequest, SourceResponse>(bundle, item => Read<SourceRequest>(Without(item, "id")), cancellation);

        foreach (var item in (bundle["citations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var placed = await placing.Place(Read<CitationRequest>(Without(item, "id")), cancellation);
            await write.Upsert<Citation, PlacedCitation, CitationResponse>((string)item["id"]!, placed, cancellation);
        }

        await work.Commit();
    }

    public static T Read<T>(JsonNode item) => item.Deserialize<T>(Json.Options)!;

    /// <summary>The item without members that are no part of the request.</summary>
    public static JsonObject Without(JsonObject item, params string[] members)
    {
        var rest = (JsonObject)item.DeepClone();
        Array.ForEach(members, member => rest.Remove(member));

        return rest;
    }

    private async Task Section<T, TRequest, TResponse>(JsonObject bundle, Func<JsonObject, TRequest> read, CancellationToken cancellation)
        where T : Root, IResource, new()
        where TRequest : IWrites<T>
        where TResponse : IFrom<T, TResponse>
    {
        foreach (var item in (bundle[T.Resource] as JsonArray ?? []).OfType<JsonObject>())
        {
            await write.Upsert<T, TRequest, TResponse>((string)item["id"]!, read(item), cancellation);
        }
    }
}
