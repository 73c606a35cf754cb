using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Trips;

/// <summary>A trip as a row of a table.</summary>
internal sealed record TripRow(
    Guid Id, string? ExternalId, string? TitleKo, string? TitleEn, string? Traveller, string? TravellerKo, string? TravellerEn,
    string Date, DateOnly Earliest, DateOnly? Latest, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static TripRow From(Trip root, LocalizedText? traveller) => new(
        root.Id, root.ExternalId, root.Title.Ko, root.Title.En, root.TravellerId, traveller?.Ko, traveller?.En,
        root.Date.Edtf, root.Date.Earliest, Cells.Latest(root.Date), root.Version, root.CreatedAt, root.UpdatedAt);
}
