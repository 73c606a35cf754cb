using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Features.Meetings;

/// <summary>A meeting, a visit or a conference.</summary>
/// <param name="Id">The id.</param>
/// <param name="ExternalId" example="crm-4711">The id of the meeting in another system.</param>
/// <param name="Title">The title in Korean and English.</param>
/// <param name="Kind" example="executive_meeting">The kind of meeting.</param>
/// <param name="Format" example="in_person">The format: in person, by video, both, or unknown.</param>
/// <param name="Status" example="held">The status: planned, held or cancelled.</param>
/// <param name="Confidentiality" example="public">
/// The confidentiality. Callers with this clearance or a higher one can read the meeting.
/// </param>
/// <param name="Readers">The principals, among those callers, that can read the meeting; empty: all of them.</param>
/// <param name="Date">The date, as precise as the source states it.</param>
/// <param name="Place">The place; null: no source states it.</param>
/// <param name="Trip">The id of the trip that the meeting was part of.</param>
/// <param name="TripOrder" example="1">The place in the trip, from 1; null: no source states it.</param>
/// <param name="Summary" example="First of four meetings on the United States trip.">A summary of the meeting.</param>
/// <param name="Participants">The participants, in order.</param>
/// <param name="Areas">The links to the areas that the meeting was about, by the area's key.</param>
/// <param name="Disputed" example="false">
/// True when an unretracted source contradicts the meeting, such as its date or its place.
/// </param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the meeting.</param>
/// <param name="Modalities">
/// The ways in which unretracted sources support the meeting, the strongest first: `stated`, `quoted`, `interpretation`, `hearsay`,
/// `plan`, `forecast`. It is empty when none supports the meeting.
/// </param>
/// <param name="Version" example="1">The version, which is also the ETag. Changes to participants and area links raise it too.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record MeetingResponse(
    Guid Id, string? ExternalId, LocalizedText Title, MeetingKind Kind, MeetingFormat Format, MeetingStatus Status,
    Confidentiality Confidentiality, IReadOnlyList<string> Readers, FuzzyDate Date, Place? Place, Guid? Trip, int? TripOrder,
    string? Summary,
    IReadOnlyList<ParticipantResponse> Participants,
    [property: MaxLength(Rules.ManyItems)] IReadOnlyList<AreaLinkResponse> Areas,
    bool Disputed, bool Unsupported, [property: MaxLength(6)] IReadOnlyList<Modality> Modalities, int Version, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Meeting, MeetingResponse>, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => [new("meetings", $"{Id}", Version, new AccessLabel(Confidentiality, [.. Readers]))];

    public static MeetingResponse From(Meeting root) => new(
        root.Id, root.ExternalId, root.Title, root.Kind, root.Format, root.Status, root.Confidentiality, root.Readers, root.Date,
        Place.From(root), root.TripId, root.TripOrder, root.Summary,
        [.. root.Participants.InOrder().Select(ParticipantResponse.From)],
        [.. root.Areas.OrderBy(l => l.AreaId, StringComparer.Ordinal).Select(AreaLinkResponse.From)],
        root.Disputed, root.IsUnsupported(), root.SupportingModalities(), root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The place of a meeting, as far as a source states it.</summary>
/// <param name="Venue" example="Intel headquarters">The building or room.</param>
/// <param name="City" example="San Jose">The city.</param>
/// <param name="Region" example="California">The state or province.</param>
/// <param name="Country" example="US">The ISO 3166-1 alpha-2 code of the country.</param>
public sealed record Place(string? Venue = null, string? City = null, string? Region = null, string? Country = null)
{
    public static Place? From(Meeting root) =>
        new Place(root.Venue, root.City, root.Region, root.Country) is var place && place != new Place() ? place : null;
}

/// <summary>The fields of a meeting that callers write.</summary>
/// <param name="ExternalId" example="crm-4711">The id of the meeting in another system; unique among meetings.</param>
/// <param name="Title">The title in Korean, in English or in both.</param>
/// <param name="Kind" example="executive_meeting">The kind of meeting.</param>
/// <param name="Format" example="in_person">The format: in person, by video, both, or `unknown`, the default.</param>
/// <param name="Status" example="held">The status: planned, held or cancelled.</param>
/// <param name="Confidentiality" example="public">
/// The confidentiality; `internal` by default. Callers with this clearance or a higher one can read the meeting. Lowering it requires the
/// scope `declassify` and the header Change-Reason.
/// </param>
/// <param name="Readers" example="[]">
/// The principals (`key:…`, `user:…`), among those callers, that can read the meeting. The list must include yourself. Empty: all callers
/// with the clearance.
/// </param>
/// <param name="Date">
/// The date, as precise as the source states it. Required unless the meeting is planned: without a date, a planned meeting has the unknown
/// date `XXXX`.
/// </param>
/// <param name="Place">The place; null: no source states it.</param>
/// <param name="Trip">The id of the trip that the meeting was part of.</param>
/// <param name="TripOrder" example="1">The place in the trip, from 1 to 1,000. It requires a trip.</param>
/// <param name="Summary" example="First of four meetings on the United States trip.">
/// A summary of the meeting, in your own words; may have several lines.
/// </param>
/// <param name="Participants">
/// The participants, in order. A participant with an id replaces the one with that id. A participant without an id is new. Participants
/// that are not in the list are deleted.
/// </param>
public sealed record MeetingRequest(
    string? ExternalId = null, LocalizedText? Title = null, MeetingKind? Kind = null, MeetingFormat? Format = null,
    MeetingStatus? Status = null, Confidentiality? Confidentiality = null, IReadOnlyList<string>? Readers = null,
    FuzzyDate? Date = null, Place? Place = null,
    Guid? Trip = null, int? TripOrder = null, string? Summary = null, IReadOnlyList<ParticipantRequest>? Participants = null)
    : IWriteRequest<Meeting>, IFrom<Meeting, MeetingRequest>
{
    /// <summary>
    /// The links to the areas that the meeting was about, each area once. Absent: the existing links stay. A list replaces them by the key
    /// of the area; an empty list, or null, removes all. A link that a citation supports or contradicts cannot be removed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // A written null would remove the links when it is read again.
    public IReadOnlyList<MeetingAreaRequest>? Areas { get; init => field = value ?? []; }

    /// <summary>Returns the request that writes the current state. It leaves out the area links, which then stay.</summary>
    public static MeetingRequest From(Meeting root) => new(
        root.ExternalId, root.Title, root.Kind, root.Format, root.Status, root.Confidentiality, root.Readers, root.Date,
        Place.From(root), root.TripId, root.TripOrder, root.Summary, [.. root.Participants.InOrder().Select(ParticipantRequest.From)]);

    /// <summary>Returns the request that would create the meeting with its area links.</summary>
    public static MeetingRequest WithAreas(Meeting root) => From(root) with
    {
        Areas = [.. root.Areas.OrderBy(l => l.AreaId, StringComparer.Ordinal).Select(MeetingAreaRequest.From)],
    };

    public IEnumerable<ResourceReference> References() =>
    [
        .. Trip is { } trip ? [new ResourceReference("#/trip", "trips", trip.ToString())] : Array.Empty<ResourceReference>(),
        .. (Participants ?? []).Index().SelectMany(p => p.Item.References($"#/participants/{p.Index}")),
        .. (Areas ?? []).Index().SelectMany(a => a.Item.References($"#/areas/{a.Index}")
            .Prepend(new($"#/areas/{a.Index}/area", "areas", a.Item.Area!))),
    ];

    public void ApplyTo(Meeting root)
    {
        (root.ExternalId, root.Title, root.Kind, root.Status) = (ExternalId, Title!, Kind!.Value, Status!.Value);
        root.Date = Date ?? FuzzyDate.Unknown;
        root.Format = Format ?? MeetingFormat.Unknown;
        root.Confidentiality = Confidentiality ?? Data.Visibility.Confidentiality.Internal;
        root.Readers = [.. Readers ?? []];
        (root.Venue, root.City, root.Region, root.Country) = (Place?.Venue, Place?.City, Place?.Region, Place?.Country);
        (root.TripId, root.TripOrder, root.Summary) = (Trip, TripOrder, Summary);
        root.Participants.Become(Participants ?? [], p => p.Id, id => new() { Id = id }, (request, part) => request.ApplyTo(part));

        if (Areas is not null)
        {
            root.Areas.RemoveAll(link => Areas.All(a => a.Area != link.AreaId));
            Areas.ToList().ForEach(a => new LinkedArea(a.Area!, a).ApplyTo(root));
        }
    }

    public IEnumerable<Fault> Contradictions(Meeting root) =>
        root.Contradictions((link, company) => Areas?.Index().First(a => a.Item.Area == link.AreaId) is { } area
            ? $"#/areas/{area.Index}/companies/{link.Companies.IndexOf(company)}"
            : "#/participants");
}

public sealed class MeetingRequestValidator : AbstractValidator<MeetingRequest>
{
    public MeetingRequestValidator()
    {
        RuleFor(m => m.ExternalId).Line();
        RuleFor(m => m.Title).Named();
        RuleFor(m => m.Kind).NotNull();
        RuleFor(m => m.Status).NotNull();
        RuleFor(m => m.Date).Must((m, date) => date is not null || m.Status is MeetingStatus.Planned).WithErrorCode("required");
        RuleFor(m => m.Place).SetValidator(new PlaceValidator()!);
        RuleFor(m => m.TripOrder).InclusiveBetween(1, 1000);
        RuleFor(m => m.TripOrder)
            .Must((m, order) => order is null || m.Trip is not null)
            .WithErrorCode("requires")
            .WithState(_ => new object[] { "trip" });
        RuleFor(m => m.Readers).AtMost(Rules.ManyItems).Distinct();
        RuleForEach(m => m.Readers).Pattern("^(key|user):.{1,200}$", 205, "key:reporting");
        RuleFor(m => m.Summary).Lines();
        RuleFor(m => m.Participants).AtMost(Rules.ManyItems).DistinctIds(p => p.Id);
        RuleForEach(m => m.Participants).SetValidator(new ParticipantRequestValidator());
        RuleFor(m => m.Areas).AtMost(Rules.ManyItems).DistinctIds(l => l.Area);
        RuleForEach(m => m.Areas).SetValidator(new MeetingAreaRequestValidator());
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
