using System.Globalization;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Citations;

/// <summary>A citation whose fact is known and whose passage was looked up.</summary>
public sealed record ResolvedCitation(CitationRequest Request, Target Target, AccessLabel Held) : IWriteRequest<Citation>
{
    public int? Start { get; init; }

    public int? End { get; init; }

    public string? Quote { get; init; }

    public bool Verified { get; init; }

    /// <summary>Whether the source was retracted.</summary>
    public bool Retracted { get; init; }

    /// <summary>As it was, where it comes back: with the passage that it had then.</summary>
    public static ResolvedCitation From(CitationResponse then) => new(
        new(
            then.ExternalId, then.Source, then.Target, then.Span, then.Quote, null,
            then.Stance, then.Modality, then.Translation, then.Note),
        new(then.Target.Type!.Value, then.Target.Id!, then.Target.Part),
        new(then.Confidentiality, [.. then.Readers]))
    {
        Start = then.Span?.Start,
        End = then.Span?.End,
        Quote = then.Quote,
        Verified = then.Verified,
        Retracted = then.Retracted,
    };

    public IEnumerable<ResourceReference> References() =>
        [new("#/source", "sources", $"{Request.Source}"), new("#/target/id", Target.Resource, Target.Id)];

    public void ApplyTo(Citation root)
    {
        (root.ExternalId, root.SourceId) = (Request.ExternalId, Request.Source!.Value);
        (root.Start, root.End, root.Quote, root.Verified, root.Retracted) = (Start, End, Quote, Verified, Retracted);
        (root.Stance, root.Modality) = (Request.Stance ?? Stance.Supports, Request.Modality ?? Modality.Stated);
        (root.Translation, root.Note) = (Request.Translation, Request.Note);
        root.Hold(Held);

        if (root.TargetType == Target.Type && root.Version > 0 ? root.Target != Target : root.Version > 0)
        {
            throw new ProblemException("unprocessable", Fault.At("#/target", "stays_the_same"));
        }

        Aim(root);
    }

    private void Aim(Citation root)
    {
        root.TargetType = Target.Type;
        Guid? id = Target.Resource is "people" ? null : Guid.Parse(Target.Id, CultureInfo.InvariantCulture);
        Guid? part = Guid.TryParse(Target.Part, CultureInfo.InvariantCulture, out var known) ? known : null;

        switch (Target.Resource)
        {
            case "meetings":
                (root.MeetingId, root.ParticipantId) = (id, Target.Type is TargetType.Participant ? part : null);
                root.AreaId = Target.Type is TargetType.AreaLink ? Target.Part : null;
                break;
            case "collaborations":
                (root.CollaborationId, root.StageId) = (id, part);
                break;
            case "trips":
                root.TripId = id;
                break;
            default:
                (root.PersonId, root.PositionId) = (Target.Id, part);
                break;
        }
    }
}
