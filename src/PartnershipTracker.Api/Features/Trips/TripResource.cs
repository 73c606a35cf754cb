using PartnershipTracker.Data.Dates;
using PartnershipTracker.Features.People;

namespace PartnershipTracker.Features.Trips;

/// <summary>The definition of trips.</summary>
internal static class TripResource
{
    public static readonly Resource<Trip, TripRequest, TripResponse> Definition = new()
    {
        Noun = new("trip", "출장"),
        ExampleId = "019094ca-3c00-7000-8000-000000000100",
        Tag = ("Trips", "The itineraries that meetings are part of."),
        Remarks = new(Create: "The meetings of the trip refer to it by the id in the response."),
        Includes =
        [
            Include.Referenced<TripResponse, Person, PersonResponse, string>("traveller", t => Include.Optional(t.Traveller)),
        ],
        Import = new ImportDefinition<Trip, TripRequest, TripResponse>
        {
            Dates = [new("date", DateRole.Period)],
            Table = CsvMapping<Trip>.Of(
                t => TripRow.From(t, null),
                [CsvColumns.Plain("externalId"), .. CsvColumns.Title, CsvColumns.Plain("traveller"), CsvColumns.Plain("date")]),
        },
    };
}

/// <summary>A trip as a row of a table.</summary>
internal sealed record TripRow(
    Guid Id, string? ExternalId, string? TitleKo, string? TitleEn, string? Traveller, string? TravellerKo, string? TravellerEn,
    string Date, DateOnly? Earliest, DateOnly? Latest, bool Disputed, bool Unsupported, string? Modality, int Version,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static TripRow From(Trip root, LocalizedText? traveller) => new(
        root.Id, root.ExternalId, root.Title.Ko, root.Title.En, root.TravellerId, traveller?.Ko, traveller?.En,
        root.Date.Edtf, root.Date.FirstDay, root.Date.LastDay, root.Disputed, root.IsUnsupported(), root.Modalities.FirstOrDefault(),
        root.Version, root.CreatedAt, root.UpdatedAt);
}
