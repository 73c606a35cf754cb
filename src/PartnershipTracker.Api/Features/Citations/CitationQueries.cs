namespace PartnershipTracker.Features.Citations;

internal static class CitationQueries
{
    public static IQueryable<Citation> Matching(this IQueryable<Citation> all, CitationFilter filter)
    {
        var found = all.ChangedSince(filter).About(filter);

        if (filter.Stance is { Length: > 0 })
        {
            var stances = filter.Stance.Select(EnumNames.Read<Stance>).ToArray();
            found = found.Where(c => stances.Contains(c.Stance));
        }

        if (filter.Modality is { Length: > 0 })
        {
            var modalities = filter.Modality.Select(EnumNames.Read<Modality>).ToArray();
            found = found.Where(c => modalities.Contains(c.Modality));
        }

        if (filter.Verified is not null)
        {
            found = found.Where(c => c.Verified == (filter.Verified == "true"));
        }

        return filter.Retracted is null ? found : found.Where(c => c.Retracted == (filter.Retracted == "true"));
    }

    private static IQueryable<Citation> About(this IQueryable<Citation> found, CitationFilter filter)
    {
        if (filter.Source is { Length: > 0 })
        {
            var sources = filter.Source.Select(Guid.Parse).ToArray();
            found = found.Where(c => sources.Contains(c.SourceId));
        }

        if (filter.Type is { Length: > 0 })
        {
            var types = filter.Type.Select(EnumNames.Read<TargetType>).ToArray();
            found = found.Where(c => types.Contains(c.TargetType));
        }

        if (filter.Target is not { Length: > 0 } targets)
        {
            return found;
        }

        var ids = targets.Where(t => UuidEntity.TryParseId(t, out _)).Select(Guid.Parse).ToArray();

        return found.Where(c => ids.Contains(c.MeetingId!.Value) || ids.Contains(c.CollaborationId!.Value) || ids.Contains(c.TripId!.Value)
            || targets.Contains(c.PersonId));
    }

    /// <summary>Returns the citations by which a source supports facts that no other unretracted source supports.</summary>
    public static Task<List<Citation>> OnlySupportedBy(this TrackerDb db, Guid source, CancellationToken cancellation) => db.Citations
        .AsNoTracking()
        .Where(c => c.SourceId == source && c.Stance == Stance.Supports)
        .Where(c => !db.Citations.Any(other => other.SourceId != source && other.Stance == Stance.Supports && !other.Retracted
            && other.TargetType == c.TargetType && other.MeetingId == c.MeetingId && other.ParticipantId == c.ParticipantId
            && other.AreaId == c.AreaId && other.CollaborationId == c.CollaborationId && other.StageId == c.StageId
            && other.TripId == c.TripId && other.PersonId == c.PersonId && other.PositionId == c.PositionId))
        .OrderBy(c => c.Id).ToListAsync(cancellation);
}
