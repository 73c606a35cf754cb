namespace PartnershipTracker.Features.Citations;

internal static class CitationQueries
{
    public static IQueryable<Citation> Matching(this IQueryable<Citation> all, CitationFilter filter)
    {
        var found = all.Matching((RecordFilter)filter).About(filter);

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

    /// <summary>
    /// Returns the citations by which a source supports facts that no other unretracted source supports. Two queries without a join: for
    /// many new citations, PostgreSQL may join by comparing each with each.
    /// </summary>
    public static async Task<List<Citation>> OnlySupportedBy(this TrackerDb db, Guid source, CancellationToken cancellation)
    {
        var supporting = db.Citations.AsNoTracking().Where(c => c.Stance == Stance.Supports).OrderBy(c => c.Id);
        var own = await supporting.Where(c => c.SourceId == source).ToListAsync(cancellation);
        var meetings = own.Select(c => c.MeetingId).OfType<Guid>().Distinct().ToArray();
        var collaborations = own.Select(c => c.CollaborationId).OfType<Guid>().Distinct().ToArray();
        var trips = own.Select(c => c.TripId).OfType<Guid>().Distinct().ToArray();
        var people = own.Select(c => c.PersonId).OfType<string>().Distinct().ToArray();
        var supportedElsewhere = await supporting
            .Where(c => c.SourceId != source && !c.Retracted
                && (meetings.Contains(c.MeetingId!.Value) || collaborations.Contains(c.CollaborationId!.Value)
                    || trips.Contains(c.TripId!.Value) || people.Contains(c.PersonId)))
            .Select(c => c.Target).ToHashSetAsync(cancellation);

        return own.FindAll(c => !supportedElsewhere.Contains(c.Target));
    }
}
