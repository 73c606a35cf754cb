using System.Linq.Expressions;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Reading;

/// <summary>The instant that a resource is read as of.</summary>
public sealed class AsOfQuery : Query
{
    /// <summary>
    /// Returns the resource as it was at this RFC 3339 instant, even if it was deleted since; now by default. The answer is 404 if the
    /// resource did not exist then. A change is dated a moment before it becomes visible, so an answer about the last seconds may still
    /// change. An instant in the future is refused; up to a minute ahead counts as now, because clocks differ.
    /// </summary>
    public string? AsOf { get; init; }

    internal DateTimeOffset? Instant => Web.Json.Instant.TryParse(AsOf, out var instant) ? instant : null;
}

public sealed class AsOfQueryValidator : AbstractValidator<AsOfQuery>
{
    /// <summary>The time that a client's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public AsOfQueryValidator(TimeProvider clock)
    {
        RuleFor(m => m.AsOf).PointInTime();
        RuleFor(m => m.AsOf).Must((m, _) => m.Instant is not { } instant || instant <= clock.Now() + Skew).WithErrorCode("in_the_future");
    }
}

/// <summary>A version of a root in the change log, and the last version of that root.</summary>
public sealed record PastVersion(Change Then, Change Last);

/// <summary>The reader of a root's versions: the present one from its table, past ones from the change log.</summary>
public sealed class VersionReader(TrackerDb db, AuditWriter audit)
{
    /// <summary>Returns a root as a GET shows it, now or at an instant, in one statement; a 404 when there is none.</summary>
    public async Task<Rendered<TResponse>> Show<T, TResponse>(string address, AsOfQuery moment, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        if (moment.Instant is not { } instant)
        {
            return (await ReadById<T>.Find(db, address, cancellation))?.Show<T, TResponse>()
                ?? Rendered.Of<T, TResponse>(await db.Get<T>(address, cancellation)); // there is no such root, or it has no image
        }

        var (then, last, kept) = await Find<T>(address, change => change.At <= instant, cancellation);
        KeptLog.Require(kept, instant, "asOf");

        if (then is not { Operation: not ChangeOperation.Delete })
        {
            throw new ProblemException("not_found");
        }

        var past = new PastVersion(then, last!);

        await RecordIfClassifiedSince(past, cancellation);

        var image = ResourceImage.Render(ResourceImage.Read<TResponse>(JsonNode.Parse(past.Then.Image)!));

        return Rendered.Of<T, TResponse>(image, past.Then.ResourceId, past.Then.Version, past.Then);
    }

    /// <summary>Returns a version of a root; a 404 when there is none, and a 410 when it is not kept any more.</summary>
    /// <param name="address">The id of the root.</param>
    /// <param name="version">The version.</param>
    /// <param name="pointer">The member of the request that has the version.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task<PastVersion> Get<T>(string address, int version, string pointer, CancellationToken cancellation)
        where T : Root, IResource
    {
        var (then, last, kept) = await Find<T>(address, change => change.Version == version, cancellation);

        return then is not null ? new(then, last!)
            : kept is { } since && last?.Version > version
                ? throw new ProblemException("log_pruned", Fault.At(pointer, "kept_since", Instant.Print(since)))
                : throw new ProblemException("not_found");
    }

    /// <summary>
    /// Returns the latest of the versions of a root that match, to callers who may see both it and the root as it is now or, if it is
    /// deleted, was last. The visibility filter cannot decide that: it leaves out hidden versions, and an earlier one would seem to be the
    /// latest. So both are read without it, and a caller who does not see both gets neither.
    /// </summary>
    /// <returns>The version if one matches, the last one, and the instant since which the log is complete.</returns>
    private async Task<(Change? Then, Change? Last, DateTimeOffset? KeptSince)> Find<T>(
        string address, Expression<Func<Change, bool>> matches, CancellationToken cancellation)
        where T : Root, IResource
    {
        var (resource, id) = (T.Resource, RootQueries.IdOf<T>(address)?.ToString());
        var log = db.Changes.IgnoreQueryFilters().Where(c => c.Resource == resource && c.ResourceId == id);
        var rows = id is null
            ? []
            : await Latest(log.Where(matches)).Concat(Latest(log)).AsNoTracking()
                .Select(change => new { Change = change, KeptSince = ChangeTable.LogsKeptSince() }).ToListAsync(cancellation);
        var found = rows.ConvertAll(row => row.Change);

        if (found.OrderByDescending(c => c.Version).FirstOrDefault(c => !db.Caller.Sees(c)) is { } hidden)
        {
            throw new ProblemException("not_found") { Hidden = AuditedReads.Of(hidden) };
        }

        return (found is [_, _] ? found.MinBy(c => c.Version) : null, found.MaxBy(c => c.Version), rows.FirstOrDefault()?.KeptSince);
    }

    /// <summary>Records the reading of a version that was open, if the root is confidential now.</summary>
    private Task RecordIfClassifiedSince(PastVersion past, CancellationToken cancellation) => AuditWriter.IsRecorded(past.Then)
        ? Task.CompletedTask // the answer itself is an audited read
        : audit.RecordReads([AuditedReads.Of(past.Then, past.Last)], cancellation);

    private static IQueryable<Change> Latest(IQueryable<Change> log) => log.OrderByDescending(c => c.Version).Take(1);
}
