using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>
/// The hooks that keep facts and their citations consistent when either is written. The result of the citations is stored with the fact,
/// which raises the version of the fact's root. A citation has the access label of its meeting. The root of its fact is locked before the
/// citation is written.
/// </summary>
public sealed class EvidenceHooks(TrackerDb db, LockedRoots locked, ChangeWriter changeWriter) : IWriteHook<Citation>, IWriteHook<Meeting>
{
    Task IWriteHook<Citation>.BeforeLock(IQueryable<Citation> roots, CancellationToken cancellation) =>
        db.LockFacts(roots, cancellation);

    async Task IWriteHook<Citation>.AfterWrite(IReadOnlyList<Written<Citation>> roots, CancellationToken cancellation)
    {
        foreach (var cited in roots.Select(c => c.Root.Target).ToLookup(t => t.Resource, t => t.Id))
        {
            await UpdateEvidence(cited.Key, [.. cited.Distinct()], cancellation);
        }
    }

    async Task IWriteHook<Meeting>.AfterWrite(IReadOnlyList<Written<Meeting>> roots, CancellationToken cancellation)
    {
        var labels = roots
            .Where(m => m.LabelBefore.Confidentiality != m.Root.Confidentiality || !m.LabelBefore.Readers.SequenceEqual(m.Root.Readers))
            .ToDictionary(m => m.Root.IdText, m => m.Root, StringComparer.Ordinal);

        if (labels.Count > 0)
        {
            var citations = await CitationsOf("meetings", labels.Keys).AsTracking().OrderBy(c => c.Id).ToListAsync(cancellation);
            await changeWriter.Adjust<Citation, CitationResponse>(citations, c => c.SetLabel(labels[c.Target.Id]), cancellation);
        }
    }

    /// <summary>Updates the support and the dispute of each fact of some roots from all their citations.</summary>
    private Task UpdateEvidence(string resource, IReadOnlyCollection<string> ids, CancellationToken cancellation) => resource switch
    {
        "meetings" => UpdateEvidence<Meeting, MeetingResponse>(resource, ids, cancellation),
        "collaborations" => UpdateEvidence<Collaboration, CollaborationResponse>(resource, ids, cancellation),
        "trips" => UpdateEvidence<Trip, TripResponse>(resource, ids, cancellation),
        _ => UpdateEvidence<Person, PersonResponse>(resource, ids, cancellation),
    };

    /// <summary>Returns the citations of some roots, regardless of the caller's clearance.</summary>
    private IQueryable<Citation> CitationsOf(string resource, IReadOnlyCollection<string> ids)
    {
        var (all, keys) = (db.Citations.IgnoreQueryFilters(), ids.ToArray());
        var uuids = resource is "people" ? [] : keys.Select(Guid.Parse).ToArray();

        return resource switch
        {
            "meetings" => all.Where(c => uuids.Contains(c.MeetingId!.Value)),
            "collaborations" => all.Where(c => uuids.Contains(c.CollaborationId!.Value)),
            "trips" => all.Where(c => uuids.Contains(c.TripId!.Value)),
            _ => all.Where(c => keys.Contains(c.PersonId)),
        };
    }

    private async Task UpdateEvidence<T, TResponse>(string resource, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var roots = await locked.LoadHidden<T>(ids, cancellation); // without those that are being deleted
        var citations = (await CitationsOf(resource, ids).AsNoTracking().Where(c => !c.Retracted)
            .Select(c => new
            {
                Root = c.MeetingId ?? c.CollaborationId ?? c.TripId,
                c.PersonId,
                c.TargetType,
                c.AreaId,
                Part = c.ParticipantId ?? c.StageId ?? c.PositionId,
                c.Stance,
                c.Modality,
            })
            .ToListAsync(cancellation))
            .ToLookup(c => (c.Root?.ToString() ?? c.PersonId!, c.TargetType, c.AreaId ?? c.Part?.ToString()));

        await changeWriter.Adjust<T, TResponse>(
            roots,
            root =>
            {
                foreach (var (fact, type, part) in Target.FactsOf(root))
                {
                    var evidence = citations[(root.IdText, type, part)].ToList();
                    var support = evidence.FindAll(c => c.Stance is Stance.Supports);
                    var modalities = Evidence.ByStrength.Where(m => support.Exists(c => c.Modality == m)).ToList();
                    fact.Disputed = support.Count < evidence.Count;
                    fact.Support = modalities is [] ? Support.None
                        : Evidence.Statements.Contains(modalities[0]) ? Support.Stated
                        : Support.Hearsay;

                    if (fact is IRootFact whole)
                    {
                        whole.Modalities = modalities.ConvertAll(EnumNames.Write);
                    }
                }
            },
            cancellation);
    }
}
