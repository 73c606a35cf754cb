using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Features.Trips;

/// <summary>An itinerary. `GET /trips/{tripId}/meetings` lists its meetings in order.</summary>
/// <param name="Id">The id.</param>
/// <param name="ExternalId" example="crm-4711">The id of the trip in another system.</param>
/// <param name="Title">The title in Korean and English.</param>
/// <param name="Traveller" example="chey-tae-won">The key of the person who travelled.</param>
/// <param name="Date">The dates of the trip, as precise as the source states them.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the trip.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the trip.</param>
/// <param name="Modalities">
/// The ways in which unretracted sources support the trip, the strongest first: `stated`, `quoted`, `interpretation`, `hearsay`,
/// `plan`, `forecast`. It is empty when none supports the trip.
/// </param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record TripResponse(
    Guid Id, string? ExternalId, LocalizedText Title, string? Traveller, FuzzyDate Date,
    bool Disputed, bool Unsupported, [property: MaxLength(6)] IReadOnlyList<Modality> Modalities, int Version, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Trip, TripResponse>
{
    public static TripResponse From(Trip root) => new(
        root.Id, root.ExternalId, root.Title, root.TravellerId, root.Date, root.Disputed, root.IsUnsupported(),
        root.SupportingModalities(), root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The fields of a trip that callers write. Each meeting names its trip and its order in the trip.</summary>
/// <param name="ExternalId" example="crm-4711">The id of the trip in another system; unique among trips.</param>
/// <param name="Title">The title in Korean, in English or in both.</param>
/// <param name="Traveller" example="chey-tae-won">The key of the person who travelled.</param>
/// <param name="Date">The dates of the trip, as precise as the source states them.</param>
public sealed record TripRequest(string? ExternalId = null, LocalizedText? Title = null, string? Traveller = null, FuzzyDate? Date = null)
    : IWriteRequest<Trip>, IFrom<Trip, TripRequest>
{
    public static TripRequest From(Trip root) => new(root.ExternalId, root.Title, root.TravellerId, root.Date);

    public IEnumerable<ResourceReference> References() => Traveller is null ? [] : [new("#/traveller", "people", Traveller)];

    public void ApplyTo(Trip root) =>
        (root.ExternalId, root.Title, root.TravellerId, root.Date) = (ExternalId, Title!, Traveller, Date!);
}

/// <summary>The filters of the list of trips.</summary>
public sealed class TripFilter : RecordFilter
{
    public static readonly Sorting<Trip> Sorting = new Sorting<Trip>()
        .By("date", Sorting<Trip>.Key(t => t.Date.Earliest), Sorting<Trip>.Key(t => t.Date.Latest), Sorting<Trip>.Key(t => t.Id))
        .By("updatedAt", Sorting<Trip>.Key(t => t.UpdatedAt), Sorting<Trip>.Key(t => t.Id));

    /// <summary>A part of the Korean or English title, in either case. `%` and `_` stand for themselves.</summary>
    public string? Q { get; init; }

    /// <summary>The key of the person who travelled; repeated = any of them.</summary>
    public string[]? Traveller { get; init; }
}

public sealed class TripRequestValidator : AbstractValidator<TripRequest>
{
    public TripRequestValidator()
    {
        RuleFor(t => t.ExternalId).Line();
        RuleFor(t => t.Title).Named();
        RuleFor(t => t.Traveller).Key();
        RuleFor(t => t.Date).NotNull();
    }
}

public sealed class TripFilterValidator : RecordFilterValidator<TripFilter>
{
    public TripFilterValidator()
        : base(TripFilter.Sorting.Names)
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Traveller).Key();
    }
}
