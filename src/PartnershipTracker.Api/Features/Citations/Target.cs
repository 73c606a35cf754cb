using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>What can be supported or contradicted.</summary>
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
/// <param name="Type">What it is.</param>
/// <param name="Id">The id of the root that it is, or is a part of.</param>
/// <param name="Part">The id of the part, or the area of a link; null where the root is meant.</param>
public sealed record Target(TargetType Type, string Id, string? Part)
{
    /// <summary>The collection that the root is in.</summary>
    public string Resource => Type switch
    {
        TargetType.Meeting or TargetType.Participant or TargetType.AreaLink => "meetings",
        TargetType.Collaboration or TargetType.Stage => "collaborations",
        TargetType.Trip => "trips",
        _ => "people",
    };

    /// <summary>Whether it is a part of a root, which has to be named.</summary>
    public static bool IsPart(TargetType type) =>
        type is TargetType.Participant or TargetType.AreaLink or TargetType.Stage or TargetType.Position;

    /// <summary>The facts that a root is or holds, each with the target that means it.</summary>
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
