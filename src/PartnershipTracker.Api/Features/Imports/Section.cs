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
using PartnershipTracker.Http.Intake;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// A collection that is taken in and given out by the file. They are in the order of what they refer to: each comes after what it knows.
/// </summary>
public abstract class Section
{
    public static readonly IReadOnlyList<Section> All =
    [
        new Section<Affiliate, AffiliateRequest, AffiliateResponse> { Table = Tables.Affiliates },
        new Section<Company, CompanyRequest, CompanyResponse> { Table = Tables.Companies },
        new Section<Person, PersonRequest, PersonResponse> { Table = Tables.People },
        new Section<Area, AreaRequest, AreaResponse> { Table = Tables.Areas },
        new Section<Trip, TripRequest, TripResponse> { Table = Tables.Trips },
        new Section<Meeting, BundledMeeting, MeetingResponse>
        {
            Reader = BundledMeeting.Read, Writer = BundledMeeting.Write, Table = Tables.Meetings, Complete = Seating.Seat,
        },
        new Section<Collaboration, CollaborationRequest, CollaborationResponse>
        {
            Table = Tables.Collaborations, Find = Triples.Find, Kept = ["stages"], // a stage alone is where it is now
        },
        new Section<Source, SourceRequest, SourceResponse> { Table = Tables.Sources },
        new Section<Citation, BundledCitation, CitationResponse>
        {
            Reader = BundledCitation.Read, Writer = BundledCitation.Write, Table = Tables.Citations,
            Upsert = BundledCitation.Put,
        },
    ];

    public static readonly string[] Resources = [.. All.Select(s => s.Resource)];

    /// <summary>Those that a table can be of.</summary>
    public static readonly string[] OfTables = [.. All.Where(s => s.Columns.Count > 0).Select(s => s.Resource)];

    /// <summary>The name of the collection.</summary>
    public abstract string Resource { get; }

    /// <summary>The columns of its table: those of its export.</summary>
    public abstract IReadOnlyCollection<string> Columns { get; }

    /// <summary>Takes in what a file has of it.</summary>
    public abstract Task Take(Import import, IEnumerable<Row> rows, CancellationToken cancellation);

    /// <summary>All of it that the caller may see, as a bundle has it, by id.</summary>
    public abstract IAsyncEnumerable<JsonObject> Items(TrackerDb db);

    public static T Read<T>(JsonNode item) => item.Deserialize<T>(Json.Options)!;

    /// <summary>The item without members that are no part of the request.</summary>
    public static JsonObject Without(JsonObject item, params string[] members) => new(
        item.Where(m => !members.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
