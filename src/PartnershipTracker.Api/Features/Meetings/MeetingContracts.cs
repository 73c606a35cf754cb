using System.ComponentModel.DataAnnotations;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>One meeting, visit or conference.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Kind" example="executive_meeting">What kind of meeting it is.</param>
/// <param name="Format" example="in_person">How people met.</param>
/// <param name="Status" example="held">Whether it took place.</param>
/// <param name="Confidentiality" example="public">Who may know of it: callers with this clearance or more.</param>
/// <param name="Readers">Of those, who needs to know of it; empty: all of them.</param>
/// <param name="Date">When, as precisely as anyone knows.</param>
/// <param name="Place">Where; null where no source says.</param>
/// <param name="Trip">The id of the trip that it was part of.</param>
/// <param name="TripOrder" example="1">Its place in the trip, from 1; null where no source gives one.</param>
/// <param name="Summary" example="First of four meetings on the United States trip.">What happened.</param>
/// <param name="Participants">Who met.</param>
/// <param name="Areas">The areas that it was about, by key.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it, such as its date or its place.</param>
/// <param name="Unsupported" example="false">Whether no source that stands says that it took place.</param>
/// <param name="Version" example="1">Its version, which is the ETag; participants and area links raise it too.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record MeetingResponse(
    Guid Id, string? ExternalId, LocalizedText Title, MeetingKind Kind, MeetingFormat Format, MeetingStatus Status,
    Confidentiality Confidentiality, IReadOnlyList<string> Readers, FuzzyDate Date, Place? Place, Guid? Trip, int? TripOrder,
    string? Summary,
    IReadOnlyList<ParticipantResponse> Participants,
    [property: MaxLength(Rules.ManyItems)] IReadOnlyList<AreaLinkResponse> Areas,
    bool Disputed, bool Unsupported, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Meeting, MeetingResponse>, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => [new("meetings", $"{Id}", Version, new AccessLabel(Confidentiality, [.. Readers]))];

    public static MeetingResponse From(Meeting root) => new(
        root.Id, root.ExternalId, root.Title, root.Kind, root.Format, root.Status, root.Confidentiality, root.Readers, root.Date,
        Place.From(root), root.TripId, root.TripOrder, root.Summary,
        [.. root.Participants.InOrder().Select(ParticipantResponse.From)],
        [.. root.Areas.OrderBy(l => l.AreaId, StringComparer.Ordinal).Select(AreaLinkResponse.From)],
        root.Disputed, root.IsUnsupported(), root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>Where a meeting took place, as far as a source says.</summary>
/// <param name="Venue" example="Intel headquarters">The building or room.</param>
/// <param name="City" example="San Jose">The city.</param>
/// <param name="Region" example="California">The state or province.</param>
/// <param name="Country" example="US">ISO 3166-1 alpha-2 code of the country.</param>
public sealed record Place(string? Venue = null, string? City = null, string? Region = null, string? Country = null)
{
    public static Place? From(Meeting root) =>
        new Place(root.Venue, root.City, root.Region, root.Country) is var place && place != new Place() ? place : null;
}

/// <summary>What callers write of a meeting.</summary>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by; unique among meetings.</param>
/// <param name="Title">What it is called, in Korean and English, at least one of them.</param>
/// <param name="Kind" example="executive_meeting">What kind of meeting it is.</param>
/// <param name="Format" example="in_person">How people met; `unknown` by default.</param>
/// <param name="Status" example="held">Whether it took place.</param>
/// <param name="Confidentiality" example="public">
/// Who may know of it: callers with this clearance or more; `internal` by default. To lower it takes the scope `declassify` and a
/// Change-Reason.
/// </param>
/// <param name="Readers" example="[]">
/// Of those, who needs to know of it, by principal (`key:…`, `user:…`), yourself among them: nobody else sees it. Empty: everybody with
/// the clearance.
/// </param>
/// <param name="Date">When, as precisely as anyone knows.</param>
/// <param name="Place">Where; null where no source says.</param>
/// <param name="Trip">The id of the trip that it was part of.</param>
/// <param name="TripOrder" example="1">Its place in the trip, from 1; needs a trip.</param>
/// <param name="Summary" example="First of four meetings on the United States trip.">
/// What happened, in your own words; may have several lines.
/// </param>
/// <param name="Participants">Who met. A participant that is sent with its id is kept, others are new, and what is left out goes.</param>
public sealed record MeetingRequest(
    string? ExternalId = null, LocalizedText? Title = null, MeetingKind? Kind = null, MeetingFormat? Format = null,
    MeetingStatus? Status = null, Confidentiality? Confidentiality = null, IReadOnlyList<string>? Readers = null,
    FuzzyDate? Date = null, Place? Place = null,
    Guid? Trip = null, int? TripOrder = null, string? Summary = null, IReadOnlyList<ParticipantRequest>? Participants = null)
    : IWriteRequest<Meeting>, IFrom<Meeting, MeetingRequest>
{
    public static MeetingRequest From(Meeting root) => new(
        root.ExternalId, root.Title, root.Kind, root.Format, root.Status, root.Confidentiality, root.Readers, root.Date,
        Place.From(root), root.TripId, root.TripOrder, root.Summary, [.. root.Participants.InOrder().Select(ParticipantRequest.From)]);

    public IEnumerable<ResourceReference> References() =>
    [
        .. Trip is { } trip ? [new ResourceReference("#/trip", "trips", trip.ToString())] : Array.Empty<ResourceReference>(),
        .. (Participants ?? []).Index().SelectMany(p => p.Item.Mentions($"#/participants/{p.Index}")),
    ];

    public void ApplyTo(Meeting root)
    {
        (root.ExternalId, root.Title, root.Kind, root.Status, root.Date) = (ExternalId, Title!, Kind!.Value, Status!.Value, Date!);
        root.Format = Format ?? MeetingFormat.Unknown;
        root.Confidentiality = Confidentiality ?? Data.Visibility.Confidentiality.Internal;
        root.Readers = [.. Readers ?? []];
        (root.Venue, root.City, root.Region, root.Country) = (Place?.Venue, Place?.City, Place?.Region, Place?.Country);
        (root.TripId, root.TripOrder, root.Summary) = (Trip, TripOrder, Summary);
        root.Participants.Become(Participants ?? [], p => p.Id, id => new() { Id = id }, (wanted, part) => wanted.ApplyTo(part));
    }

    public IEnumerable<Fault> Contradictions(Meeting root) => root.Contradictions("#/participants");
}

public sealed class MeetingRequestValidator : AbstractValidator<MeetingRequest>
{
    public MeetingRequestValidator()
    {
        RuleFor(m => m.ExternalId).Line();
        RuleFor(m => m.Title).Named();
        RuleFor(m => m.Kind).NotNull();
        RuleFor(m => m.Status).NotNull();
        RuleFor(m => m.Date).NotNull();
        RuleFor(m => m.Place).SetValidator(new PlaceValidator()!);
        RuleFor(m => m.TripOrder).InclusiveBetween(1, 1000);
        RuleFor(m => m.TripOrder)
            .Must((m, order) => order is null || m.Trip is not null)
            .WithErrorCode("requires")
            .WithState(_ => new object[] { "trip" });
        RuleFor(m => m.Readers).AtMost(Rules.ManyItems).DistinctIds(r => r);
        RuleForEach(m => m.Readers).Pattern("^(key|user):.{1,200}$", 205);
        RuleFor(m => m.Summary).Lines();
        RuleFor(m => m.Participants).AtMost(Rules.ManyItems).DistinctIds(p => p.Id);
        RuleForEach(m => m.Participants).SetValidator(new ParticipantRequestValidator());
    }
}

public sealed class PlaceValidator : AbstractValidator<Place>
{
    public PlaceValidator()
    {
        RuleFor(p => p.Venue).Line();
        RuleFor(p => p.City).Line();
        RuleFor(p => p.Region).Line();
        RuleFor(p => p.Country).Country();
    }
}
