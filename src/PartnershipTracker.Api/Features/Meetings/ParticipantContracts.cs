using System.Text.Json.Serialization;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>One party in a meeting.</summary>
/// <param name="Id">Its id, which it keeps when the meeting is replaced.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate.</param>
/// <param name="Party">The party in words, where no organization is known.</param>
/// <param name="Person" example="sam-altman">The key of the person; null where somebody was there whom no source names.</param>
/// <param name="StatedTitle" example="최고경영자(CEO)">The title that the source gave.</param>
/// <param name="Side" example="theirs">Whose side it is on.</param>
/// <param name="Role" example="principal">What it did there.</param>
/// <param name="HeadCount" example="5">How many people, where the party is a group and a source counts it.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it.</param>
/// <param name="Unsupported" example="false">Whether no source that stands says that they were there.</param>
public sealed record ParticipantResponse(
    Guid Id, string? Organization, LocalizedText? Party, string? Person, string? StatedTitle, ParticipantSide Side,
    ParticipantRole Role, int? HeadCount, bool Disputed, bool Unsupported)
    : IVersioned, IAuditedRead
{
    /// <summary>The meeting that it is a part of, whose version is the participant's too.</summary>
    [JsonIgnore]
    public AuditedRead? Meeting { get; private init; }

    string IVersioned.EntityTag => ETag.Of(Meeting!.Version);

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Meeting!];

    public static ParticipantResponse From(Participant part) => new(
        part.Id, part.OrganizationId, part.OrganizationId is null ? new(part.PartyKo, part.PartyEn) : null, part.PersonId, part.StatedTitle,
        part.Side, part.Role, part.HeadCount, part.Disputed, part.IsUnsupported());

    public static ParticipantResponse Of(Meeting meeting, Guid id) => meeting.Participants.Find(p => p.Id == id) is { } part
        ? From(part) with { Meeting = AuditedReads.Of(meeting) }
        : throw new ProblemException("not_found");
}

/// <summary>What callers write of a participant.</summary>
/// <param name="Id">The id of the participant to keep; left out for a new one.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate. Either this or `party` is required.</param>
/// <param name="Party">The party in words, where no organization is known.</param>
/// <param name="Person" example="sam-altman">The key of the person; left out where no source names them.</param>
/// <param name="StatedTitle" example="최고경영자(CEO)">The title that the source gave.</param>
/// <param name="Side" example="theirs">Whose side it is on.</param>
/// <param name="Role" example="principal">What it did there; `attendee` by default.</param>
/// <param name="HeadCount" example="5">How many people, where the party is a group and a source counts it.</param>
/// <param name="Disputed" example="false">As it was shown; what is sent of it does not count.</param>
/// <param name="Unsupported" example="false">As it was shown; what is sent of it does not count.</param>
public sealed record ParticipantRequest(
    Guid? Id = null, string? Organization = null, LocalizedText? Party = null, string? Person = null, string? StatedTitle = null,
    ParticipantSide? Side = null, ParticipantRole? Role = null, int? HeadCount = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public static ParticipantRequest From(Participant part) => new(
        part.Id, part.OrganizationId, part.OrganizationId is null ? new(part.PartyKo, part.PartyEn) : null, part.PersonId, part.StatedTitle,
        part.Side, part.Role, part.HeadCount);

    public IEnumerable<ResourceReference> Mentions(string pointer)
    {
        if (Id is { } id)
        {
            yield return new($"{pointer}/id", ResourceReference.OwnParts, id.ToString());
        }

        if (Organization is not null)
        {
            yield return new($"{pointer}/organization", ResourceReference.Organizations, Organization);
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
