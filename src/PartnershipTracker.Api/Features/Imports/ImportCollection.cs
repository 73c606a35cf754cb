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
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// A collection that is taken in and given out by the file. They are in the order of what they refer to: each comes after what it knows.
/// </summary>
public abstract class ImportCollection
{
    public static readonly IReadOnlyList<ImportCollection> All =
    [
        new ImportCollection<Affiliate, AffiliateRequest, AffiliateResponse> { Table = CsvMappings.Affiliates },
        new ImportCollection<Company, CompanyRequest, CompanyResponse> { Table = CsvMappings.Companies },
        new ImportCollection<Person, PersonRequest, PersonResponse> { Table = CsvMappings.People },
        new ImportCollection<Area, AreaRequest, AreaResponse> { Table = CsvMappings.Areas },
        new ImportCollection<Trip, TripRequest, TripResponse> { Table = CsvMappings.Trips },
        new ImportCollection<Meeting, BundledMeeting, MeetingResponse>
        {
            Reader = BundledMeeting.Read, Writer = BundledMeeting.Write, Table = CsvMappings.Meetings, Complete = ParticipantMatcher.Match,
        },
        new ImportCollection<Collaboration, CollaborationRequest, CollaborationResponse>
        {
            Table = CsvMappings.Collaborations, Find = CollaborationLookup.Find, Kept = ["stages"], // a stage alone is where it is now
        },
        new ImportCollection<Source, SourceRequest, SourceResponse> { Table = CsvMappings.Sources },
        new ImportCollection<Citation, BundledCitation, CitationResponse>
        {
            Reader = BundledCitation.Read, Writer = BundledCitation.Write, Table = CsvMappings.Citations,
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
    public abstract Task Import(Importer import, IEnumerable<ImportRow> rows, CancellationToken cancellation);

    /// <summary>All of it that the caller may see, as a bundle has it, by id.</summary>
    public abstract IAsyncEnumerable<JsonObject> Items(TrackerDb db);

    public static T Read<T>(JsonNode item) => item.Deserialize<T>(ApiJson.Options)!;

    /// <summary>The item without members that are no part of the request.</summary>
    public static JsonObject Without(JsonObject item, params string[] members) => new(
        item.Where(m => !members.Contains(m.Key)).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
