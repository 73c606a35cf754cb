using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>A link between the meeting and an area: made, or replaced.</summary>
public sealed record LinkedArea(string Area, AreaLinkRequest Request) : IWriteRequest<Meeting>
{
    /// <summary>Whether the link was not there before; known once it has been applied.</summary>
    public bool IsNew { get; private set; }

    public IEnumerable<ResourceReference> References() => [new("areaId", "areas", Area), .. Request.Mentions()];

    public bool Exists(Meeting root) => root.Areas.Exists(l => l.AreaId == Area);

    public void ApplyTo(Meeting root)
    {
        var link = root.Areas.Find(l => l.AreaId == Area);
        IsNew = link is null;

        if (link is null)
        {
            link = new AreaLink { AreaId = Area };
            root.Areas.Add(link);
        }

        Request.ApplyTo(link);
    }

    public IEnumerable<Fault> Contradictions(Meeting root) => root.Contradictions("#/companies");
}

/// <summary>A link that was there and goes.</summary>
public sealed record UnlinkedArea(string Area) : IWriteRequest<Meeting>
{
    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Meeting root)
    {
        if (root.Areas.RemoveAll(l => l.AreaId == Area) == 0)
        {
            throw new ProblemException("not_found");
        }
    }
}

/// <summary>A participant who comes last.</summary>
public sealed record AddedParticipant(ParticipantRequest Request) : IWriteRequest<Meeting>
{
    public Guid Id { get; } = Request.Id ?? Guid.CreateVersion7();

    public IEnumerable<ResourceReference> References() => Request.Mentions("#");

    public bool Exists(Meeting root) => false;

    public void ApplyTo(Meeting root)
    {
        if (root.Participants.Exists(p => p.Id == Id))
        {
            throw new ProblemException("already_exists", Fault.At("#/id", "taken", "id"));
        }

        var participant = new Participant
        {
            Id = Id,
            Ordinal = root.Participants.Count == 0 ? 0 : root.Participants.Max(p => p.Ordinal) + 1,
        };
        Request.ApplyTo(participant);
        root.Participants.Add(participant);
    }

    public IEnumerable<Fault> Contradictions(Meeting root) => root.Contradictions("#");
}

/// <summary>A participant who was there and is now this.</summary>
public sealed record ReplacedParticipant(Guid Id, ParticipantRequest Request) : IWriteRequest<Meeting>
{
    public IEnumerable<ResourceReference> References() => (Request with { Id = null }).Mentions("#");

    public void ApplyTo(Meeting root) =>
        Request.ApplyTo(root.Participants.Find(p => p.Id == Id) ?? throw new ProblemException("not_found"));

    public IEnumerable<Fault> Contradictions(Meeting root) => Request.Id is { } id && id != Id
        ? [Fault.At("#/id", "key_differs")]
        : root.Contradictions("#/organization");
}

/// <summary>A participant who was there and goes.</summary>
public sealed record RemovedParticipant(Guid Id) : IWriteRequest<Meeting>
{
    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Meeting root)
    {
        if (root.Participants.RemoveAll(p => p.Id == Id) == 0)
        {
            throw new ProblemException("not_found");
        }

        var links = root.Strangers().Select(s => Fault.At("#", "refers", $"meetings/{root.Id}/areas/{s.Link.AreaId}")).ToList();

        if (links.Count > 0)
        {
            throw new ProblemException("still_referred_to", links);
        }
    }
}

public static class MeetingRules
{
    /// <summary>
    /// There may be so many parts, and a link may only name companies that are parties of the meeting, whichever of the two is changed.
    /// </summary>
    public static IEnumerable<Fault> Contradictions(this Meeting meeting, string pointer) =>
        meeting.Participants.Count > Rules.ManyItems || meeting.Areas.Count > Rules.ManyItems
            ? [Fault.At("#", "too_many", Rules.ManyItems)]
            : meeting.Misnamed(pointer);

    private static IEnumerable<Fault> Misnamed(this Meeting meeting, string pointer) => meeting.Strangers().Select(s => Fault.At(
        pointer,
        "not_a_party",
        s.Company,
        s.Link.AreaId,
        string.Join(", ", meeting.Participants.Select(p => p.OrganizationId).OfType<string>().Distinct())));
}
