using System.Text.Json.Serialization;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Meetings;

/// <summary>A party of a meeting.</summary>
/// <param name="Id">The id of the participant. It stays the same when the meeting is replaced with that id.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate; null: not known.</param>
/// <param name="Party">The party in words, when no organization is known.</param>
/// <param name="Person" example="sam-altman">The key of the person; null: no source names the person.</param>
/// <param name="StatedTitle" example="최고경영자(CEO)">The job title as the source states it.</param>
/// <param name="Side" example="theirs">The side: `ours`, the group; `theirs`, the partner; or `third_party`.</param>
/// <param name="Role" example="principal">The role in the meeting.</param>
/// <param name="HeadCount" example="5">The number of people, when the party is a group and a source states the number.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the participation.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the participation.</param>
public sealed record ParticipantResponse(
    Guid Id, string? Organization, LocalizedText? Party, string? Person, string? StatedTitle, ParticipantSide Side,
    ParticipantRole Role, int? HeadCount, bool Disputed, bool Unsupported)
    : IVersioned, IAuditedRead
{
    /// <summary>The meeting of the participant, whose version is also the version of the participant.</summary>
    [JsonIgnore]
    public AuditedRead? Meeting { get; private init; }

    string IVersioned.EntityTag => ETag.Of(Meeting!.Version, Meeting.Shape);

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Meeting!];

    public static ParticipantResponse From(Participant part) => new(
        part.Id, part.OrganizationId, part.OrganizationId is null ? new(part.PartyKo, part.PartyEn) : null, part.PersonId, part.StatedTitle,
        part.Side, part.Role, part.HeadCount, part.Disputed, part.IsUnsupported());

    public static ParticipantResponse Of(Meeting meeting, Guid id) => meeting.Participants.Find(p => p.Id == id) is { } part
        ? From(part) with { Meeting = AuditedReads.Of(meeting) }
        : throw new ProblemException("not_found");
}

/// <summary>The fields of a participant that callers write.</summary>
/// <param name="Id">The id of the participant to replace; absent for a new one.</param>
/// <param name="Organization" example="openai">
/// The key of the company or affiliate. Exactly one of `organization` and `party` is required.
/// </param>
/// <param name="Party">The party in words, when no organization is known.</param>
/// <param name="Person" example="sam-altman">The key of the person; absent: no source names the person.</param>
/// <param name="StatedTitle" example="최고경영자(CEO)">The job title as the source states it.</param>
/// <param name="Side" example="theirs">
/// The side: `ours`, the group; `theirs`, the partner; or `third_party`. An affiliate is on ours, a company on another.
/// </param>
/// <param name="Role" example="principal">The role in the meeting; `attendee` by default.</param>
/// <param name="HeadCount" example="5">
/// The number of people, 1 to 100,000, when the party is a group and a source states the number.
/// </param>
/// <param name="Disputed" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
/// <param name="Unsupported" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
public sealed record ParticipantRequest(
    Guid? Id = null, string? Organization = null, LocalizedText? Party = null, string? Person = null, string? StatedTitle = null,
    ParticipantSide? Side = null, ParticipantRole? Role = null, int? HeadCount = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public static ParticipantRequest From(Participant part) => new(
        part.Id, part.OrganizationId, part.OrganizationId is null ? new(part.PartyKo, part.PartyEn) : null, part.PersonId, part.StatedTitle,
        part.Side, part.Role, part.HeadCount);

    public IEnumerable<ResourceReference> References(string pointer)
    {
        if (Id is { } id)
        {
            yield return new($"{pointer}/id", ResourceReference.OwnParts, id.ToString());
        }

        if (Organization is not null)
        {
            yield return new($"{pointer}/organization", Side.Organizations(), Organization);
        }

        if (Person is not null)
        {
            yield return new($"{pointer}/person", "people", Person);
        }
    }

    public void ApplyTo(Participant part)
    {
        (part.OrganizationId, part.PartyKo, part.PartyEn, part.PersonId) = (Organization, Party?.Ko, Party?.En, Person);
        (part.StatedTitle, part.Side, part.Role, part.HeadCount) = (StatedTitle, Side!.Value, Role ?? ParticipantRole.Attendee, HeadCount);
    }
}

public sealed class ParticipantRequestValidator : AbstractValidator<ParticipantRequest>
{
    public ParticipantRequestValidator()
    {
        RuleFor(p => p.Organization).Key();
        RuleFor(p => p.Organization).Must((p, organization) => organization is null != p.Party is null)
            .WithErrorCode("one_of_two").WithState(_ => new object[] { "organization", "party" });
        RuleFor(p => p.Party).SetValidator(new LocalizedTextValidator()!);
        RuleFor(p => p.Person).Key();
        RuleFor(p => p.StatedTitle).Line();
        RuleFor(p => p.Side).NotNull();
        RuleFor(p => p.HeadCount).InclusiveBetween(1, 100_000);
    }
}
