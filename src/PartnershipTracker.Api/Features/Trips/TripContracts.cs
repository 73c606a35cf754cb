using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Trips;

/// <summary>An itinerary. Its meetings, in order, are at /trips/{tripId}/meetings.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Traveller" example="chey-tae-won">The key of the person who travelled.</param>
/// <param name="Date">When, as precisely as anyone knows.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it.</param>
/// <param name="Unsupported" example="false">Whether no source that stands supports it.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record TripResponse(
    Guid Id, string? ExternalId, LocalizedText Title, string? Traveller, FuzzyDate Date,
    bool Disputed, bool Unsupported, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Trip, TripResponse>
{
    public static TripResponse From(Trip root) => new(
        root.Id, root.ExternalId, root.Title, root.TravellerId, root.Date, root.Disputed, root.IsUnsupported(), root.Version,
        root.CreatedAt, root.UpdatedAt);
}

/// <summary>What callers write of a trip. Which meetings belong to it, and in which order, the meetings say.</summary>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by; unique among trips.</param>
/// <param name="Title">What it is called, in Korean and English, at least one of them.</param>
/// <param name="Traveller" example="chey-tae-won">The key of the person who travelled.</param>
/// <param name="Date">When, as precisely as anyone knows.</param>
public sealed record TripRequest(string? ExternalId = null, LocalizedText? Title = null, string? Traveller = null, FuzzyDate? Date = null)
    : IWriteRequest<Trip>, IFrom<Trip, TripRequest>
{
    public static TripRequest From(Trip root) => new(root.ExternalId, root.Title, root.TravellerId, root.Date);

    public IEnumerable<ResourceReference> References() => Traveller is null ? [] : [new("#/traveller", "people", Traveller)];

    public void ApplyTo(Trip root) =>
        (root.ExternalId, root.Title, root.TravellerId, root.Date) = (ExternalId, Title!, Traveller, Date!);
}

/// <summary>What can be asked of the list of trips.</summary>
public sealed class TripFilter : ListFilter
{
    public static readonly Sorting<Trip> Sorting = new Sorting<Trip>()
        .By("date", Sorting<Trip>.Key(t => t.Date.Earliest), Sorting<Trip>.Key(t => t.Date.Latest), Sorting<Trip>.Key(t => t.Id))
        .By("updatedAt", Sorting<Trip>.Key(t => t.UpdatedAt), Sorting<Trip>.Key(t => t.Id));

    /// <summary>Part of the Korean or English title, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>Only trips of one of these people.</summary>
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

public sealed class TripFilterValidator : ListFilterValidator<TripFilter>
{
    public TripFilterValidator()
        : base(TripFilter.Sorting.Names)
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Traveller).Key();
    }
}
