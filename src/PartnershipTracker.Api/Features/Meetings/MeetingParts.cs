using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The creation or replacement of an area link.</summary>
public sealed record LinkedArea(string Area, AreaLinkRequest Request) : IWriteRequest<Meeting>
{
    /// <summary>True when the link did not exist before. The value is set when the request is applied.</summary>
    public bool IsNew { get; private set; }

    public IEnumerable<ResourceReference> References() => [new("areaId", "areas", Area), .. Request.References("#")];

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

/// <summary>The deletion of an area link.</summary>
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

/// <summary>The addition of a participant at the end.</summary>
public sealed record AddedParticipant(ParticipantRequest Request) : IWriteRequest<Meeting>
{
    public Guid Id { get; } = Request.Id ?? Guid.CreateVersion7();

    public IEnumerable<ResourceReference> References() => Request.References("#");

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

/// <summary>The replacement of a participant.</summary>
public sealed record ReplacedParticipant(Guid Id, ParticipantRequest Request) : IWriteRequest<Meeting>
{
    public IEnumerable<ResourceReference> References() => (Request with { Id = null }).References("#");

    public void ApplyTo(Meeting root) =>
        Request.ApplyTo(root.Participants.Find(p => p.Id == Id) ?? throw new ProblemException("not_found"));

    public IEnumerable<Fault> Contradictions(Meeting root) => Request.Id is { } id && id != Id
        ? [Fault.At("#/id", "key_differs")]
        : root.Contradictions("#/organization");
}

/// <summary>The deletion of a participant.</summary>
public sealed record RemovedParticipant(Guid Id) : IWriteRequest<Meeting>
{
    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Meeting root)
    {
        if (root.Participants.RemoveAll(p => p.Id == Id) == 0)
        {
            throw new ProblemException("not_found");
        }

        var links = root.LinkedNonParties().Select(s => Fault.At("#", "refers", $"meetings/{root.Id}/areas/{s.Link.AreaId}")).ToList();

        if (links.Count > 0)
        {
            throw new ProblemException("still_referred_to", links) { Shown = [AuditedReads.Of(root)] };
        }
    }
}

public static class MeetingRules
{
    /// <summary>
    /// Returns the violations of a meeting's rules after a change of the meeting or of a part: the number of parts is limited, and an area
    /// link may only name companies that are parties of the meeting.
    /// </summary>
    public static IEnumerable<Fault> Contradictions(this Meeting meeting, string pointer) => meeting.Contradictions((_, _) => pointer);

    /// <inheritdoc cref="Contradictions(Meeting, string)"/>
    /// <param name="meeting">The meeting after the change.</param>
    /// <param name="pointer">Returns the place of a company of a link in the request.</param>
    public static IEnumerable<Fault> Contradictions(this Meeting meeting, Func<AreaLink, string, string> pointer) =>
        meeting.Participants.Count > Rules.ManyItems || meeting.Areas.Count > Rules.ManyItems
            ? [Fault.At("#", "too_many", Rules.ManyItems)]
            : meeting.NonPartyFaults(pointer);

    private static IEnumerable<Fault> NonPartyFaults(this Meeting meeting, Func<AreaLink, string, string> pointer) =>
        from linked in meeting.LinkedNonParties()
        let organizations = string.Join(", ", meeting.Participants.Select(p => p.OrganizationId).OfType<string>().Distinct())
        let parties = organizations is "" ? Messages.Noun("none") : organizations
        select Fault.At(pointer(linked.Link, linked.Company), "not_a_party", linked.Company, linked.Link.AreaId, parties);
}
