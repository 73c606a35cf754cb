using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>The types of facts that a citation can support or contradict.</summary>
public enum TargetType
{
    Meeting,
    Participant,
    AreaLink,
    Collaboration,
    Stage,
    Trip,
    Position,
}

/// <summary>The one fact that a citation is about.</summary>
/// <param name="Type">The type of the fact.</param>
/// <param name="Id">The id of the root that is the fact or contains it.</param>
/// <param name="Part">The id of the part, or the area of a link; null when the root itself is the fact.</param>
public sealed record Target(TargetType Type, string Id, string? Part)
{
    /// <summary>The collection of the root.</summary>
    public string Resource => Type switch
    {
        TargetType.Meeting or TargetType.Participant or TargetType.AreaLink => "meetings",
        TargetType.Collaboration or TargetType.Stage => "collaborations",
        TargetType.Trip => "trips",
        _ => "people",
    };

    public static Target Of(TargetContract contract) => new(contract.Type!.Value, contract.Id!, contract.Part);

    /// <summary>Returns the target with its ids in their canonical form; null if the root has no such fact.</summary>
    public Target? In(Root? root)
    {
        var part = UuidEntity.TryParseId(Part, out var id) ? $"{id}" : Part;

        return root is not null && FactsOf(root).Any(f => f.Type == Type && f.Part == part) ? new(Type, root.IdText, part) : null;
    }

    /// <summary>Returns true for a fact that is a part of a root. Its target must name the part.</summary>
    public static bool IsPart(TargetType type) =>
        type is TargetType.Participant or TargetType.AreaLink or TargetType.Stage or TargetType.Position;

    /// <summary>Returns the facts of a root, itself included, each with the type and the part that identify it in a target.</summary>
    public static IEnumerable<(IFact Fact, TargetType Type, string? Part)> FactsOf(Root root) => root switch
    {
        Meeting meeting =>
        [
            (meeting, TargetType.Meeting, null),
            .. meeting.Participants.Select(p => ((IFact)p, TargetType.Participant, (string?)$"{p.Id}")),
            .. meeting.Areas.Select(l => ((IFact)l, TargetType.AreaLink, (string?)l.AreaId)),
        ],
        Collaboration collaboration =>
        [
            (collaboration, TargetType.Collaboration, null),
            .. collaboration.Stages.Select(s => ((IFact)s, TargetType.Stage, (string?)$"{s.Id}")),
        ],
        Trip trip => [(trip, TargetType.Trip, null)],
        Person person => person.Positions.Select(p => ((IFact)p, TargetType.Position, (string?)$"{p.Id}")),
        _ => [],
    };
}
