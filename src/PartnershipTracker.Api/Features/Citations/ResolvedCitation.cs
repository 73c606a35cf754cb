namespace PartnershipTracker.Features.Citations;

/// <summary>A citation with its fact, the fact's access label, and its passage as it was looked up.</summary>
public sealed record ResolvedCitation(CitationRequest Request, Target Target) : IWriteRequest<Citation>
{
    /// <summary>The access label of the root that has the fact; the most restricted one until it is looked up.</summary>
    public AccessLabel Label { get; init; } = new(Confidentiality.Restricted, []);

    public int? Start { get; init; }

    public int? End { get; init; }

    public string? Quote { get; init; }

    public bool Verified { get; init; }

    /// <summary>True when the source is retracted.</summary>
    public bool Retracted { get; init; }

    /// <summary>Returns a past citation with the passage that it had.</summary>
    public static ResolvedCitation From(CitationResponse stored) => new(
        new(
            stored.ExternalId, stored.Source, stored.Target, stored.Span, stored.Quote, null,
            stored.Stance, stored.Modality, stored.Translation, stored.Note),
        Target.Of(stored.Target))
    {
        Start = stored.Span?.Start,
        End = stored.Span?.End,
        Quote = stored.Quote,
        Verified = stored.Verified,
    };

    public IEnumerable<ResourceReference> References() =>
        [new("#/source", "sources", $"{Request.Source}"), new("#/target/id", Target.Resource, Target.Id)];

    public void ApplyTo(Citation root)
    {
        (root.ExternalId, root.SourceId) = (Request.ExternalId, Request.Source!.Value);
        (root.Start, root.End, root.Quote, root.Verified, root.Retracted) = (Start, End, Quote, Verified, Retracted);
        (root.Stance, root.Modality) = (Request.Stance ?? Stance.Supports, Request.Modality ?? Modality.Stated);
        (root.Translation, root.Note) = (Request.Translation, Request.Note);
        root.SetLabel(Label);

        if (root.TargetType == Target.Type && root.Version > 0 ? root.Target != Target : root.Version > 0)
        {
            throw new ProblemException("unprocessable", Fault.At("#/target", "stays_the_same"));
        }

        SetTarget(root);
    }

    private void SetTarget(Citation root)
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
