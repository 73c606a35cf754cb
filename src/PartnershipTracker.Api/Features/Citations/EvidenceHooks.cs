using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>
/// The hooks that keep facts and their citations consistent when either is written. The result of the citations is stored with the fact,
/// which raises the version of the fact's root. A citation has the access label of its meeting.
/// </summary>
public sealed class EvidenceHooks(TrackerDb db, ChangeWriter changeWriter) : IWriteHook<Citation>, IWriteHook<Meeting>
{
    /// <summary>The modalities of a statement. Support of any other kind counts as hearsay.</summary>
    private static readonly Modality[] Statements = [Modality.Stated, Modality.Quoted];

    Task IWriteHook<Citation>.AfterWrite(Citation root, AccessLabel label, CancellationToken cancellation) =>
        UpdateEvidence(root.Target, cancellation);

    async Task IWriteHook<Meeting>.AfterWrite(Meeting root, AccessLabel label, CancellationToken cancellation)
    {
        if (label.Confidentiality == root.Confidentiality && label.Readers.SequenceEqual(root.Readers))
        {
            return;
        }

        foreach (var citation in await AllCitations().Where(c => c.MeetingId == root.Id).ToListAsync(cancellation))
        {
            await changeWriter.Adjust<Citation, CitationResponse>(citation, () => citation.SetLabel(root), cancellation);
        }
    }

    /// <summary>Updates the support and the dispute of each fact of a root from all its citations.</summary>
    private Task UpdateEvidence(Target target, CancellationToken cancellation) => target.Resource switch
    {
        "meetings" => UpdateEvidence<Meeting, MeetingResponse>(target, cancellation),
        "collaborations" => UpdateEvidence<Collaboration, CollaborationResponse>(target, cancellation),
        "trips" => UpdateEvidence<Trip, TripResponse>(target, cancellation),
        _ => UpdateEvidence<Person, PersonResponse>(target, cancellation),
    };

    /// <summary>Returns the citations of a root, regardless of the caller's clearance.</summary>
    private IQueryable<Citation> CitationsOf(Target target) => target.Resource switch
    {
        "meetings" => AllCitations().Where(c => c.MeetingId == Guid.Parse(target.Id)),
        "collaborations" => AllCitations().Where(c => c.CollaborationId == Guid.Parse(target.Id)),
        "trips" => AllCitations().Where(c => c.TripId == Guid.Parse(target.Id)),
        _ => AllCitations().Where(c => c.PersonId == target.Id),
    };

    private IQueryable<Citation> AllCitations() => db.Citations.IgnoreQueryFilters().AsTracking().OrderBy(c => c.Id);

    private async Task UpdateEvidence<T, TResponse>(Target target, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        if (await changeWriter.LoadHidden<T>(target.Id, cancellation) is not { } root)
        {
            return; // the root is being deleted
        }

        var citations = (await CitationsOf(target).AsNoTracking().Where(c => !c.Retracted)
            .Select(c => new { c.TargetType, c.ParticipantId, c.AreaId, c.StageId, c.PositionId, c.Stance, c.Modality })
            .ToListAsync(cancellation))
            .ToLookup(c => (c.TargetType, c.AreaId ?? (c.ParticipantId ?? c.StageId ?? c.PositionId)?.ToString()));

        await changeWriter.Adjust<T, TResponse>(
            root,
            () =>
            {
                foreach (var (fact, type, part) in Target.FactsOf(root))
                {
                    var evidence = citations[(type, part)].ToList();
                    var support = evidence.FindAll(c => c.Stance is Stance.Supports);
                    fact.Disputed = support.Count < evidence.Count;
                    fact.Support = support.Count == 0 ? Support.None
                        : support.Exists(c => Statements.Contains(c.Modality)) ? Support.Stated
                        : Support.Hearsay;
                }
            },
            cancellation);
    }
}
