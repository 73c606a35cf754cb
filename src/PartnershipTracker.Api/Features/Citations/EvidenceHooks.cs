using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Writing;

namespace PartnershipTracker.Features.Citations;

/// <summary>
/// Keeps facts and their citations in line, whichever of them is written: what citations say of a fact stands on its root, whose version it
/// raises, and a citation is held as closely as its meeting.
/// </summary>
public sealed class EvidenceHooks(TrackerDb db, ChangeWriter ledger) : IWriteHook<Citation>, IWriteHook<Meeting>
{
    private static readonly Modality[] Firm = [Modality.Stated, Modality.Quoted];

    Task IWriteHook<Citation>.AfterWrite(Citation root, AccessLabel held, CancellationToken cancellation) => UpdateEvidence(root.Target, cancellation);

    async Task IWriteHook<Meeting>.AfterWrite(Meeting root, AccessLabel held, CancellationToken cancellation)
    {
        if (held.Confidentiality == root.Confidentiality && held.Readers.SequenceEqual(root.Readers))
        {
            return;
        }

        foreach (var citation in await Every().Where(c => c.MeetingId == root.Id).ToListAsync(cancellation))
        {
            await ledger.Adjust<Citation, CitationResponse>(citation, () => citation.Hold(root), cancellation);
        }
    }

    /// <summary>What all citations say of a root's facts, together.</summary>
    private Task UpdateEvidence(Target target, CancellationToken cancellation) => target.Resource switch
    {
        "meetings" => UpdateEvidence<Meeting, MeetingResponse>(target, cancellation),
        "collaborations" => UpdateEvidence<Collaboration, CollaborationResponse>(target, cancellation),
        "trips" => UpdateEvidence<Trip, TripResponse>(target, cancellation),
        _ => UpdateEvidence<Person, PersonResponse>(target, cancellation),
    };

    /// <summary>Those of a root, whoever may see them.</summary>
    private IQueryable<Citation> Of(Target target) => target.Resource switch
    {
        "meetings" => Every().Where(c => c.MeetingId == Guid.Parse(target.Id)),
        "collaborations" => Every().Where(c => c.CollaborationId == Guid.Parse(target.Id)),
        "trips" => Every().Where(c => c.TripId == Guid.Parse(target.Id)),
        _ => Every().Where(c => c.PersonId == target.Id),
    };

    private IQueryable<Citation> Every() => db.Citations.IgnoreQueryFilters().AsTracking().OrderBy(c => c.Id);

    private async Task UpdateEvidence<T, TResponse>(Target target, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        if (await ledger.LoadHidden<T>(target.Id, cancellation) is not { } root)
        {
            return; // it is about to go
        }

        var citations = (await Of(target).AsNoTracking().Where(c => !c.Retracted)
            .Select(c => new { c.TargetType, c.ParticipantId, c.AreaId, c.StageId, c.PositionId, c.Stance, c.Modality })
            .ToListAsync(cancellation))
            .ToLookup(c => (c.TargetType, c.AreaId ?? (c.ParticipantId ?? c.StageId ?? c.PositionId)?.ToString()));

        await ledger.Adjust<T, TResponse>(
            root,
            () =>
            {
                foreach (var (fact, type, part) in Target.FactsOf(root))
                {
                    var said = citations[(type, part)].ToList();
                    var support = said.FindAll(c => c.Stance is Stance.Supports);
                    fact.Disputed = support.Count < said.Count;
                    fact.Support = support.Count == 0 ? Support.None
                        : support.Exists(c => Firm.Contains(c.Modality)) ? Support.Stated
                        : Support.Hearsay;
                }
            },
            cancellation);
    }
}
